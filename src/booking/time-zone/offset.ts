import { invalid } from '../window'

const SECOND_MS = 1000
const DAY_MS = 24 * 60 * 60 * SECOND_MS

/** The years for which wall clocks can be told: before, IANA guesses; after, nobody knows the rules. */
const FIRST_YEAR = 1900
const LAST_YEAR = 2200

/** Some time, in milliseconds since 1970, during which the clocks of a place differ from UTC by the same `offset`. */
export interface OffsetPeriod {
  readonly start: number
  readonly end: number
  /** What to add to an instant for the wall clock, in milliseconds. Until the 1970s not always whole minutes. */
  readonly offset: number
}

/** By name in lower case; making one takes Intl long. */
const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * Whether Intl knows this name of a time zone: IANA's, in upper or lower case. Offsets such as `+01:00`, which only
 * newer versions of Node.js take, aren't names.
 */
export function isTimeZone(name: string): boolean {
  return formatOf(name) !== undefined
}

/** @throws EwsRequestError with the path `timeZone` */
export function checkTimeZone(timeZone: string): void {
  if (!isTimeZone(timeZone)) throw invalid('timeZone', 'must be the name of a time zone, such as Europe/Zurich')
}

/** @throws EwsRequestError unless wall clocks can be told of that year */
export function checkYear(year: number, path: string): void {
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) {
    throw invalid(path, `must be in the years ${FIRST_YEAR} to ${LAST_YEAR}`)
  }
}

/**
 * What is to be added to an instant for the wall clock, in milliseconds.
 *
 * @throws EwsRequestError with the path `timeZone`
 */
export function offsetAt(instant: number, timeZone: string): number {
  checkTimeZone(timeZone)
  // Intl shows whole seconds, the earlier one.
  const second = Math.floor(instant / SECOND_MS) * SECOND_MS
  const parts = new Map(
    formatOf(timeZone)
      ?.formatToParts(second)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - second
}

/**
 * The time from `start` to `end` cut where the clocks change, in order and without gaps.
 *
 * @throws EwsRequestError with the path `timeZone`
 */
export function offsetPeriods(start: number, end: number, timeZone: string): OffsetPeriod[] {
  const periods: OffsetPeriod[] = []
  let current = { start, offset: offsetAt(start, timeZone) }
  for (let time = start; time < end; time += DAY_MS) {
    const next = Math.min(time + DAY_MS, end)
    const offset = offsetAt(next, timeZone)
    if (offset !== current.offset) {
      const change = firstInstantOf(offset, time, next, timeZone)
      periods.push({ ...current, end: change })
      current = { start: change, offset }
    }
  }
  return current.start < end ? [...periods, { ...current, end }] : periods
}

/**
 * When between `before` and `after`, which has the offset already, the clocks change: on a full second. They change at
 * most once a day: the closest that IANA has since 1900 are four days apart (Freetown, 1939).
 */
function firstInstantOf(offset: number, before: number, after: number, timeZone: string): number {
  let earlier = Math.floor(before / SECOND_MS)
  let later = Math.floor(after / SECOND_MS)
  while (later - earlier > 1) {
    const middle = Math.floor((earlier + later) / 2)
    if (offsetAt(middle * SECOND_MS, timeZone) === offset) later = middle
    else earlier = middle
  }
  return later * SECOND_MS
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const name = String(timeZone).toLowerCase()
  const format = formats.get(name) ?? newFormat(name)
  if (format !== undefined) formats.set(name, format)
  return format
}

function newFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!/^[a-z]/.test(timeZone)) return undefined
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
