import { ChunkGatherer, piecesOf, XmlDecoder } from './decoder'
import {
  type ArrayType,
  type ChoiceOfSlots,
  type ComplexType,
  type ElementDescription,
  namespaceOf,
  rootSlot,
  type Slot,
  scalarOf,
} from './description'
import { interned, keepingOne, remembered } from './engine'
import { UnreadableProblem, XmlProblem, XmlReadError } from './errors'
import { quotable } from './foreign-text'
import { GatheredText } from './gathered-text'
import type { XmlAttribute, XmlName } from './names'
import { InvalidScalarError, readStrictly, type Scalar, text } from './scalar'
import { XmlTokenizer, type XmlTokens } from './tokenizer'
import { unreadableParts } from './unreadable'

export interface XmlReaderOptions {
  /**
   * Refuse what a schema-validating server refuses: children out of order, unknown or repeated ones, missing `lenient` ones,
   * values and characters that couldn't be written. Off, what is unknown is skipped, values that an enumeration doesn't have are
   * handed on as they came, an empty element is no value, and a character that XML can't carry becomes U+FFFD.
   */
  readonly strict?: boolean | undefined
  /**
   * How many things the request asked for (`requestedCount`). An array that is described as `perRequested` and has more entries
   * is refused.
   * Defaults to no bound.
   */
  readonly requested?: number | undefined
  /**
   * The most objects and array entries that a document may have, so that short elements can't take many times the memory of the
   * document. Defaults to 1,048,576, which is one for every 64 bytes of 64 MiB.
   */
  readonly maxValues?: number | undefined
}

const MOST_VALUES = 2 ** 20

/** The options of a reader with their defaults. */
interface Rules {
  readonly strict: boolean
  readonly requested: number
}

/** An element that is being read and may have others in it. */
interface Frame {
  readonly slot: Slot
  /** What it is in. */
  readonly parent: Frame | undefined
  readonly isArray: boolean
  attribute(attribute: XmlAttribute): void
  /** What a child element is, or `undefined` where it is to be skipped. */
  child(name: XmlName): Slot | undefined
  text(piece: string): void
  accept(slot: Slot, value: unknown): void
  close(): unknown
}

const unexpected = (what: string) => new XmlProblem(`${quotable(what)} isn't expected here`)

/** The slots of a type by what is looked for. */
class Lookup {
  readonly attributes: ReadonlyMap<string, Slot>
  readonly content: Slot | undefined
  readonly required: readonly Slot[]
  readonly lenient: readonly Slot[]
  /** By local name, which is that of one element nearly everywhere. */
  readonly #elements = new Map<string, Slot[]>()

  /** Whether nothing at all is enough. */
  readonly demandsNothing: boolean

  constructor(all: readonly Slot[], choices: readonly ChoiceOfSlots[]) {
    const slots = all.filter(({ presence }) => presence !== 'local')
    this.attributes = new Map(
      slots.filter(({ place }) => place === 'attribute').map((slot): [string, Slot] => [slot.xmlName, slot]),
    )
    this.content = slots.find(({ place }) => place === 'content')
    this.required = slots.filter(({ presence }) => presence === 'required')
    this.lenient = slots.filter(({ presence }) => presence === 'lenient')
    this.demandsNothing = this.required.length === 0 && choices.every(({ optional }) => optional)
    for (const slot of slots.filter(({ place }) => place === 'element')) {
      const local = interned(slot.xmlName)
      this.#elements.set(local, [...(this.#elements.get(local) ?? []), slot])
    }
  }

  element({ local, uri }: XmlName): Slot | undefined {
    for (const slot of this.#elements.get(local) ?? NO_SLOTS) {
      if (slot.anyNamespace || slot.namespace.uri === uri) return slot
    }
    return undefined
  }
}

const NO_SLOTS: readonly Slot[] = []

const lookupOf = remembered(
  (type: ArrayType<unknown> | ComplexType<unknown>) =>
    new Lookup(type.slots, type.kind === 'complex' ? type.choices : []),
)

class ArrayFrame implements Frame {
  readonly isArray = true
  readonly #entries: unknown[] = []
  /** The name of the element that is being read, if the array doesn't describe it. */
  #otherName = ''
  readonly #lookup: Lookup

  constructor(
    readonly slot: Slot,
    readonly type: ArrayType<unknown>,
    readonly rules: Rules,
    readonly parent: Frame | undefined,
  ) {
    this.#lookup = lookupOf(type)
  }

  attribute({ name }: XmlAttribute) {
    if (this.rules.strict) refuseAttribute(name)
  }

