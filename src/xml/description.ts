import type { XmlNamespace } from './namespace'
import type { Scalar } from './scalar'

/** The content of an element. A scalar may also be the content of an attribute. */
export type Type<Value> = Scalar<Value> | ComplexType<Value> | ArrayType<Value>

/**
 * How often a field occurs, and whether its TypeScript property is optional.
 *
 * - `lenient`: required by the schema and when writing, optional when reading, since some servers omit it.
 * - `fixed`: always written with one value.
 * - `local`: never in the XML. The property is added to a value after reading.
 */
export type Presence = 'required' | 'optional' | 'repeated' | 'lenient' | 'fixed' | 'local'

/** One attribute, child element or text content of a complex type. */
export interface Field<Value, Occurs extends Presence = Presence> {
  readonly kind: 'field'
  readonly type: Type<unknown>
  readonly presence: Occurs
  readonly place: 'element' | 'attribute' | 'content'
  readonly xmlName?: string
  readonly namespace?: XmlNamespace
  /** The namespace of an attribute that has one. */
  readonly attributeNamespace?: XmlNamespace | undefined
  /** Whether a reader ignores the namespace because it differs between server versions. */
  readonly anyNamespace?: boolean
  /** Whether a reader drops the field if it can't read it. */
  readonly dispensable?: boolean
  /** Whether a reader lets a required field be absent. */
  readonly demanded?: boolean
  readonly fixedValue?: Value
  /** Properties that must be present if this one is. */
  readonly requires?: readonly string[]
  /** Never set: carries the TypeScript type. */
  readonly valueType?: Value
}

/** A member of a complex type. A plain type means a required child element. */
export type Member = Type<unknown> | Field<unknown>
/** The members of a complex type, by property name, in the order of the schema. */
export type Members = Readonly<Record<string, Member>>

/** Alternative elements: exactly one of them, or at most one if `optional`. */
export interface Choice<Alternatives extends Members = Members, Optional extends boolean = boolean> {
  readonly kind: 'choice'
  readonly alternatives: Alternatives
  readonly optional: Optional
}

/** Elements of which at least one must be present, in order. XML Schema can't express this, so only TypeScript refuses none. */
export interface Some<Alternatives extends Members = Members> {
  readonly kind: 'some'
  readonly alternatives: Alternatives
}

/** Elements of several names in any order, which are one array in TypeScript. */
export interface RepeatedChoice<Key extends string = string, Alternatives extends Members = Members> {
  readonly kind: 'repeatedChoice'
  readonly key: Key
  readonly alternatives: Alternatives
}

/** A part of a complex type: members, a choice, elements of which at least one is present, or elements in any order. */
export type Part = Members | Choice | Some | RepeatedChoice

/** A field with its defaults filled in: property name, XML name, namespace and position. */
export interface Slot extends Field<unknown> {
  /** The name of the TypeScript property. */
  readonly key: string
  readonly xmlName: string
  readonly namespace: XmlNamespace
  /** The position in the schema's sequence. The alternatives of a choice share one position. */
  readonly position: number
  /** For an alternative of a repeated choice, the property that holds the array. */
  readonly listKey: string | undefined
  readonly attributeNamespace: XmlNamespace | undefined
}

/** A choice with its alternatives as slots. */
export interface ChoiceOfSlots {
  readonly optional: boolean
  readonly slots: readonly Slot[]
}

/** An element with attributes, children in the schema's order, or text content. */
export interface ComplexType<Value> {
  readonly kind: 'complex'
  readonly slots: readonly Slot[]
  readonly choices: readonly ChoiceOfSlots[]
  /** The properties that hold repeated choices. */
  readonly listKeys: readonly string[]
  /** Whether even a strict reader accepts children in any order, and children that aren't described. */
  readonly open: boolean
  /** Never set: carries the TypeScript type. */
  readonly valueType?: Value
}

/** An element that only wraps a list of other elements. In TypeScript it is an array. */
export interface ArrayType<Value> {
  readonly kind: 'array'
  readonly slots: readonly Slot[]
  /** Whether each entry names its alternative: `{ itemId: ... }`. */
  readonly tagged: boolean
  readonly minLength: number
  /** Whether the entries are the things that a request asks for, or the answers to them, one each. */
  readonly perRequested?: boolean
  /** How to read elements with other names. Without it, readers skip them. */
  readonly others?: Others
  /** Never set: carries the TypeScript type. */
  readonly valueType?: Value
}

