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
import { CommonNames } from './namespace-scope'
import { InvalidScalarError, readStrictly, type Scalar, text } from './scalar'
import { XmlTokenizer, type XmlTokens } from './tokenizer'
import { unreadableParts } from './unreadable'

/** Options of an `XmlReader`. */
export interface XmlReaderOptions {
  /**
   * Whether to refuse what a schema-validating server refuses: children out of order, unknown or repeated children, missing
   * `lenient` ones, and values and characters that couldn't be written. Defaults to false: unknown elements are skipped, unknown
   * words of an enumeration are returned unchanged, empty elements count as absent, and characters that XML can't carry become
   * U+FFFD.
   */
  readonly strict?: boolean | undefined
  /**
   * Is told of each `xs:dateTime` without an offset, beside `strict`. Its value, which is read as UTC, may be corrected afterwards,
   * in place.
   */
  readonly onZoneless?: ((time: Date) => void) | undefined
  /**
   * How many things the request asked for (`requestedCount`). A `perRequested` array with more entries is refused.
   * Defaults to no limit.
   */
  readonly requested?: number | undefined
  /**
   * How many objects and array entries a document may have. The limit keeps many short elements from taking several times the
   * memory of the document. Defaults to 1,048,576, which is one for every 64 bytes of 64 MiB.
   */
  readonly maxValues?: number | undefined
}

const MOST_VALUES = 2 ** 20

/** The options of a reader with their defaults. */
interface Rules {
  readonly strict: boolean
  readonly onZoneless: ((time: Date) => void) | undefined
  readonly requested: number
}

/** An open element that may contain others. */
interface Frame {
  readonly slot: Slot
  /** The element around it. */
  readonly parent: Frame | undefined
  readonly isArray: boolean
  attribute(attribute: XmlAttribute): void
  /** Returns the description of a child element, or `undefined` to skip it. */
  child(name: XmlName): Slot | undefined
  text(piece: string): void
  accept(slot: Slot, value: unknown): void
  close(): unknown
}

const unexpected = (what: string) => new XmlProblem(`${quotable(what)} isn't expected here`)

/** The slots of a type, indexed for reading. */
class Lookup {
  readonly attributes: ReadonlyMap<string, Slot>
  readonly content: Slot | undefined
  readonly required: readonly Slot[]
  readonly lenient: readonly Slot[]
  /** Elements by local name. Nearly every name has just one. */
  readonly #elements = new Map<string, Slot[]>()

  /** Whether an empty element is valid. */
  readonly demandsNothing: boolean

  constructor(all: readonly Slot[], choices: readonly ChoiceOfSlots[]) {
    const slots = all.filter(({ presence }) => presence !== 'local')
    this.attributes = new Map(
      slots.filter(({ place }) => place === 'attribute').map((slot): [string, Slot] => [slot.xmlName, slot]),
    )
    this.content = slots.find(({ place }) => place === 'content')
    this.required = slots.filter(({ presence, demanded }) => presence === 'required' && !demanded)
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
  /** The name of the current element if the array doesn't describe it. */
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
    const slot = this.#lookup.attributes.get(name.local)
    if (slot !== undefined && name.uri === (slot.attributeNamespace?.uri ?? '')) this.#set(slot, value)
    else if (this.rules.strict) refuseAttribute(name)
  }

  child(name: XmlName) {
    const slot = this.#lookup.element(name)
    if (this.rules.strict && !this.type.open) this.#checkOrder(name.local, slot)
    return slot
  }

