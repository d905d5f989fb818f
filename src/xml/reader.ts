import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { ArrayType, ComplexType, ElementDescription, Slot, Type } from './description'
import { XmlReadError } from './errors'
import { InvalidScalarError, type Scalar } from './scalar'
import { scalarOf } from './writer'

export interface XmlReaderOptions {
  /**
   * Refuse what a schema-validating server refuses: children out of order, unknown or repeated ones, missing `lenient` ones.
   * Off, anything unknown is skipped.
   */
  readonly strictOrder?: boolean
}

/** No EWS document comes near this; a hostile one must not make the stack grow without bound. */
const MAX_DEPTH = 100

/** One element that is being read. */
interface Frame {
  readonly slot: Slot
  attribute(name: string, value: string): void
  /** The frame of a child element, or `undefined` where the child is to be skipped. */
  child(name: string, uri: string): Frame | undefined
  text(chunk: string): void
  accept(slot: Slot, value: unknown): void
  close(): unknown
}

class ReadProblem extends Error {}

const unexpected = (what: string) => new ReadProblem(`${what} isn't expected here`)

class ScalarFrame implements Frame {
  #text = ''

  constructor(
    readonly slot: Slot,
    readonly type: Scalar<unknown>,
    readonly strict: boolean,
  ) {}

  attribute(name: string) {
    if (this.strict) throw unexpected(`The attribute ${name}`)
  }

  child(name: string) {
    if (this.strict) throw unexpected(name)
    return undefined
  }

  text(chunk: string) {
    this.#text += chunk
  }

  accept() {}

  close() {
    return readScalar(this.type, this.#text, this.slot)
  }
}

class ArrayFrame implements Frame {
  readonly #entries: unknown[] = []

  constructor(
    readonly slot: Slot,
    readonly type: ArrayType<unknown>,
    readonly strict: boolean,
  ) {}

  attribute(name: string) {
    if (this.strict) throw unexpected(`The attribute ${name}`)
  }

  child(name: string, uri: string) {
    const slot = findSlot(this.type.slots, 'element', name, uri)
    if (slot === undefined && this.strict) throw unexpected(name)
    return slot && frameOf(slot, this.strict)
  }

  text(chunk: string) {
    if (this.strict && chunk.trim() !== '') throw unexpected('Text')
  }

  accept(slot: Slot, value: unknown) {
    this.#entries.push(this.type.tagged ? { [slot.key]: value } : value)
  }

  close() {
    if (this.strict && this.#entries.length < this.type.minLength)
      throw new ReadProblem(`${this.slot.xmlName} is empty`)
    return this.#entries
  }
}

class ComplexFrame implements Frame {
  readonly #value: Record<string, unknown> = {}
  readonly #content: Slot | undefined
  #text = ''
  #position = -1

  constructor(
    readonly slot: Slot,
    readonly type: ComplexType<unknown>,
    readonly strict: boolean,
  ) {
    this.#content = type.slots.find(({ place, presence }) => place === 'content' && presence !== 'local')
  }

  attribute(name: string, value: string) {
    const slot = findSlot(this.type.slots, 'attribute', name, '')
    if (slot !== undefined) this.#value[slot.key] = readScalar(scalarOf(slot), value, slot)
    else if (this.strict) throw unexpected(`The attribute ${name}`)
  }

  child(name: string, uri: string) {
    const slot = findSlot(this.type.slots, 'element', name, uri)
    if (this.strict && !this.type.open) this.#checkOrder(name, slot)
    return slot && frameOf(slot, this.strict)
  }

  /** An `xs:sequence` only goes forward; a choice's alternatives share a position, so the second one is refused too. */
  #checkOrder(name: string, slot: Slot | undefined) {
    const stays = slot?.presence === 'repeated' && slot.position === this.#position
    if (slot === undefined || (slot.position <= this.#position && !stays)) {
      throw unexpected(name)
    }
    this.#position = slot.position
  }