/** How an array reads elements that aren't described. */
export interface Others {
  readonly slot: Slot
  /** The property of an entry that receives the name of its element. */
  readonly nameKey: string
}

/** The root element of a document: its name and its type. */
export interface ElementDescription<Value> {
  readonly xmlName: string
  readonly namespace: XmlNamespace
  readonly type: Type<Value>
}

/**
 * The TypeScript type of the values that a description describes. It uses `Exclude` because `infer` would spell a named union out
 * in the declaration of each type that contains it.
 */
export type Infer<Described> = Described extends { readonly valueType?: unknown }
  ? Exclude<Described['valueType'], undefined>
  : never

type Simplify<Shape> = Shape extends unknown ? { -readonly [Key in keyof Shape]: Shape[Key] } : never

type MemberValue<M> =
  M extends Field<infer Value, infer Occurs> ? (Occurs extends 'repeated' ? readonly Value[] : Value) : Infer<M>

type IsRequired<M> = M extends Field<unknown, infer Occurs> ? ('required' extends Occurs ? true : false) : true

/** Maps over `keyof M` itself. Over anything narrower, editors lose the documentation of the members. */
type MembersValue<M extends Members> = {
  [Key in keyof M as IsRequired<M[Key]> extends true ? Key : never]: MemberValue<M[Key]>
} & {
  [Key in keyof M as IsRequired<M[Key]> extends true ? never : Key]?: MemberValue<M[Key]> | undefined
}

/** An object with exactly one of the keys. Written by hand only for types that refer to themselves. */
export type OneOf<Values> = {
  [Key in keyof Values]: { [Only in Key]: Values[Key] } & { [Other in Exclude<keyof Values, Key>]?: undefined }
}[keyof Values]

type ExclusiveValue<M extends Members> = OneOf<{ [Key in keyof M]: MemberValue<M[Key]> }>

/** An object with at least one of the keys. */
type SomeValue<M extends Members> = {
  [Key in keyof M]: { [One in Key]: MemberValue<M[Key]> } & {
    [Other in Exclude<keyof M, Key>]?: MemberValue<M[Other]> | undefined
  }
}[keyof M]

type PartValue<P> =
  P extends RepeatedChoice<infer Key, infer Alternatives>
    ? { [List in Key]: readonly TaggedEntry<Alternatives>[] }
    : P extends Choice<infer Alternatives, infer Optional>
      ? ExclusiveValue<Alternatives> | (Optional extends true ? { [Key in keyof Alternatives]?: undefined } : never)
      : P extends Some<infer Alternatives>
        ? SomeValue<Alternatives>
        : P extends Members
          ? MembersValue<P>
          : never

type PartsValue<Parts extends readonly unknown[]> = Parts extends readonly [infer First, ...infer Rest]
  ? PartValue<First> & PartsValue<Rest>
  : unknown

/** An object without keys. TypeScript accepts any object as `{}`. */
type NothingValue = Record<string, never>

type IsEmpty<Parts extends readonly Part[]> = Parts extends readonly []
  ? true
  : Parts extends readonly [infer Only]
    ? [keyof Only] extends [never]
      ? true
      : false
    : false

/** The TypeScript type of a complex type with these parts. Without parts, it refuses every key. */
export type ValueOfParts<Parts extends readonly Part[]> =
  IsEmpty<Parts> extends true ? NothingValue : Simplify<PartsValue<Parts>>
/** The TypeScript type of an entry of an array whose entries all have one type. */
export type ArrayEntry<M extends Members> = MemberValue<M[keyof M]>
/** The TypeScript type of an entry that names its alternative: `{ itemId: ... }`. */
export type TaggedEntry<M extends Members> = Simplify<ExclusiveValue<M>>

type ToField<M, Occurs extends Presence> = Field<M extends Field<infer Value, Presence> ? Value : Infer<M>, Occurs>
type PresenceOf<M> = M extends Field<unknown, infer Occurs> ? Occurs : 'required'