  child(name: XmlName) {
    const slot = this.#lookup.element(name)
    if (slot === undefined && this.rules.strict) throw unexpected(name.local)
    const { others } = this.type
    if (slot !== undefined || name.uri !== others?.slot.namespace.uri) return slot
    this.#otherName = name.local
    return others.slot
  }

  text(piece: string) {
    if (this.rules.strict && piece.trim() !== '') throw unexpected('Text')
  }

  accept(slot: Slot, value: unknown) {
    if (this.type.perRequested === true && this.#entries.length >= this.rules.requested) {
      throw new XmlProblem(`${this.slot.xmlName} has more entries than the ${this.rules.requested} that were asked for`)
    }
    const { others, tagged } = this.type
    if (slot === others?.slot) this.#entries.push(Object.assign({}, value, { [others.nameKey]: this.#otherName }))
    else this.#entries.push(tagged ? { [slot.key]: value } : value)
  }

  close() {
    if (this.rules.strict && this.#entries.length < this.type.minLength)
      throw new XmlProblem(`${this.slot.xmlName} is empty`)
    return this.#entries
  }
}

class ComplexFrame implements Frame {
  readonly isArray = false
  readonly #value: Record<string, unknown> = {}
  readonly #lookup: Lookup
  readonly #text: GatheredText | undefined
  #position = -1
  #latest: Slot | undefined

  constructor(
    readonly slot: Slot,
    readonly type: ComplexType<unknown>,
    readonly rules: Rules,
    readonly parent: Frame | undefined,
  ) {
    this.#lookup = lookupOf(type)
    this.#text = this.#lookup.content === undefined ? undefined : new GatheredText()
  }

  attribute({ name, value }: XmlAttribute) {
    const slot = name.uri === '' ? this.#lookup.attributes.get(name.local) : undefined
    if (slot !== undefined) this.#set(slot, value)
    else if (this.rules.strict) refuseAttribute(name)
  }

  child(name: XmlName) {
    const slot = this.#lookup.element(name)
    if (this.rules.strict && !this.type.open) this.#checkOrder(name.local, slot)
    return slot
  }

  /** An `xs:sequence` only goes forward; a choice's alternatives share a position, so the second one is refused too. */
  #checkOrder(name: string, slot: Slot | undefined) {
    const stays = slot?.presence === 'repeated' && slot === this.#latest
    if (slot === undefined || (slot.position <= this.#position && !stays)) {
      throw unexpected(name)
    }
    this.#position = slot.position
    this.#latest = slot
  }