  text(chunk: string) {
    if (this.#content !== undefined) this.#text += chunk
    else if (this.strict && chunk.trim() !== '') throw unexpected('Text')
  }

  accept(slot: Slot, value: unknown) {
    const earlier = this.#value[slot.key]
    if (slot.presence !== 'repeated') this.#value[slot.key] = value
    else if (Array.isArray(earlier)) earlier.push(value)
    else this.#value[slot.key] = [value]
  }

  close() {
    const content = this.#content
    if (content !== undefined) this.#value[content.key] = readScalar(scalarOf(content), this.#text, content)
    for (const slot of this.type.slots) if (this.#isMissing(slot)) throw new ReadProblem(`${slot.xmlName} is missing`)
    for (const { optional, slots } of this.type.choices) {
      if (optional || slots.some(({ key }) => this.#value[key] !== undefined)) continue
      throw new ReadProblem(`One of ${slots.map(({ xmlName }) => xmlName).join(', ')} is missing`)
    }
    return this.#value
  }

  #isMissing({ key, presence }: Slot) {
    const required = presence === 'required' || (presence === 'lenient' && this.strict)
    return required && this.#value[key] === undefined
  }
}

function frameOf(slot: Slot, strict: boolean): Frame {
  const type: Type<unknown> = slot.type
  switch (type.kind) {
    case 'scalar':
      return new ScalarFrame(slot, type, strict)
    case 'array':
      return new ArrayFrame(slot, type, strict)
    case 'complex':
      return new ComplexFrame(slot, type, strict)
  }
}

function findSlot(slots: readonly Slot[], place: Slot['place'], name: string, uri: string): Slot | undefined {
  return slots.find(
    (slot) =>
      slot.xmlName === name &&
      slot.place === place &&
      (place === 'attribute' || slot.anyNamespace || slot.namespace.uri === uri),
  )
}

function readScalar(type: Scalar<unknown>, text: string, slot: Slot): unknown {
  try {
    return type.read(text)
  } catch (error) {
    if (error instanceof InvalidScalarError) throw new ReadProblem(`${slot.xmlName} ${error.message}`)
    throw error
  }
}

/**
 * Reads one document while its bytes arrive. Namespaces count, prefixes don't; a document type declaration is refused
 * (nothing in EWS has one, and entities are how XML is attacked), and so is a depth over 100.
 */
export class XmlReader<Value> {
  readonly #root: Slot
  readonly #strict: boolean
  readonly #parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true })
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  readonly #frames: Frame[] = []
  #skipped = 0
  #result: { value: unknown } | undefined

  constructor(root: ElementDescription<Value>, options: XmlReaderOptions = {}) {
    this.#root = { ...root, kind: 'field', key: root.xmlName, presence: 'required', place: 'element', position: 0 }
    this.#strict = options.strictOrder ?? false
    this.#parser.on('doctype', () => this.#fail('A document type declaration is not allowed'))
    this.#parser.on('error', (error) => this.#fail(error.message.replace(/^\d+:\d+: /, '')))
    this.#parser.on('opentag', (tag) => this.#open(tag))
    this.#parser.on('closetag', () => this.#close())
    this.#parser.on('text', (text) => this.#text(text))
    this.#parser.on('cdata', (text) => this.#text(text))
  }

  /** @throws XmlReadError at the first thing that isn't as described */
  write(chunk: Uint8Array): void {
    this.#parse(() => this.#parser.write(this.#decode(chunk)))
  }

  /** @throws XmlReadError when the document has come to no end */
  end(): Value {
    this.#parse(() => this.#parser.write(this.#decode()).close())
    if (this.#result === undefined) return this.#fail('The document is empty')
    // Every value was read by the scalar, array or complex type that `Value` was inferred from.
    return this.#result.value as Value
  }

  #decode(chunk?: Uint8Array): string {
    try {
      return this.#decoder.decode(chunk, { stream: chunk !== undefined })
    } catch {
      return this.#fail('The document is not UTF-8')
    }
  }

  #parse(step: () => void) {
    try {
      step()
    } catch (error) {
      if (error instanceof ReadProblem) this.#fail(error.message)
      throw error
    }
  }

  #open(tag: SaxesTagNS) {
    if (this.#frames.length + this.#skipped >= MAX_DEPTH) this.#fail(`Elements are nested deeper than ${MAX_DEPTH}`)
    const frame = this.#skipped > 0 ? undefined : this.#frameFor(tag.local, tag.uri)
    if (frame === undefined) {
      this.#skipped += 1
      return
    }
    this.#frames.push(frame)
    for (const { local, uri, value } of Object.values(tag.attributes)) if (uri === '') frame.attribute(local, value)
  }

  #frameFor(name: string, uri: string): Frame | undefined {
    const parent = this.#frames.at(-1)
    if (parent !== undefined) return parent.child(name, uri)
    const root = findSlot([this.#root], 'element', name, uri)
    if (root === undefined) throw new ReadProblem(`Expected ${this.#root.xmlName}, got ${name}`)
    return frameOf(root, this.#strict)
  }

  #close() {
    if (this.#skipped > 0) {
      this.#skipped -= 1
      return
    }
    const frame = this.#frames.at(-1)
    if (frame === undefined) return
    const value = frame.close()
    this.#frames.pop()
    const parent = this.#frames.at(-1)
    if (parent === undefined) this.#result = { value }
    else parent.accept(frame.slot, value)
  }

  #text(text: string) {
    if (this.#skipped === 0) this.#frames.at(-1)?.text(text)
  }

  #fail(problem: string): never {
    const path = this.#frames.map(({ slot }) => slot.xmlName).join('/')
    throw new XmlReadError(problem, { path, line: this.#parser.line, column: this.#parser.column + 1 })
  }
}

/**
 * Reads a whole document.
 *
 * @throws XmlReadError
 */
export function readXml<Value>(
  root: ElementDescription<Value>,
  xml: string | Uint8Array,
  options?: XmlReaderOptions,
): Value {
  const reader = new XmlReader(root, options)
  reader.write(typeof xml === 'string' ? Buffer.from(xml) : xml)
  return reader.end()
}