function field<M extends Member>(member: M): ToField<M, PresenceOf<M>> {
  const plain = { kind: 'field', type: member, presence: 'required', place: 'element' }
  // This is the only cast from a field's run-time shape to its inferred type. Both derive from `member`.
  return (member.kind === 'field' ? member : plain) as ToField<M, PresenceOf<M>>
}

/**
 * Makes a member optional, for reading and writing.
 *
 * @example
 * types.complexType({ subject: xml.optional(xml.text) }) // { subject?: string }
 */
export const optional = <const M extends Member>(member: M): ToField<M, 'optional'> => ({
  ...field(member),
  presence: 'optional',
})

/**
 * Describes any number of adjacent elements with one name, without an element around them. The property is an array, and absent
 * if there are none.
 *
 * @example
 * types.complexType({ extendedProperty: xml.repeated(ExtendedProperty) }) // { extendedProperty?: readonly ExtendedProperty[] }
 */
export const repeated = <const M extends Member>(member: M): ToField<M, 'repeated'> => ({
  ...field(member),
  presence: 'repeated',
})

/**
 * Makes a member required for writing, as the schema demands, and optional for reading, since some servers omit it.
 *
 * @example
 * types.complexType({ hasAttachments: xml.lenient(xml.boolean) }) // { hasAttachments?: boolean }
 */
export const lenient = <const M extends Member>(member: M): ToField<M, 'lenient'> => ({
  ...field(member),
  presence: 'lenient',
})

/**
 * Makes a member required for writing, and in TypeScript, although the schema makes it optional: servers refuse its absence with an
 * error of their own. So that a server can do that, readers let it be absent.
 *
 * @example
 * messages.complexType({ sendMeetingInvitations: xml.demanded(xml.attribute(xml.enumeration('SendToNone'))) })
 */
export const demanded = <const M extends Member>(member: M): ToField<M, 'required'> => ({
  ...field(member),
  presence: 'required',
  demanded: true,
})

/**
 * Makes a reader drop a member that it can't read, such as a number with letters or an element without a required child, instead
 * of refusing the whole answer. Use it for values on which no decision depends. Each dropped part is published on the
 * `node:diagnostics_channel` `ews-booking:unreadable`.
 *
 * In an array, only the entry is dropped. If the parent requires the member, the parent becomes unreadable as well. Strict readers
 * and writers ignore this word.
 *
 * @example
 * types.complexType({ size: xml.optional(xml.dispensable(xml.integer())) })
 */
export const dispensable = <const M extends Member>(member: M): ToField<M, PresenceOf<M>> => ({
  ...field(member),
  dispensable: true,
})

/**
 * Makes a member optional. A value that has it must also have the properties named by `keys`, as in an optional sequence of the
 * schema.
 *
 * @example
 * // A breakfast needs a night.
 * types.complexType({ night: xml.optional(xml.date), breakfast: xml.requiring(xml.time, 'night') })
 */
export const requiring = <const M extends Member>(member: M, ...keys: string[]): ToField<M, 'optional'> => ({
  ...optional(member),
  requires: keys,
})

/**
 * Describes a member that is always written with one value, whether or not the caller gives it. Writing any other value is refused.
 * Reading accepts every value of the type.
 *
 * @example
 * types.complexType({ shape: xml.fixed(xml.enumeration('Default', 'IdOnly'), 'IdOnly') })
 */
export const fixed = <const M extends Member>(
  member: M,
  fixedValue: Infer<ToField<M, 'fixed'>>,
): ToField<M, 'fixed'> => ({
  ...field(member),
  presence: 'fixed',
  fixedValue,
})

/**
 * Marks the array of a request that lists what it asks for, such as ids, and the array of the answer with one entry for each, such
 * as response messages. A reader refuses an answer with more entries than the request has.
 *
 * @example
 * messages.complexType({ itemIds: xml.perRequested(types.nonEmptyArrayOfChoice({ itemId: ItemId })) })
 */
export const perRequested = <Value>(array: ArrayType<Value>): ArrayType<Value> => ({ ...array, perRequested: true })

/**
 * Reads elements that the array doesn't describe, if they are in its namespace. They are read as its first alternative, with the
 * name of the element in the property `nameKey`. Use it for lists in which skipping an entry would look like its absence.
 */
