import type { XmlNamespace } from './namespace'
import type { Scalar } from './scalar'

/** What an element, or for scalars an attribute, holds. */
export type Type<Value> = Scalar<Value> | ComplexType<Value> | ArrayType<Value>

/**
 * How often a field occurs, and what its TypeScript property looks like.
 * `lenient` is required by the schema, so we always write it, but readers do without it where servers leave it out.
 * `fixed` is always written with one value. `local` never is on the wire: a place for what is added to a value after reading.
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
  /** True where the namespace differs between server versions, so that a reader goes by the local name alone. */
  readonly anyNamespace?: boolean
  /** True where a reader leaves out what it can't read. */
  readonly dispensable?: boolean
  readonly fixedValue?: Value
  /** Properties that must be there where this one is. */
  readonly requires?: readonly string[]
  /** Never set: carries the TypeScript type. */
  readonly valueType?: Value
}

/** A plain type as a member means a required child element. */
export type Member = Type<unknown> | Field<unknown>
export type Members = Readonly<Record<string, Member>>

/** Elements of which exactly one stands here, or at most one if `optional`. */
export interface Choice<Alternatives extends Members = Members, Optional extends boolean = boolean> {
  readonly kind: 'choice'
  readonly alternatives: Alternatives
  readonly optional: Optional
}

/** Elements of which at least one stands here, in their order. The schema can't say so: only TypeScript refuses none. */
export interface Some<Alternatives extends Members = Members> {
  readonly kind: 'some'
  readonly alternatives: Alternatives
}

export type Part = Members | Choice | Some

/** A field with everything that its declaration left open filled in. */
export interface Slot extends Field<unknown> {
  readonly key: string
  readonly xmlName: string
  readonly namespace: XmlNamespace
  /** The place in the schema's sequence; the alternatives of one choice share theirs. */
  readonly position: number
}

export interface ChoiceOfSlots {
  readonly optional: boolean
  readonly slots: readonly Slot[]
}

/** An element with attributes, children in the schema's order, or text content. */
export interface ComplexType<Value> {
  readonly kind: 'complex'
  readonly slots: readonly Slot[]
  readonly choices: readonly ChoiceOfSlots[]
  /** Children may come in any order, and beside ones that aren't described, also for a strict reader. */
  readonly open: boolean
  /** Never set: carries the TypeScript type. */
  readonly valueType?: Value
}

/** An element that does nothing but hold other elements, in any number; in TypeScript an array. */
export interface ArrayType<Value> {
  readonly kind: 'array'
  readonly slots: readonly Slot[]
  /** True where entries say which alternative they are: `{ itemId: ... }`. */
  readonly tagged: boolean
  readonly minLength: number
  /** True where the entries are what a request asks for, or the answers to that, one for each. */
  readonly perRequested?: boolean
  /** How elements of any other name are read. Without it they are skipped. */
  readonly others?: Others
  /** Never set: carries the TypeScript type. */
  readonly valueType?: Value
}

/** How an array reads elements that aren't described. */
export interface Others {
  readonly slot: Slot
  /** The property of the entry that gets the name of its element. */
  readonly nameKey: string
}

/** A type and the name under which it stands alone: the root of a document. */
export interface ElementDescription<Value> {
  readonly xmlName: string
  readonly namespace: XmlNamespace
  readonly type: Type<Value>
}

/**
 * The TypeScript type of what a description describes. `Exclude` keeps the name of a union where `infer` would spell it out
 * in the declarations of every type that contains it.
 */
export type Infer<Described> = Described extends { readonly valueType?: unknown }
  ? Exclude<Described['valueType'], undefined>
  : never

type Simplify<Shape> = Shape extends unknown ? { -readonly [Key in keyof Shape]: Shape[Key] } : never

type MemberValue<M> =
  M extends Field<infer Value, infer Occurs> ? (Occurs extends 'repeated' ? readonly Value[] : Value) : Infer<M>

type IsRequired<M> = M extends Field<unknown, infer Occurs> ? ('required' extends Occurs ? true : false) : true