  text(piece: string) {
    if (this.#text !== undefined) this.#text.add(piece)
    else if (this.rules.strict && piece.trim() !== '') throw unexpected('Text')
  }

  accept(slot: Slot, value: unknown) {
    if (slot.presence !== 'repeated') {
      this.#value[slot.key] = value
      return
    }
    const earlier = this.#value[slot.key]
    if (Array.isArray(earlier)) earlier.push(value)
    else this.#value[slot.key] = [value]
  }

  close() {
    const { content, required, lenient } = this.#lookup
    if (content !== undefined) this.#set(content, this.#text?.take() ?? '')
    if (this.#isNoValue()) return undefined
    for (const slot of required) this.#refuseMissing(slot)
    if (this.rules.strict) for (const slot of lenient) this.#refuseMissing(slot)
    for (const { optional, slots } of this.type.choices) {
      if (optional || slots.some(({ key }) => this.#value[key] !== undefined)) continue
      throw new UnreadableProblem(`One of ${slots.map(({ xmlName }) => xmlName).join(', ')} is missing`)
    }
    return this.#value
  }

  /** `<Organizer/>`, or one with nothing in it but what is newer than its description, where it may be left out. */
  #isNoValue() {
    const isNeeded = this.rules.strict || (this.slot.presence !== 'optional' && this.slot.presence !== 'repeated')
    return !isNeeded && !this.#lookup.demandsNothing && Object.keys(this.#value).length === 0
  }

  /** An attribute, or the text between the tags. */
  #set(slot: Slot, text: string) {
    const value = readScalar(scalarOf(slot), text, slot, this.rules.strict)
    if (value !== undefined) this.#value[slot.key] = value
  }

  #refuseMissing({ key, xmlName }: Slot) {
    if (this.#value[key] === undefined) throw new UnreadableProblem(`${xmlName} is missing`)
  }
}

const frameOf = (
  slot: Slot,
  type: ArrayType<unknown> | ComplexType<unknown>,
  rules: Rules,
  parent: Frame | undefined,
): Frame =>
  type.kind === 'array' ? new ArrayFrame(slot, type, rules, parent) : new ComplexFrame(slot, type, rules, parent)

/** The names of an element and all that it is in, outermost first. */
const pathOf = (frame: Frame | undefined): string[] =>
  frame === undefined ? [] : [...pathOf(frame.parent), frame.slot.xmlName]

/** Attributes of other namespaces, `xsi:type` among them, may stand anywhere. */
function refuseAttribute({ local, uri }: XmlName) {
  if (uri === '') throw unexpected(`The attribute ${local}`)
}

function readScalar(type: Scalar<unknown>, text: string, slot: Slot, strict: boolean): unknown {
  if (!strict && isNoValue(type, text, slot)) return undefined
  try {
    return strict ? readStrictly(type, text) : type.read(text)
  } catch (error) {
    if (error instanceof InvalidScalarError) throw new UnreadableProblem(`${slot.xmlName} ${error.message}`)
    throw error
  }
}

/** `<Start/>`: some servers write what they have no value for. An empty text and an empty list are values. */
const isNoValue = (type: Scalar<unknown>, text: string, { presence }: Slot) =>
  presence !== 'required' && text.trim() === '' && !takesNothing(type)

const takesNothing = ({ base, facets: { enumeration, minLength = 0, pattern } }: Scalar<unknown>) =>
  base === 'list' || (base === 'string' && minLength === 0 && enumeration === undefined && pattern === undefined)

/**
 * Reads one document while its bytes arrive, without a tree of it: each element goes straight into the value that its
 * description makes of it. Namespaces count, prefixes don't.
 */
export class XmlReader<Value> {
  readonly #root: Slot
  readonly #rules: Rules
  readonly #chunks = new ChunkGatherer()
  readonly #decoder = new XmlDecoder()
  readonly #tokenizer: XmlTokenizer
  /** The innermost element that is open, but for the scalar. */
  #frame: Frame | undefined
  /** The innermost element where it is a scalar, which has nothing in it but text. */
  #scalar: Slot | undefined
  readonly #text = new GatheredText()
  /** Its value, where it was read in its place. */
  #value: unknown
  #skipped = 0
  readonly #maxValues: number
  #values = 0
  #result: { value: unknown } | undefined
  #refusal: XmlReadError | undefined

  constructor(root: ElementDescription<Value>, options: XmlReaderOptions = {}) {
    const { strict = false, requested = Number.POSITIVE_INFINITY, maxValues = MOST_VALUES } = options
    this.#rules = { strict, requested }
    this.#maxValues = maxValues
    this.#root = rootSlot(root)
    const tokens: XmlTokens = {
      open: (name, attributes) => this.#open(name, attributes),
      text: (piece) => this.#addText(piece),
      close: () => this.#close(),
      textInPlace: (document, start, end) => this.#readInPlace(document, start, end),
    }
    this.#tokenizer = new XmlTokenizer(tokens, this.#rules.strict ? 'refuse' : 'replace')
  }

  /**
   * Reads the next bytes. Short chunks are gathered first, so that what is wrong with them may be said later.
   *
   * @throws XmlReadError at the first thing that isn't as described
   */
  write(chunk: Uint8Array): void {
    this.#read(() => this.#decode(this.#chunks.add(chunk)))
  }

  /** @throws XmlReadError when the document has come to no end */
  end(): Value {
    this.#read(() => {
      this.#decode(this.#chunks.rest())
      this.#tokenizer.write(this.#decoder.end())
      this.#tokenizer.end()
    })
    keepCompiledCode()
    // Every value was read by the scalar, array or complex type that `Value` was inferred from.
    return this.#result?.value as Value
  }

  #decode(chunks: Iterable<Uint8Array>) {
    for (const chunk of chunks) {
      for (const piece of piecesOf(chunk)) this.#tokenizer.write(this.#decoder.decode(piece))
    }
  }

  /** A document that was refused stays so, whatever is written later. */
  #read(step: () => void) {
    if (this.#refusal !== undefined) throw this.#refusal
    try {
      step()
    } catch (error) {
      if (!(error instanceof XmlProblem)) throw error
      this.#refusal = new XmlReadError(error.message, { path: this.#path, ...this.#tokenizer.place })
      throw this.#refusal
    }
  }