export function withOthers<Value>(array: ArrayType<Value>, nameKey: string): ArrayType<Value> {
  const [slot] = array.slots
  return slot === undefined ? array : { ...array, others: { slot: { ...slot, key: '' }, nameKey } }
}

/** Returns how many things a request asks for, or `undefined` if its description has no `perRequested` array. */
export function requestedCount({ type }: ElementDescription<unknown>, request: unknown): number | undefined {
  const asks = (slot: Slot) => slot.type.kind === 'array' && slot.type.perRequested === true
  const slot = type.kind === 'complex' ? type.slots.find(asks) : undefined
  const entries = Object.entries(request ?? {}).find(([key]) => key === slot?.key)?.[1]
  return Array.isArray(entries) ? entries.length : undefined
}

/**
 * Describes a member as an attribute instead of a child element.
 *
 * @example
 * types.complexType({ id: xml.attribute(xml.text) }) // <ItemId Id="...">
 */
export const attribute = <const M extends Scalar<unknown> | Field<unknown>>(member: M): ToField<M, PresenceOf<M>> => ({
  ...field(member),
  place: 'attribute',
})

/**
 * Describes a member as an attribute that has a namespace. It is declared on the element itself.
 *
 * @example
 * const xsi = xml.namespaceOf('http://www.w3.org/2001/XMLSchema-instance', 'xsi')
 * types.complexType({ type: xml.qualifiedAttribute(xsi, xml.text) }) // <Id xmlns:xsi="..." xsi:type="...">
 */
export const qualifiedAttribute = <const M extends Scalar<unknown> | Field<unknown>>(
  { uri, prefix }: XmlNamespace,
  member: M,
): ToField<M, PresenceOf<M>> => ({ ...attribute(member), attributeNamespace: { uri, prefix } })

/**
 * Describes a member as the text of the element, for elements that have attributes as well.
 *
 * @example
 * // <Body BodyType="Text">Hello</Body> is { bodyType: 'Text', value: 'Hello' }.
 * types.complexType({ bodyType: xml.attribute(BodyType), value: xml.content(xml.text) })
 */
export const content = <Value>(type: Scalar<Value>): Field<Value, 'required'> => ({ ...field(type), place: 'content' })

/** Describes a root element as a child of another element, under its own name and in its own namespace. */
export const elementRef = <Value>({
  xmlName,
  namespace,
  type,
}: ElementDescription<Value>): Field<Value, 'required'> => ({
  kind: 'field',
  type,
  presence: 'required',
  place: 'element',
  xmlName,
  namespace,
})

/**
 * Gives a member an XML name other than its property name with a capital.
 *
 * @example
 * types.complexType({ uid: xml.optional(xml.named('UID', xml.text)) })
 */
export const named = <const M extends Member>(xmlName: string, member: M): ToField<M, PresenceOf<M>> => ({
  ...field(member),
  xmlName,
})

/** Reads a member from any namespace, because server versions differ in it. It is written in its own namespace. */
export const anyNamespace = <const M extends Member>(member: M): ToField<M, PresenceOf<M>> => ({
  ...field(member),
  anyNamespace: true,
})

/** Describes a property that isn't in the XML and is added to a value after reading. */
export const local = <Value>(): Field<Value, 'local'> => ({
  kind: 'field',
  type: { kind: 'complex', slots: [], choices: [], listKeys: [], open: false },
  presence: 'local',
  place: 'content',
})

/**
 * Describes a part with exactly one of several elements.
 *
 * @example
 * types.complexType(xml.choice({ itemId: ItemId, folderId: FolderId })) // { itemId } or { folderId }
 */
export const choice = <const M extends Members>(alternatives: M): Choice<M, false> => ({
  kind: 'choice',
  alternatives,
  optional: false,
})

/** Describes a part with at most one of several elements. Like `choice`, but the part may be empty. */
export const optionalChoice = <const M extends Members>(alternatives: M): Choice<M, true> => ({
  kind: 'choice',
  alternatives,
  optional: true,
})

/**
 * Describes a part with at least one of several elements. For elements that are all optional in the schema, of which servers demand
 * one. TypeScript checks this; the writer doesn't.
 *
 * @example
 * types.complexType(xml.someOf({ email: xml.text, phone: xml.text })) // { email }, { phone } or { email, phone }
 */
export const someOf = <const M extends Members>(alternatives: M): Some<M> => ({ kind: 'some', alternatives })