/** Mapped over `keyof M` and nothing narrower, or editors would lose what is documented of each member. */
type MembersValue<M extends Members> = {
  [Key in keyof M as IsRequired<M[Key]> extends true ? Key : never]: MemberValue<M[Key]>
} & {
  [Key in keyof M as IsRequired<M[Key]> extends true ? never : Key]?: MemberValue<M[Key]> | undefined
}

/** Exactly one of the keys, so that TypeScript refuses two; to be written by hand only where a type refers to itself. */
export type OneOf<Values> = {
  [Key in keyof Values]: { [Only in Key]: Values[Key] } & { [Other in Exclude<keyof Values, Key>]?: undefined }
}[keyof Values]

type ExclusiveValue<M extends Members> = OneOf<{ [Key in keyof M]: MemberValue<M[Key]> }>

/** At least one of the keys, so that TypeScript refuses none. */
type SomeValue<M extends Members> = {
  [Key in keyof M]: { [One in Key]: MemberValue<M[Key]> } & {
    [Other in Exclude<keyof M, Key>]?: MemberValue<M[Other]> | undefined
  }
}[keyof M]

type PartValue<P> =
  P extends Choice<infer Alternatives, infer Optional>
    ? ExclusiveValue<Alternatives> | (Optional extends true ? { [Key in keyof Alternatives]?: undefined } : never)
    : P extends Some<infer Alternatives>
      ? SomeValue<Alternatives>
      : P extends Members
        ? MembersValue<P>
        : never

type PartsValue<Parts extends readonly unknown[]> = Parts extends readonly [infer First, ...infer Rest]
  ? PartValue<First> & PartsValue<Rest>
  : unknown

/** Nothing at all, and nothing else: TypeScript lets any object pass for `{}`. */
type NothingValue = Record<string, never>

type IsEmpty<Parts extends readonly Part[]> = Parts extends readonly []
  ? true
  : Parts extends readonly [infer Only]
    ? [keyof Only] extends [never]
      ? true
      : false
    : false

/** The TypeScript type of a complex type with these parts; one without any parts refuses every key. */
export type ValueOfParts<Parts extends readonly Part[]> =
  IsEmpty<Parts> extends true ? NothingValue : Simplify<PartsValue<Parts>>
export type ArrayEntry<M extends Members> = MemberValue<M[keyof M]>
export type TaggedEntry<M extends Members> = Simplify<ExclusiveValue<M>>

type ToField<M, Occurs extends Presence> = Field<M extends Field<infer Value, Presence> ? Value : Infer<M>, Occurs>
type PresenceOf<M> = M extends Field<unknown, infer Occurs> ? Occurs : 'required'

function field<M extends Member>(member: M): ToField<M, PresenceOf<M>> {
  const plain = { kind: 'field', type: member, presence: 'required', place: 'element' }
  // The one place where a field's run-time shape meets its inferred type: both come from `member`.
  return (member.kind === 'field' ? member : plain) as ToField<M, PresenceOf<M>>
}

/** May be left out. */
export const optional = <const M extends Member>(member: M): ToField<M, 'optional'> => ({
  ...field(member),
  presence: 'optional',
})

/** Any number of elements of this name beside each other, without one around them. None at all is read as absent. */
export const repeated = <const M extends Member>(member: M): ToField<M, 'repeated'> => ({
  ...field(member),
  presence: 'repeated',
})

/** Required by the schema, so always written; some servers leave it out, so its absence is read without complaint. */
export const lenient = <const M extends Member>(member: M): ToField<M, 'lenient'> => ({
  ...field(member),
  presence: 'lenient',
})

/**
 * Nobody depends on it: a part that a reader can't read, whether a text that isn't of its type or an element that lacks what it
 * must have, is left out rather than costing the whole answer, and is published on the channel `ews-booking:unreadable`. An entry
 * of an array is dropped; a part that its parent must have makes the parent unreadable. Strict readers and writers forgive nothing.
 */
export const dispensable = <const M extends Member>(member: M): ToField<M, PresenceOf<M>> => ({
  ...field(member),
  dispensable: true,
})

