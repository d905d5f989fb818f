import { isPlain } from './characters'
import { formatDateTime, parseDateTime } from './date-time'

/** Restrictions of a scalar, named as in XML Schema. */
export interface Facets {
  readonly enumeration?: readonly string[]
  readonly minInclusive?: number
  readonly maxInclusive?: number
  readonly minLength?: number
  readonly pattern?: RegExp
}

/** A value that is a single text in XML: an attribute, or an element without children. */
export interface Scalar<Value> {
  readonly kind: 'scalar'
  readonly base: 'string' | 'boolean' | 'integer' | 'double' | 'dateTime' | 'list'
  readonly facets: Facets
  /** Whether the text never needs escaping, as for numbers, dates and most enumerations. */
  readonly plain: boolean
  /** Never set: carries the TypeScript type. */
  readonly valueType?: Value
  /** @throws InvalidScalarError if `value` isn't of this type */
  write(value: unknown): string
  /** @throws InvalidScalarError if `text` isn't of this type */
  read(text: string): Value
  /** Reads the value in `document` from `start` to `end` without copying it. Returns `undefined` if `read` must decide. */
  readInPlace?(document: string, start: number, end: number): Value | undefined
  /** Words that strict readers take although `write` refuses them. */
  readonly alsoReads?: ReadonlySet<string>
}

/**
 * Reads a text only if `write` would accept its value.
 *
 * @throws InvalidScalarError
 */
export function readStrictly<Value>(type: Scalar<Value>, text: string): Value {
  const value = type.read(text)
  if (type.alsoReads?.has(wordOf(text)) !== true) type.write(value)
  return value
}

/**
 * Lets strict readers take words of an enumeration that nobody writes: a server has to understand them to refuse them in its own
 * way.
 */
export const alsoReading = <Value>(type: Scalar<Value>, words: readonly string[]): Scalar<Value> => ({
  ...type,
  alsoReads: new Set(words),
})

/** A text or value isn't of a scalar's type. The message says what was expected. Writer and reader turn it into their own errors. */
export class InvalidScalarError extends Error {
  override readonly name = 'InvalidScalarError'

  constructor(expected: string, got: unknown) {
    super(`must be ${expected}, got ${typeName(got)}`)
  }
}

/** Names the type of a value without quoting the value, which may be a secret passed by mistake. */
function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') return value === '' ? 'an empty string' : 'a string'
  if (typeof value === 'number') return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'a Date'
  if (Array.isArray(value)) return 'an array'
  return `a value of type ${typeof value}`
}

/** The longest text that is matched with a pattern, in characters. The limit keeps patterns from overflowing the stack. */
const LONGEST_WORD = 1000

/** Returns `text` without the white space around it, or an empty text, which no pattern accepts, if the rest is too long. */
function wordOf(text: string): string {
  const word = text.trim()
  return word.length > LONGEST_WORD ? '' : word
}

function stringScalar(expected: string, facets: Facets): Scalar<string> {
  const allows = (text: string) =>
    text.length >= (facets.minLength ?? 0) && (facets.pattern === undefined || facets.pattern.test(text))
  return {
    kind: 'scalar',
    base: 'string',
    facets,
    plain: false,
    write(value) {
      if (typeof value !== 'string' || !allows(value)) throw new InvalidScalarError(expected, value)
      return value
    },
    read: (text) => (facets.pattern === undefined ? text : text.trim()),
  }
}

/** `xs:string`, as a string. Read and written unchanged. */
export const text = stringScalar('a string', {})

/** `xs:string` that must not be empty when written. Reading accepts any text. */
export const nonEmptyText = stringScalar('a string that is not empty', { minLength: 1 })

/** `xs:token`, such as a code. Reading drops the white space around it. */
export const token: Scalar<string> = { ...stringScalar('a string', {}), read: (text) => text.trim() }

/** `t:GuidType`: a UUID in hexadecimal without braces, such as `6f1f5a2e-7b43-4a61-9a3e-2c0f6d6e9b11`. */
export const guid = stringScalar('a GUID such as 6f1f5a2e-7b43-4a61-9a3e-2c0f6d6e9b11', {
  pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
})

/** `xs:boolean`, written as `true` or `false`. Reading accepts `1` and `0` as well. */
export const boolean: Scalar<boolean> = {
  kind: 'scalar',
  base: 'boolean',
  facets: {},
  plain: true,
  write(value) {
    if (typeof value !== 'boolean') throw new InvalidScalarError('true or false', value)
    return String(value)
  },
  read(text) {
    const word = wordOf(text)
    if (word === 'true' || word === '1') return true
    if (word === 'false' || word === '0') return false
    throw new InvalidScalarError('true or false', text)
  },
}

/**
 * `xs:int`, or a narrower range of it. Defaults to all integers of 32 bits.
 *
 * @example
 * xml.integer({ minInclusive: 0, maxInclusive: 1440 })
 */
