import * as fc from 'fast-check'
import { illegalCharacter, type Scalar, type Slot, type Type } from '../src/xml'

/** Arbitraries for types whose own facets aren't specific enough: `new Map([[ResponseCode, fc.constantFrom('NoError')]])`. */
export type Overrides = ReadonlyMap<Type<unknown>, fc.Arbitrary<unknown>>

/** Any character, and often one that XML, an escape or a line-end rule treats specially. */
const delicate = fc.constantFrom(
  ...[' ', '\t', '\n', '\r', '\r\n', '"', "'", '&', '<', '>', ']]>', '<![CDATA[', '&amp;', '&#13;', '<!--', '?>'],
  ...['\u007f', '\u0085', '\u00a0', '\u2028', '\ufeff', '\ufffd', 'é', '漢', '😀', '\u{10ffff}'],
)
const ordinary = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 })
// The unit `binary` of fc.string would work too, but takes two seconds to set up.
const anyCodePoint = fc
  .integer({ min: 0, max: 0x10ffff })
  .map((codePoint) => String.fromCodePoint(codePoint))
  .filter((character) => illegalCharacter(character) === undefined)
const xmlCharacter = fc.oneof(delicate, ordinary, anyCodePoint)

/** Any text that XML 1.0 can carry. */
export const xmlText = ({ minLength = 0 } = {}): fc.Arbitrary<string> =>
  fc.string({ unit: xmlCharacter, minLength, maxLength: minLength + 8 })

/** Any text that XML 1.0 can't carry: it has a control character, half of a surrogate pair, U+FFFE or U+FFFF somewhere. */
export const textWithIllegalCharacter: fc.Arbitrary<string> = fc
  .tuple(xmlText(), illegalCodeUnit(), xmlText())
  .map((parts) => parts.join(''))

function illegalCodeUnit(): fc.Arbitrary<string> {
  const controls = fc.integer({ min: 0x00, max: 0x1f }).filter((unit) => ![0x09, 0x0a, 0x0d].includes(unit))
  const surrogates = fc.integer({ min: 0xd800, max: 0xdfff })
  return fc.oneof(controls, surrogates, fc.constantFrom(0xfffe, 0xffff)).map((unit) => String.fromCharCode(unit))
}

/** The years that `xs:dateTime` writes with four digits, in milliseconds. */
export const dateTime: fc.Arbitrary<Date> = fc.date({
  min: new Date('0001-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})

/** Every value of a description that can be read and written: all that its facets and presences allow. */
export function arbitraryOf<Value>(type: Type<Value>, overrides: Overrides = new Map()): fc.Arbitrary<Value> {
  const names = new Map([...recursiveTypes(type)].map((recursive, index) => [recursive, `${index}`]))
  const root = fc.letrec<{ root: unknown; [name: string]: unknown }>((tie) => {
    const ties = new Map([...names].map(([recursive, name]) => [recursive, tie(name)]))
    const walk = { overrides, ties, made: new Map() }
    const recursives = [...names].map(([recursive, name]) => [name, described(recursive, walk)])
    return { ...Object.fromEntries(recursives), root: anyOf(type, walk) }
  }).root
  // The walk over the description is untyped. `Value` is the type that was inferred from the description.
  return root as fc.Arbitrary<Value>
}

/** The state of a walk over a description: arbitraries that replace types, because they are given or because the type is recursive. */
interface Walk {
  readonly overrides: Overrides
  readonly ties: ReadonlyMap<Type<unknown>, fc.Arbitrary<unknown>>
  /** The arbitraries made so far. A type occurs in many places, and those of strings take long to make. */
  readonly made: Map<Type<unknown>, fc.Arbitrary<unknown>>
}

/** How deep values of the same type may nest. */
const DEEPEST = { maxDepth: 4, depthSize: 'small', depthIdentifier: 'recursive types' } as const

const childTypes = (type: Type<unknown>) => (type.kind === 'scalar' ? [] : type.slots.map((slot) => slot.type))

/** Every type within `type`, including itself only if it is recursive. */
function typesWithin(type: Type<unknown>): ReadonlySet<Type<unknown>> {
  const found = new Set<Type<unknown>>()
  const pending = childTypes(type)
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (found.has(next)) continue
    found.add(next)
    pending.push(...childTypes(next))
  }
  return found
}

const recursiveTypes = (root: Type<unknown>) =>
  [root, ...typesWithin(root)].filter((type) => typesWithin(type).has(type))

function anyOf(type: Type<unknown>, walk: Walk): fc.Arbitrary<unknown> {
  const known = walk.overrides.get(type) ?? walk.ties.get(type) ?? walk.made.get(type)
  if (known !== undefined) return known
  const made = described(type, walk)
  walk.made.set(type, made)
  return made
}

function described(type: Type<unknown>, walk: Walk): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'scalar':
      return scalarValue(type)
    case 'array': {
      const entry = oneOf(type.slots, walk, (slot) => (type.tagged ? only(slot, walk) : present(slot, walk)))
      return fc.array(entry, { minLength: type.minLength, maxLength: 3 })
    }
    case 'complex': {
      const alternatives = new Set(type.choices.flatMap(({ slots }) => slots.map(({ key }) => key)))
      const members = type.slots.filter(({ key, listKey }) => !alternatives.has(key) && listKey === undefined)
      const choices = type.choices.map(({ slots, optional }) => {
        const chosen = oneOf(slots, walk, (slot) => only(slot, walk))
        return optional ? fc.oneof(chosen, fc.constant({})) : chosen
      })
      const lists = type.listKeys.map((listKey) => {
        const slots = type.slots.filter((slot) => slot.listKey === listKey)
        const entry = oneOf(slots, walk, (slot) => only({ ...slot, presence: 'required' }, walk))
        return fc.record({ [listKey]: fc.array(entry, { minLength: 1, maxLength: 3 }) }, { noNullPrototype: true })
      })
      return fc.tuple(record(members, walk), ...choices, ...lists).map((parts) => Object.assign({}, ...parts))
    }
  }
}