/** May be left out; where it is written, the properties named by `keys` are too: an optional sequence of the schema. */
export const requiring = <const M extends Member>(member: M, ...keys: string[]): ToField<M, 'optional'> => ({
  ...optional(member),
  requires: keys,
})

/** Always written, and always with this value; another one is refused. Read as it comes. */
export const fixed = <const M extends Member>(
  member: M,
  fixedValue: Infer<ToField<M, 'fixed'>>,
): ToField<M, 'fixed'> => ({
  ...field(member),
  presence: 'fixed',
  fixedValue,
})

/**
 * The array of a request that names what is asked for, such as ids, and the array of the answer with one entry for each of
 * them, such as response messages. `requestedCount` counts the entries of the one, and a reader refuses more of the other.
 */
export const perRequested = <Value>(array: ArrayType<Value>): ArrayType<Value> => ({ ...array, perRequested: true })

/**
 * Reads elements of the array's namespace that it doesn't describe as its first alternative, and sets the entry's property `nameKey`
 * to that name. For lists in which an entry that is skipped looks like one that isn't there.
 */
export function withOthers<Value>(array: ArrayType<Value>, nameKey: string): ArrayType<Value> {
  const [slot] = array.slots
  return slot === undefined ? array : { ...array, others: { slot: { ...slot, key: '' }, nameKey } }
}

/** Returns how many things a request asks for; `undefined` if its description names no array as `perRequested`. */
export function requestedCount({ type }: ElementDescription<unknown>, request: unknown): number | undefined {
  const asks = (slot: Slot) => slot.type.kind === 'array' && slot.type.perRequested === true
  const slot = type.kind === 'complex' ? type.slots.find(asks) : undefined
  const entries = Object.entries(request ?? {}).find(([key]) => key === slot?.key)?.[1]
  return Array.isArray(entries) ? entries.length : undefined
}

/** An attribute instead of a child element. */
export const attribute = <const M extends Scalar<unknown> | Field<unknown>>(member: M): ToField<M, PresenceOf<M>> => ({
  ...field(member),
  place: 'attribute',
})

/** The text between the tags, beside attributes. */
export const content = <Value>(type: Scalar<Value>): Field<Value, 'required'> => ({ ...field(type), place: 'content' })

/** An element that is a root elsewhere, as a child. */
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

/** Where EWS's name isn't the property's name with a capital: `named('UID', text)`. */
export const named = <const M extends Member>(xmlName: string, member: M): ToField<M, PresenceOf<M>> => ({
  ...field(member),
  xmlName,
})

/** Read from whatever namespace it comes in, because server versions differ; written in its own. */
export const anyNamespace = <const M extends Member>(member: M): ToField<M, PresenceOf<M>> => ({
  ...field(member),
  anyNamespace: true,
})

/** A property that isn't in the XML: what is added to a value once it has been read. */
export const local = <Value>(): Field<Value, 'local'> => ({
  kind: 'field',
  type: { kind: 'complex', slots: [], choices: [], open: false },
  presence: 'local',
  place: 'content',
})

/** One of these elements, and no second. */
export const choice = <const M extends Members>(alternatives: M): Choice<M, false> => ({
  kind: 'choice',
  alternatives,
  optional: false,
})

/** One of these elements, or none. */
export const optionalChoice = <const M extends Members>(alternatives: M): Choice<M, true> => ({
  kind: 'choice',
  alternatives,
  optional: true,
})

/** Any of these elements, and at least one, where the schema has each optional but servers want one. */
export const someOf = <const M extends Members>(alternatives: M): Some<M> => ({ kind: 'some', alternatives })

/**
 * A type that has itself among its parts, and whose TypeScript type is therefore written by hand: `describe` is called once,
 * when the description is first used, so that it may name what is declared after it.
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
    get open() {
      return described().open
    },
  }
}

/** As `recursiveType`, for an array that has itself among its entries. */
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

const capitalised = (key: string) => key.charAt(0).toUpperCase() + key.slice(1)

const isChoice = (part: Part): part is Choice => part.kind === 'choice'
const isSome = (part: Part): part is Some => part.kind === 'some'