/**
 * Describes a part with elements of several names, in any order, without an element around them. The property `key` is an array in
 * the order of the document. Each entry says which element it is. Writing demands at least one.
 *
 * @example
 * // { events: [{ createdEvent: ... }, { deletedEvent: ... }] }
 * types.complexType(xml.repeatedChoice('events', { createdEvent: CreatedEvent, deletedEvent: DeletedEvent }))
 */
export const repeatedChoice = <const Key extends string, const M extends Members>(
  key: Key,
  alternatives: M,
): RepeatedChoice<Key, M> => ({ kind: 'repeatedChoice', key, alternatives })

/**
 * Describes a type that contains itself. TypeScript can't infer such a type, so it is written by hand. `describe` is called once,
 * when the description is first used, and may refer to constants that are declared later.
 *
 * @example
 * interface Folder { name: string; parent?: Folder | undefined }
 * const Folder: ComplexType<Folder> = recursiveType(() => types.complexType({ name: text, parent: optional(Folder) }))
 */
export function recursiveType<Value>(describe: () => ComplexType<Value>): ComplexType<Value> {
  const described = once(describe)
  return {
    kind: 'complex',
    get slots() {
      return described().slots
    },
    get choices() {
      return described().choices
    },
    get listKeys() {
      return described().listKeys
    },
    get open() {
      return described().open
    },
  }
}

/** Describes an array whose entries contain the array itself. Works like `recursiveType`. */
export function recursiveArray<Value>(describe: () => ArrayType<Value>): ArrayType<Value> {
  const described = once(describe)
  return {
    kind: 'array',
    get slots() {
      return described().slots
    },
    get tagged() {
      return described().tagged
    },
    get minLength() {
      return described().minLength
    },
    get perRequested() {
      return described().perRequested ?? false
    },
    get others() {
      return described().others
    },
  }
}

function once<Result>(compute: () => Result): () => Result {
  let computed: { readonly result: Result } | undefined
  return () => {
    computed ??= { result: compute() }
    return computed.result
  }
}

const capitalized = (key: string) => key.charAt(0).toUpperCase() + key.slice(1)

const isChoice = (part: Part): part is Choice => part.kind === 'choice'
const isSome = (part: Part): part is Some => part.kind === 'some'
const isRepeatedChoice = (part: Part): part is RepeatedChoice => part.kind === 'repeatedChoice'

/** Gives all slots the same properties in the same order, since V8 reads such objects several times faster. */
function slotsOf(members: Members, namespace: XmlNamespace, position: (index: number) => number): Slot[] {
  return Object.entries(members).map(([key, member], index): Slot => {
    const described: Field<unknown> = field(member)
    return {
      kind: 'field',
      key,
      xmlName: described.xmlName ?? capitalized(key),
      namespace: described.namespace ?? namespace,
      attributeNamespace: described.attributeNamespace,
      anyNamespace: described.anyNamespace ?? false,
      dispensable: described.dispensable ?? false,
      type: described.type,
      presence: described.presence,
      place: described.place,
      demanded: described.demanded ?? false,
      fixedValue: described.fixedValue,
      requires: described.requires,
      position: position(index),
      listKey: undefined,
    }
  })
}

/** Returns the slot for a document's root element. */
export const rootSlot = ({ xmlName, namespace, type }: ElementDescription<unknown>): Slot => ({
  kind: 'field',
  key: xmlName,
  xmlName,
  namespace,
  attributeNamespace: undefined,
  anyNamespace: false,
  dispensable: false,
  type,
  presence: 'required',
  place: 'element',
  fixedValue: undefined,
  requires: undefined,
  position: 0,
  listKey: undefined,
})

/** Returns the type of an attribute or of content. The signatures of `attribute` and `content` admit only scalars. */
export function scalarOf(slot: Slot): Scalar<unknown> {
  if (slot.type.kind === 'scalar') return slot.type
  throw new TypeError(`${slot.key} is described as text but its type has elements`)
}

/** Makes an alternative optional, since another may be present instead. Repeated ones stay repeated. */
const asAlternative = (slot: Slot): Slot => (slot.presence === 'repeated' ? slot : { ...slot, presence: 'optional' })