/** Any of the alternatives. If some are recursive, the others end the recursion. */
function oneOf(
  slots: readonly Slot[],
  walk: Walk,
  alternative: (slot: Slot) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const [recursive, flat] = [true, false].map((wanted) => slots.filter(({ type }) => walk.ties.has(type) === wanted))
  if (!recursive?.length || !flat?.length) return fc.oneof(...slots.map(alternative))
  return fc.oneof(DEEPEST, fc.oneof(...flat.map(alternative)), ...recursive.map(alternative))
}

/** The number of optional members that a value has on average at most. Otherwise it has half of them. */
const USUAL_MEMBERS = 12

function record(slots: readonly Slot[], walk: Walk): fc.Arbitrary<object> {
  const onTheWire = slots.filter(({ presence }) => presence !== 'local')
  const isOptional = ({ presence }: Slot) => presence === 'optional' || presence === 'repeated'
  const absences = Math.max(1, onTheWire.filter(isOptional).length / USUAL_MEMBERS - 1)
  const member = (slot: Slot) => (isOptional(slot) ? maybe(present(slot, walk), absences) : present(slot, walk))
  return fc
    .record(Object.fromEntries(onTheWire.map((slot) => [slot.key, member(slot)])), { noNullPrototype: true })
    .map((value) => withoutDependent(value, slots))
}

/** The mark of an absent member. */
const ABSENT = Symbol('absent')

const maybe = (value: fc.Arbitrary<unknown>, absences: number): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: Math.round(absences), arbitrary: fc.constant(ABSENT) }, { weight: 1, arbitrary: value })

/** The value without members that depend on an absent member. */
function withoutDependent(value: Record<string, unknown>, slots: readonly Slot[]): Record<string, unknown> {
  const stands = ({ key, requires = [] }: Slot) =>
    key in value && value[key] !== ABSENT && requires.every((other) => other in value)
  const kept = Object.fromEntries(slots.filter(stands).map(({ key }) => [key, value[key]]))
  return Object.keys(kept).length === Object.keys(value).length ? value : withoutDependent(kept, slots)
}

/** One alternative under its own name, such as `{ itemId: ... }`. */
const only = (slot: Slot, walk: Walk): fc.Arbitrary<object> =>
  fc.record({ [slot.key]: present(slot, walk) }, { noNullPrototype: true })

function present(slot: Slot, walk: Walk): fc.Arbitrary<unknown> {
  if (slot.presence === 'fixed') return fc.constant(slot.fixedValue)
  const value = anyOf(slot.type, walk)
  // An empty array would be read back as absent.
  return slot.presence === 'repeated' ? fc.array(value, { minLength: 1, maxLength: 3 }) : value
}

function scalarValue(type: Scalar<unknown>): fc.Arbitrary<unknown> {
  const { base, facets } = type
  const words = facets.enumeration === undefined ? undefined : fc.constantFrom(...facets.enumeration)
  switch (base) {
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return anyInteger(facets.minInclusive, facets.maxInclusive)
    case 'double':
      // Comparisons take minus zero for zero.
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value))
    case 'dateTime':
      return dateTime
    case 'list':
      if (words === undefined) throw new Error('A list of what?')
      return fc.array(words, { maxLength: 3 })
    case 'string':
      return words ?? (facets.pattern === undefined ? textAsRead(type) : matching(facets.pattern))
  }
}

/** Small numbers come as often as all others, because most limits are small. */
function anyInteger(min = -(2 ** 31), max = 2 ** 31 - 1): fc.Arbitrary<number> {
  const small = fc.integer({ min: Math.max(min, Math.min(-10, max)), max: Math.min(max, Math.max(100, min)) })
  return fc.oneof(small, fc.integer({ min, max }))
}

/** Any text as it is read: a code without the white space around it, and no blank text where none may be empty. */
const textAsRead = ({ facets, read }: Scalar<unknown>): fc.Arbitrary<unknown> =>
  xmlText(facets)
    .filter((text) => (facets.minLength ?? 0) === 0 || text.trim() !== '')
    .map(read)

const matching = (pattern: RegExp): fc.Arbitrary<string> => {
  const strings = fc.stringMatching(new RegExp(pattern.source))
  return pattern.ignoreCase ? fc.mixedCase(strings) : strings
}