  /** The names of the elements that are being read. */
  get #path(): string {
    return [...pathOf(this.#frame), ...(this.#scalar === undefined ? [] : [this.#scalar.xmlName])].join('/')
  }

  /** Leaves out the innermost dispensable element around what couldn't be read, and skips the rest of it; throws if there is none. */
  #forgive(error: unknown) {
    if (!(error instanceof UnreadableProblem) || !this.#leaveOut(error)) throw error
  }

  #leaveOut({ message: problem }: UnreadableProblem): boolean {
    if (this.#rules.strict) return false
    let skipped = 0
    let frame = this.#frame
    const isLeaf = this.#scalar?.dispensable === true
    for (; !isLeaf && frame !== undefined && !frame.slot.dispensable; frame = frame.parent) skipped += 1
    if (!isLeaf && frame === undefined) return false
    if (unreadableParts.hasSubscribers) unreadableParts.publish({ path: this.#path, problem })
    this.#scalar = undefined
    if (isLeaf) return true
    this.#frame = frame?.parent
    this.#skipped = skipped + 1
    return true
  }

  #open(name: XmlName, attributes: readonly XmlAttribute[]) {
    const slot = this.#skipped > 0 ? undefined : this.#slotOf(name)
    if (slot === undefined) this.#skipped += 1
    else this.#openSlot(slot, attributes)
  }

  #openSlot(slot: Slot, attributes: readonly XmlAttribute[]) {
    if (slot.type.kind === 'scalar') this.#openScalar(slot, attributes)
    else this.#openFrame(frameOf(slot, slot.type, this.#rules, this.#frame), attributes)
  }

  /** A value that could be read as it stands there is its own proof that nothing in it needed a second look. */
  #readInPlace(document: string, start: number, end: number): boolean {
    if (this.#scalar === undefined || this.#rules.strict || this.#skipped > 0) return false
    this.#value = scalarOf(this.#scalar).readInPlace?.(document, start, end)
    return this.#value !== undefined
  }

  #openScalar(slot: Slot, attributes: readonly XmlAttribute[]) {
    this.#scalar = slot
    if (this.#rules.strict) for (const { name } of attributes) refuseAttribute(name)
  }

  #openFrame(frame: Frame, attributes: readonly XmlAttribute[]) {
    this.#frame = frame
    if (attributes.length === 0) return
    try {
      for (const attribute of attributes) frame.attribute(attribute)
    } catch (error) {
      this.#forgive(error)
    }
  }

  #slotOf(name: XmlName): Slot | undefined {
    if (this.#scalar !== undefined) {
      if (this.#rules.strict) throw unexpected(name.local)
      return undefined
    }
    if (this.#frame !== undefined) return this.#frame.child(name)
    const root = this.#root
    if (root.xmlName === name.local && root.namespace.uri === name.uri) return root
    throw new XmlProblem(`Expected ${root.xmlName}, got ${quotable(name.local)}`)
  }

  #addText(piece: string) {
    if (this.#skipped > 0) return
    if (this.#scalar === undefined) this.#frame?.text(piece)
    else this.#text.add(piece)
  }

  #close() {
    if (this.#skipped > 0) this.#skipped -= 1
    else if (this.#scalar !== undefined) this.#closeScalar(this.#scalar)
    else this.#closeFrame()
  }

  #closeScalar(slot: Slot) {
    let value = this.#value
    this.#value = undefined
    if (value === undefined) {
      try {
        value = readScalar(scalarOf(slot), this.#text.take(), slot, this.#rules.strict)
      } catch (error) {
        return this.#forgive(error)
      }
    }
    this.#scalar = undefined
    this.#accept(slot, value)
  }

  #closeFrame() {
    const frame = this.#frame
    if (frame === undefined) return
    let value: unknown
    try {
      value = frame.close()
    } catch (error) {
      this.#forgive(error)
      // The element that is left out ends here or further out.
      this.#skipped -= 1
      return
    }
    this.#frame = frame.parent
    this.#accept(frame.slot, value)
  }

  #accept(slot: Slot, value: unknown) {
    if (this.#frame === undefined) this.#result = { value }
    else if (value !== undefined) {
      if (slot.type.kind !== 'scalar' || slot.presence === 'repeated' || this.#frame.isArray) this.#count()
      this.#frame.accept(slot, value)
    }
  }

  #count() {
    this.#values += 1
    if (this.#values > this.#maxValues) throw new XmlProblem(`There are more than ${this.#maxValues} values`)
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

/** Keeps a reader in the middle of a document, with one object of every class that takes part in reading. */
const keepCompiledCode = keepingOne(() => {
  const { arrayOf, complexType, element } = namespaceOf('', '')
  const reader = new XmlReader(element('Kept', complexType({ parts: arrayOf({ part: complexType({ name: text }) }) })))
  // As white space, more than is gathered before it is read.
  reader.write(Buffer.from('<Kept><Parts><Part a="b"><Name c="d">e</Name>'.padEnd(2048)))
  return reader
})