/** Describes the types and elements of one XML namespace. Returned by `namespaceOf`. */
export interface NamespaceDescriber extends XmlNamespace {
  /**
   * Describes an element with attributes, text or children, in the order of the schema. An `xs:extension` is a further part.
   *
   * @example
   * const Mailbox = types.complexType({ name: xml.optional(xml.text), emailAddress: xml.text })
   */
  complexType<const Parts extends readonly Part[]>(...parts: Parts): ComplexType<ValueOfParts<Parts>>
  /** Like `complexType`, but children may come in any order and among unknown ones, as SOAP allows in its header. */
  openType<const M extends Members>(members: M): ComplexType<ValueOfParts<[M]>>
  /**
   * Describes an element that wraps a list of elements with one name.
   *
   * @example
   * types.arrayOf({ calendarEvent: CalendarEvent }) // readonly CalendarEvent[]
   */
  arrayOf<const M extends Members>(entry: M): ArrayType<readonly ArrayEntry<M>[]>
  /** Like `arrayOf`, but writing demands at least one entry. */
  nonEmptyArrayOf<const M extends Members>(entry: M): ArrayType<readonly ArrayEntry<M>[]>
  /** Like `nonEmptyArrayOfChoice`, but the list may be empty. */
  arrayOfChoice<const M extends Members>(alternatives: M): ArrayType<readonly TaggedEntry<M>[]>
  /**
   * Describes an element that wraps a list of elements with several names. Writing demands at least one. Each entry says which
   * element it is: `[{ itemId: ... }, { occurrenceItemId: ... }]`.
   */
  nonEmptyArrayOfChoice<const M extends Members>(alternatives: M): ArrayType<readonly TaggedEntry<M>[]>
  /** Describes a member that is declared in this namespace and used in another (`xs:element ref=`). */
  ref<const M extends Member>(member: M): ToField<M, PresenceOf<M>>
  /** Describes a root element. */
  element<Value>(xmlName: string, type: Type<Value>): ElementDescription<Value>
}

/**
 * Returns the words that describe types and elements in the namespace `uri`. Documents are written with `prefix`. The namespaces of
 * EWS are there already: `messages` and `types`.
 *
 * @example
 * const types = xml.namespaceOf('http://schemas.microsoft.com/exchange/services/2006/types', 't')
 */
export function namespaceOf(uri: string, prefix: string): NamespaceDescriber {
  const namespace: XmlNamespace = { uri, prefix }
  const array = (members: Members, tagged: boolean, minLength: number) => ({
    kind: 'array' as const,
    slots: slotsOf(members, namespace, () => 0),
    tagged,
    minLength,
  })
  return {
    ...namespace,
    complexType(...parts) {
      const slots: Slot[] = []
      const choices: ChoiceOfSlots[] = []
      const listKeys: string[] = []
      for (const part of parts) {
        const start = slots.length
        if (isChoice(part)) {
          const alternatives = slotsOf(part.alternatives, namespace, () => start)
          choices.push({ optional: part.optional, slots: alternatives })
          slots.push(...alternatives.map(asAlternative))
        } else if (isRepeatedChoice(part)) {
          const alternatives = slotsOf(part.alternatives, namespace, () => start)
          listKeys.push(part.key)
          slots.push(...alternatives.map((slot): Slot => ({ ...slot, presence: 'repeated', listKey: part.key })))
        } else if (isSome(part)) {
          const alternatives = slotsOf(part.alternatives, namespace, (index) => start + index)
          slots.push(...alternatives.map(asAlternative))
        } else {
          slots.push(...slotsOf(part, namespace, (index) => start + index))
        }
      }
      return { kind: 'complex', slots, choices, listKeys, open: false }
    },
    openType: (members) => ({
      kind: 'complex',
      slots: slotsOf(members, namespace, (index) => index),
      choices: [],
      listKeys: [],
      open: true,
    }),
    arrayOf: (entry) => array(entry, false, 0),
    nonEmptyArrayOf: (entry) => array(entry, false, 1),
    arrayOfChoice: (alternatives) => array(alternatives, true, 0),
    nonEmptyArrayOfChoice: (alternatives) => array(alternatives, true, 1),
    ref: (member) => ({ ...field(member), namespace }),
    element: (xmlName, type) => ({ xmlName, namespace, type }),
  }
}
