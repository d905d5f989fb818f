import * as fc from 'fast-check'
import { illegalCharacter, type Scalar, type Slot, type Type } from '../src/xml'

/** Arbitraries for the types whose own facets say too little: `new Map([[ResponseCode, fc.constantFrom('NoError')]])`. */
export type Overrides = ReadonlyMap<Type<unknown>, fc.Arbitrary<unknown>>

/** Characters that XML, an escape or a line-end rule treats in a way of its own, beside all the others. */
const delicate = fc.constantFrom(
  ...[' ', '\t', '\n', '\r', '\r\n', '"', "'", '&', '<', '>', ']]>', '<![CDATA[', '&amp;', '&#13;', '<!--', '?>'],
  ...['\u007f', '\u0085', '\u00a0', '\u2028', '\ufeff', '\ufffd', 'é', '漢', '😀', '\u{10ffff}'],
)
const ordinary = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 })
const anyCodePoint = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 1 })
  .filter((character) => illegalCharacter(character) === undefined)

/** Any text that XML 1.0 can carry. */
export const xmlText = ({ minLength = 0 } = {}): fc.Arbitrary<string> =>
  fc.string({ unit: fc.oneof(delicate, ordinary, anyCodePoint), minLength, maxLength: minLength + 8 })

/** Any text that it can't: with a control character, half of a surrogate pair, U+FFFE or U+FFFF somewhere. */
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

/** Every value that reading can yield, and that can be written, of a description: all that its facets and presences allow. */
export function arbitraryOf<Value>(type: Type<Value>, overrides: Overrides = new Map()): fc.Arbitrary<Value> {
  // The walk over the description is untyped; `Value` is what the description was inferred to.
  return anyOf(type, overrides) as fc.Arbitrary<Value>
}

function anyOf(type: Type<unknown>, overrides: Overrides): fc.Arbitrary<unknown> {
  const override = overrides.get(type)
  if (override !== undefined) return override
  switch (type.kind) {
    case 'scalar':
      return scalarValue(type)
    case 'array': {
      const entry = fc.oneof(
        ...type.slots.map((slot) => (type.tagged ? only(slot, overrides) : present(slot, overrides))),
      )
      return fc.array(entry, { minLength: type.minLength, maxLength: 3 })
    }
    case 'complex': {
      const alternatives = new Set(type.choices.flatMap(({ slots }) => slots.map(({ key }) => key)))
      const members = type.slots.filter(({ key }) => !alternatives.has(key))
      const choices = type.choices.map(({ slots, optional }) =>
        fc.oneof(...slots.map((slot) => only(slot, overrides)), ...(optional ? [fc.constant({})] : [])),
      )
      return fc.tuple(record(members, overrides), ...choices).map((parts) => Object.assign({}, ...parts))
    }
  }
}

function record(slots: readonly Slot[], overrides: Overrides): fc.Arbitrary<object> {
  const onTheWire = slots.filter(({ presence }) => presence !== 'local')
  const model = Object.fromEntries(onTheWire.map((slot) => [slot.key, present(slot, overrides)]))
  const always = onTheWire.filter(({ presence }) => presence !== 'optional' && presence !== 'repeated')
  return fc
    .record(model, { requiredKeys: always.map(({ key }) => key), noNullPrototype: true })
    .map((value) => withoutDependent(value, slots))
}

/** `value` without what may only stand beside something that isn't there. */
function withoutDependent(value: Record<string, unknown>, slots: readonly Slot[]): Record<string, unknown> {
  const stands = ({ key, requires = [] }: Slot) => key in value && requires.every((other) => other in value)
  const kept = Object.fromEntries(slots.filter(stands).map(({ key }) => [key, value[key]]))
  return Object.keys(kept).length === Object.keys(value).length ? value : withoutDependent(kept, slots)
}

/** `{ itemId: ... }`: one alternative, under its own name. */
const only = (slot: Slot, overrides: Overrides): fc.Arbitrary<object> =>
  fc.record({ [slot.key]: present(slot, overrides) }, { noNullPrototype: true })

function present(slot: Slot, overrides: Overrides): fc.Arbitrary<unknown> {
  if (slot.presence === 'fixed') return fc.constant(slot.fixedValue)
  const value = anyOf(slot.type, overrides)
  // None at all is read as absent, so that an empty array isn't what comes back.
  return slot.presence === 'repeated' ? fc.array(value, { minLength: 1, maxLength: 3 }) : value
}

function scalarValue({ base, facets }: Scalar<unknown>): fc.Arbitrary<unknown> {
  const words = facets.enumeration === undefined ? undefined : fc.constantFrom(...facets.enumeration)
  switch (base) {
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: facets.minInclusive, max: facets.maxInclusive })
    case 'double':
      // Minus zero is read as zero by whoever compares numbers.
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value))
    case 'dateTime':
      return dateTime
    case 'list':
      if (words === undefined) throw new Error('A list of what?')
      return fc.array(words, { maxLength: 3 })
    case 'string':
      return words ?? (facets.pattern === undefined ? xmlText(facets) : matching(facets.pattern))
  }
}

const matching = (pattern: RegExp): fc.Arbitrary<string> => {
  const strings = fc.stringMatching(new RegExp(pattern.source))
  return pattern.ignoreCase ? fc.mixedCase(strings) : strings
}