/** Every slot has the same properties in the same order: engines read such objects several times faster. */
function slotsOf(members: Members, namespace: XmlNamespace, position: (index: number) => number): Slot[] {
  return Object.entries(members).map(([key, member], index): Slot => {
    const described: Field<unknown> = field(member)
    return {
      kind: 'field',
      key,
      xmlName: described.xmlName ?? capitalised(key),
      namespace: described.namespace ?? namespace,
      anyNamespace: described.anyNamespace ?? false,
      dispensable: described.dispensable ?? false,
      type: described.type,
      presence: described.presence,
      place: described.place,
      fixedValue: described.fixedValue,
      requires: described.requires,
      position: position(index),
    }
  })
}

/** A document's root as the slot that it would be in another element. */
export const rootSlot = ({ xmlName, namespace, type }: ElementDescription<unknown>): Slot => ({
  kind: 'field',
  key: xmlName,
  xmlName,
  namespace,
  anyNamespace: false,
  dispensable: false,
  type,
  presence: 'required',
  place: 'element',
  fixedValue: undefined,
  requires: undefined,
  position: 0,
})

/** Attributes and content are scalars by the signatures of `attribute` and `content`. */
export function scalarOf(slot: Slot): Scalar<unknown> {
  if (slot.type.kind === 'scalar') return slot.type
  throw new TypeError(`${slot.key} is described as text but has a type with elements`)
}

/** May be left out, as another may be there instead; what may be there several times still may. */
const asAlternative = (slot: Slot): Slot => (slot.presence === 'repeated' ? slot : { ...slot, presence: 'optional' })

/** The words for describing elements whose schema lives in `namespace`. */
export interface NamespaceDescriber extends XmlNamespace {
  /** Attributes, content and children, in the order of the schema; further parts follow the first, as in an extension. */
  complexType<const Parts extends readonly Part[]>(...parts: Parts): ComplexType<ValueOfParts<Parts>>
  /** As `complexType`, with children in any order and beside unknown ones: what SOAP allows in its header. */
  openType<const M extends Members>(members: M): ComplexType<ValueOfParts<[M]>>
  /** A wrapper around elements of one name: `arrayOf({ calendarEvent: CalendarEvent })` is a `CalendarEvent[]`. */
  arrayOf<const M extends Members>(entry: M): ArrayType<readonly ArrayEntry<M>[]>
  /** As `arrayOf`, with at least one entry when written. */
  nonEmptyArrayOf<const M extends Members>(entry: M): ArrayType<readonly ArrayEntry<M>[]>
  /** As `nonEmptyArrayOfChoice`, or with no entry at all. */
  arrayOfChoice<const M extends Members>(alternatives: M): ArrayType<readonly TaggedEntry<M>[]>
  /** A wrapper around elements of several names, at least one; each entry names its own: `[{ itemId }, { occurrenceItemId }]`. */
  nonEmptyArrayOfChoice<const M extends Members>(alternatives: M): ArrayType<readonly TaggedEntry<M>[]>
  /** A member that is declared in this namespace and used in another (`xs:element ref=`). */
  ref<const M extends Member>(member: M): ToField<M, PresenceOf<M>>
  /** A root element. */
  element<Value>(xmlName: string, type: Type<Value>): ElementDescription<Value>
}

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
      for (const part of parts) {
        const start = slots.length
        if (isChoice(part)) {
          const alternatives = slotsOf(part.alternatives, namespace, () => start)
          choices.push({ optional: part.optional, slots: alternatives })
          slots.push(...alternatives.map(asAlternative))
        } else if (isSome(part)) {
          const alternatives = slotsOf(part.alternatives, namespace, (index) => start + index)
          slots.push(...alternatives.map(asAlternative))
        } else {
          slots.push(...slotsOf(part, namespace, (index) => start + index))
        }
      }
      return { kind: 'complex', slots, choices, open: false }
    },
    openType: (members) => ({
      kind: 'complex',
      slots: slotsOf(members, namespace, (index) => index),
      choices: [],
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