  /** Enforces the order of an `xs:sequence`. The alternatives of a choice share a position, so a second one is refused too. */
  #checkOrder(name: string, slot: Slot | undefined) {
    const isSame = slot === this.#latest || (slot?.listKey !== undefined && slot.listKey === this.#latest?.listKey)
    const stays = slot?.presence === 'repeated' && isSame
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
    const { key, listKey = key } = slot
    const entry = listKey === key ? value : { [key]: value }
    const earlier = this.#value[listKey]
    if (Array.isArray(earlier)) earlier.push(entry)
    else this.#value[listKey] = [entry]
  }

  close() {
    const { content, required, lenient } = this.#lookup
    if (content !== undefined) this.#set(content, this.#text?.take() ?? '')
    if (this.#isNoValue()) return undefined
    for (const slot of required) this.#refuseMissing(slot)
    if (this.rules.strict) for (const slot of lenient) this.#refuseMissing(slot)
    for (const key of this.type.listKeys) {
      if (this.rules.strict && this.#value[key] === undefined) throw new XmlProblem(`${this.slot.xmlName} is empty`)
      this.#value[key] ??= []
    }
    for (const { optional, slots } of this.type.choices) {
      if (optional || slots.some(({ key }) => this.#value[key] !== undefined)) continue
      throw new UnreadableProblem(`One of ${slots.map(({ xmlName }) => xmlName).join(', ')} is missing`)
    }
    return this.#value
  }

  /** Whether this is an optional element without known content, such as `<Organizer/>`, or one with newer elements only. */
  #isNoValue() {
    const isNeeded = this.rules.strict || (this.slot.presence !== 'optional' && this.slot.presence !== 'repeated')
    return !isNeeded && !this.#lookup.demandsNothing && Object.keys(this.#value).length === 0
  }

  /** Sets the property of an attribute, or of the text between the tags. */
  #set(slot: Slot, text: string) {
    const value = readScalar(scalarOf(slot), text, slot, this.rules)
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

/** Names an element that isn't the expected one, by its namespace if that is all that differs. */
function otherThan({ xmlName }: Slot, { local, uri }: XmlName): string {
  if (local !== xmlName) return quotable(local)
  return uri === '' ? 'one of no namespace' : `one of the namespace ${quotable(uri)}`
}

/** Returns the names of an element and those around it, outermost first. */
const pathOf = (frame: Frame | undefined): string[] =>
  frame === undefined ? [] : [...pathOf(frame.parent), frame.slot.xmlName]

/** Refuses unknown attributes. Those of other namespaces, such as `xsi:type`, are allowed everywhere. */
function refuseAttribute({ local, uri }: XmlName) {
  if (uri === '') throw unexpected(`The attribute ${local}`)
}

/** The end of an `xs:dateTime` that names its own offset from UTC. */
const OFFSET = /(Z|[+-]\d\d:\d\d)\s*$/

function readScalar(type: Scalar<unknown>, text: string, slot: Slot, { strict, onZoneless }: Rules): unknown {
  if (!strict && isNoValue(type, text, slot)) return undefined
  try {
    const value = strict ? readStrictly(type, text) : type.read(text)
    if (strict && onZoneless !== undefined && value instanceof Date && !OFFSET.test(text)) onZoneless(value)
    return value
  } catch (error) {
    if (error instanceof InvalidScalarError) throw new UnreadableProblem(`${slot.xmlName} ${error.message}`)
    throw error
  }
}

/** Whether an empty element such as `<Start/>` counts as absent, since some servers write those. Empty texts and lists are values. */
const isNoValue = (type: Scalar<unknown>, text: string, { presence }: Slot) =>
  presence !== 'required' && text.trim() === '' && !takesNothing(type)

const takesNothing = ({ base, facets: { enumeration, minLength = 0, pattern } }: Scalar<unknown>) =>
  base === 'list' || (base === 'string' && minLength === 0 && enumeration === undefined && pattern === undefined)

/** Documents of one kind have the same names, which are resolved once. Tags are cached with the values of their attributes as read. */
const namesOf = remembered((_root: ElementDescription<unknown>) => ({
  refuse: new CommonNames(),
  replace: new CommonNames(),
}))

/**
 * Reads one document as its bytes arrive. It builds no tree: each element goes straight into the value that its description
 * yields. Names are compared by namespace, not by prefix.
 */
export class XmlReader<Value> {
  readonly #root: Slot
  readonly #rules: Rules
  readonly #chunks = new ChunkGatherer()
  readonly #decoder = new XmlDecoder()
  readonly #tokenizer: XmlTokenizer
  /** The innermost open element that isn't a scalar. */
  #frame: Frame | undefined
  /** The innermost open element if it is a scalar, which contains only text. */
  #scalar: Slot | undefined
  readonly #text = new GatheredText()
  /** The scalar's value if it was read in place. */
  #value: unknown
  #skipped = 0
  readonly #maxValues: number
  #values = 0
  #result: { value: unknown } | undefined
  #refusal: XmlReadError | undefined

  constructor(root: ElementDescription<Value>, options: XmlReaderOptions = {}) {
    const { strict = false, onZoneless, requested = Number.POSITIVE_INFINITY, maxValues = MOST_VALUES } = options
    this.#rules = { strict, onZoneless, requested }
    this.#maxValues = maxValues
    this.#root = rootSlot(root)
    const tokens: XmlTokens = {
      open: (name, attributes) => this.#open(name, attributes),
      text: (piece) => this.#addText(piece),
      close: () => this.#close(),
      textInPlace: (document, start, end) => this.#readInPlace(document, start, end),
    }
    const forbidden = strict ? 'refuse' : 'replace'
    this.#tokenizer = new XmlTokenizer(tokens, forbidden, namesOf(root)[forbidden].scope)
  }

  /**
   * Reads the next bytes. Short chunks are gathered first, so an error in them may be reported by a later call.
   *
   * @throws XmlReadError at the first mismatch with the description
   */
  write(chunk: Uint8Array): void {
    this.#read(() => this.#decode(this.#chunks.add(chunk)))
  }

  /** @throws XmlReadError if the document is incomplete */
  end(): Value {
    this.#read(() => {
      this.#decode(this.#chunks.rest())
      this.#tokenizer.write(this.#decoder.end())
      this.#tokenizer.end()
    })
    keepCompiledCode()
    // Each value was read by the scalar, array or complex type from which `Value` was inferred.
    return this.#result?.value as Value
  }

  #decode(chunks: Iterable<Uint8Array>) {
    for (const chunk of chunks) {
      for (const piece of piecesOf(chunk)) this.#tokenizer.write(this.#decoder.decode(piece))
    }
  }

  /** Once a document was refused, every later call throws the same error. */
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

  /** The names of the open elements. */
  get #path(): string {
    return [...pathOf(this.#frame), ...(this.#scalar === undefined ? [] : [this.#scalar.xmlName])].join('/')
  }

  /** Drops the innermost dispensable element around an unreadable part and skips the rest of it. Throws if there is none. */
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

  /** Reads a value in place. If that succeeds, the text contains nothing that needs decoding or checking. */
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
    throw new XmlProblem(`Expected ${root.xmlName}, got ${otherThan(root, name)}`)
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
        value = readScalar(scalarOf(slot), this.#text.take(), slot, this.#rules)
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
      // The dropped element ends here, or is further out.
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
    if (this.#values > this.#maxValues) throw new XmlProblem(`The document has more than ${this.#maxValues} values`)
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

/** Keeps a reader in the middle of a document, with one object of each class that takes part in reading. */
const keepCompiledCode = keepingOne(() => {
  const { arrayOf, complexType, element } = namespaceOf('', '')
  const reader = new XmlReader(element('Kept', complexType({ parts: arrayOf({ part: complexType({ name: text }) }) })))
  // Padded with white space beyond the size below which chunks are gathered.
  reader.write(Buffer.from('<Kept><Parts><Part a="b"><Name c="d">e</Name>'.padEnd(2048)))
  return reader
})