export function integer(range: { minInclusive?: number; maxInclusive?: number } = {}): Scalar<number> {
  const { minInclusive = -(2 ** 31), maxInclusive = 2 ** 31 - 1 } = range
  const expected = `an integer from ${minInclusive} to ${maxInclusive}`
  const allows = (value: number) => Number.isInteger(value) && value >= minInclusive && value <= maxInclusive
  return {
    kind: 'scalar',
    base: 'integer',
    facets: { minInclusive, maxInclusive },
    plain: true,
    write(value) {
      if (typeof value !== 'number' || !allows(value)) throw new InvalidScalarError(expected, value)
      return String(value)
    },
    read(text) {
      const word = wordOf(text)
      const value = /^[+-]?\d+$/.test(word) ? Number(word) : Number.NaN
      if (!allows(value)) throw new InvalidScalarError(expected, text)
      return value === 0 ? 0 : value
    },
  }
}

function readDateTime(text: string): Date {
  const instant = new Date(parseDateTime(wordOf(text)))
  if (Number.isNaN(instant.getTime())) throw new InvalidScalarError('a dateTime such as 2026-12-01T09:00:00Z', text)
  return instant
}

/** Writes an `xs:dateTime`. Refuses years that don't have four digits. */
function writeDateTime(value: unknown, zone: 'Z' | ''): string {
  const expected = 'a valid Date between the years 1 and 9999'
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw new InvalidScalarError(expected, value)
  const year = value.getUTCFullYear()
  if (year < 1 || year > 9999) throw new InvalidScalarError(expected, value)
  return formatDateTime(value) + zone
}

/**
 * `xs:dateTime` as a `Date`. Written in UTC with `Z`; zero milliseconds are omitted. Reading accepts any offset, and any fraction,
 * which it cuts to milliseconds. A time without an offset is UTC (MS-OXWSCDATA, time zones).
 */
export const instant: Scalar<Date> = {
  kind: 'scalar',
  base: 'dateTime',
  facets: {},
  plain: true,
  write: (value) => writeDateTime(value, 'Z'),
  read: readDateTime,
  readInPlace(document, start, end) {
    const milliseconds = parseDateTime(document, start, end)
    return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds)
  },
}

/**
 * `xs:dateTime` without a zone, as a `Date`. Exchange interprets it in the time zone that the request names (MS-OXWSAVAIL, TimeZone).
 * Our requests always name UTC, so it is written as UTC without `Z`. Reading applies an offset if there is one.
 */
export const zonelessInstant: Scalar<Date> = { ...instant, write: (value) => writeDateTime(value, '') }

/**
 * One of a fixed set of words, spelled as in EWS. Writing refuses other words. Reading returns them unchanged, since servers with a
 * newer schema have more words, and one unknown word must not cost the whole answer.
 *
 * @example
 * xml.enumeration('Free', 'Tentative', 'Busy') // 'Free' | 'Tentative' | 'Busy'
 */
export function enumeration<const Value extends string>(...values: readonly Value[]): Scalar<Value> {
  const expected = `one of ${values.join(', ')}`
  const known = new Map<unknown, Value>(values.map((value) => [value, value]))
  const plain = values.every(isPlain)
  const sameLength = plain ? groupedByLength(values) : NO_GROUPS
  return {
    kind: 'scalar',
    base: 'string',
    facets: { enumeration: values },
    plain,
    write(value) {
      const found = known.get(value)
      if (found === undefined) throw new InvalidScalarError(expected, value)
      return found
    },
    read(text) {
      // Like Microsoft's reference, the type lists only the published values. A strict reader refuses others.
      return known.get(text) ?? known.get(text.trim()) ?? (text.trim() as Value)
    },
    readInPlace(document, start, end) {
      const candidates = sameLength.get(end - start)
      if (candidates === undefined) return undefined
      const word = document.slice(start, end)
      return candidates.find((value) => value === word)
    },
  }
}

function groupedByLength<Value extends string>(values: readonly Value[]): Map<number, Value[]> {
  const groups = new Map<number, Value[]>()
  for (const value of values) {
    const group = groups.get(value.length)
    if (group === undefined) groups.set(value.length, [value])
    else group.push(value)
  }
  return groups
}

/** For enumerations with a word that needs escaping: in such a document the written word differs from its value. */
const NO_GROUPS: ReadonlyMap<number, never[]> = new Map()

/** How many values a list may have when read. The longest in EWS, the days of a recurrence, has ten. */
const MOST_LISTED = 1000

/**
 * `xs:list`: values of an enumeration separated by white space, as an array. Reading accepts at most 1,000.
 *
 * @example
 * xml.listOf(xml.enumeration('Monday', 'Tuesday')) // <DaysOfWeek>Monday Tuesday</DaysOfWeek>
 */
export function listOf<Value extends string>(item: Scalar<Value>): Scalar<readonly Value[]> {
  return {
    kind: 'scalar',
    base: 'list',
    facets: item.facets,
    plain: item.plain,
    write(value) {
      if (!Array.isArray(value)) throw new InvalidScalarError('an array', value)
      return value.map((entry: unknown) => item.write(entry)).join(' ')
    },
    read(text) {
      const words = text.trim().split(/\s+/, MOST_LISTED + 1)
      if (words.length > MOST_LISTED) throw new InvalidScalarError(`a list of at most ${MOST_LISTED} values`, text)
      return words.filter((word) => word !== '').map((word) => item.read(word))
    },
  }
}

/** `t:PropertyTagType`: an unsigned short in decimal, or in hexadecimal after `0x`, such as `0x3fa4`. Kept as a string. */
export const propertyTag = stringScalar('a property tag such as 0x3fa4 or 16292', {
  pattern: /^(?:0[xX][0-9A-Fa-f]{1,4}|6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4})$/,
})

/**
 * `t:ExcludesAttributeType`: bits in decimal, or in hexadecimal after `0x`. Kept as a string. It needs at least one digit, unlike in
 * the schema.
 */
export const bitmask = stringScalar('a bit mask such as 0x10 or 16', { pattern: /^(?:0[xX][0-9A-Fa-f]+|[0-9]+)$/ })

/** A string that is written only if it matches `pattern`, and read as the first group of `found`. */
function patternScalar(expected: string, pattern: RegExp, found: RegExp): Scalar<string> {
  return {
    ...stringScalar(expected, { pattern }),
    read(text) {
      const [, word] = found.exec(wordOf(text)) ?? []
      if (word === undefined) throw new InvalidScalarError(expected, text)
      return word
    },
  }
}

/**
 * `xs:date` as a civil day such as `2026-12-01`, which isn't an instant. Reading drops an offset such as `Z` or `+01:00` and a time
 * of day: the day refers to the time zone of the item, and some servers send `2026-12-01T00:00:00.000000Z`.
 */
export const date = patternScalar(
  'a day such as 2026-12-01 between the years 1000 and 9999',
  /^([1-9]\d{3}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))|([1-9]\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29)$/,
  /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d:\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?$/,
)

/** `xs:time` as a civil time of day such as `02:00:00`. Reading drops a fraction and an offset. */
export const time = patternScalar(
  'a time of day such as 02:00:00',
  /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/,
  /^(\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/,
)

/** `xs:duration` in days, hours, minutes and seconds, such as `-PT60M`. Reading accepts years and months as well. Kept as a string. */
export const duration = patternScalar(
  'a duration such as PT90M or -P1DT2H',
  /^-?P(\d{1,5}D|(\d{1,5}D)?T(\d{1,5}H(\d{1,5}M)?(\d{1,5}(\.\d{1,3})?S)?|\d{1,5}M(\d{1,5}(\.\d{1,3})?S)?|\d{1,5}(\.\d{1,3})?S))$/,
  /^(-?P(?:\d+[YMD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?)$/,
)

/** The last four characters. Unused bits must be zero (RFC 4648, 3.5). */
const BASE64_END = /^(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)$/

/** Whether a text is base64. Checked in two steps, since one pattern for megabytes overflows the engine's stack. */
const isBase64 = (text: string) =>
  text.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(text.slice(0, -4)) && BASE64_END.test(text.slice(-4))

/** Returns a text without its white space. For megabytes of short lines, `replace` takes twenty times the memory. */
function withoutWhiteSpace(text: string): string {
  if (!/[ \t\r\n]/.test(text)) return text
  const kept = Buffer.allocUnsafe(text.length)
  let length = 0
  for (let position = 0; position < text.length; position++) {
    const code = text.charCodeAt(position)
    // The text isn't base64. It is returned unchanged.
    if (code > 0x7f) return text
    if (code > 0x20) kept[length++] = code
  }
  return kept.toString('latin1', 0, length)
}

/** `xs:base64Binary`, kept as a base64 string. Reading drops white space. */
export const base64: Scalar<string> = {
  ...stringScalar('base64', { pattern: BASE64_END }),
  write(value) {
    if (typeof value !== 'string' || !isBase64(value)) throw new InvalidScalarError('base64', value)
    return value
  },
  read: withoutWhiteSpace,
}

/** `xs:language`, such as `en-US`. Reading accepts any text. */
export const language = stringScalar('a language such as en-US', { pattern: /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8}){0,3}$/ })

/** `xs:double`, as a finite number. */
export const double: Scalar<number> = {
  kind: 'scalar',
  base: 'double',
  facets: {},
  plain: true,
  write(value) {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new InvalidScalarError('a finite number', value)
    return String(value)
  },
  read(text) {
    const word = wordOf(text)
    const value = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(word) ? Number(word) : Number.NaN
    if (!Number.isFinite(value)) throw new InvalidScalarError('a finite number', text)
    return value
  },
}
