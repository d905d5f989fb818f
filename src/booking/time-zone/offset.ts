import { offsetFromUtc } from '../../time/offset-from-utc'
import { invalid } from '../argument/invalid-argument'

const SECOND_MS = 1000
const DAY_MS = 24 * 60 * 60 * SECOND_MS

/** The years with known wall clocks. IANA guesses earlier ones, and nobody knows the rules of later ones. */
const FIRST_YEAR = 1900
const LAST_YEAR = 2200

/** A period with a constant offset from UTC, in milliseconds since 1970. */
export interface OffsetPeriod {
  readonly start: number
  readonly end: number
  /** Milliseconds to add to an instant for the wall clock. Before the 1970s not always whole minutes. */
  readonly offset: number
}

/** By lower-case name. */
const offsets = new Map<string, (instant: number) => number>()

/**
 * Whether Intl knows this IANA name of a time zone, in any case. Offsets such as `+01:00` aren't names: only newer versions of Node.js
 * accept them.
 */
export function isTimeZone(name: string): boolean {
  return offsetsOf(name) !== undefined
}

/** @throws EwsRequestError with the path `timeZone` */
export function checkTimeZone(timeZone: string): void {
  if (!isTimeZone(timeZone)) throw unknownZone()
}

const unknownZone = () => invalid('timeZone', 'must be the IANA name of a time zone such as Europe/Zurich')

/** @throws EwsRequestError unless the wall clocks of that year are known */
export function checkYear(year: number, path: string): void {
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) {
    throw invalid(path, `must be in the years ${FIRST_YEAR} to ${LAST_YEAR}`)
  }
}

/**
 * Returns the milliseconds to add to an instant for the wall clock.
 *
 * @throws EwsRequestError with the path `timeZone`
 */
export function offsetAt(instant: number, timeZone: string): number {
  const offset = offsetsOf(timeZone)
  if (offset === undefined) throw unknownZone()
  return offset(instant)
}

/**
 * Cuts the time from `start` to `end` where the clocks change. The periods are sorted and have no gaps.
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
 * Returns the full second at which the clocks change to `offset`, after `before` and not after `after`. They change at most once a day:
 * the two closest changes in IANA's data since 1900 are four days apart (Freetown, 1939).
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

function offsetsOf(timeZone: string): ((instant: number) => number) | undefined {
  const name = String(timeZone).toLowerCase()
  const known = offsets.get(name) ?? newOffsets(name)
  if (known !== undefined) offsets.set(name, known)
  return known
}

function newOffsets(timeZone: string): ((instant: number) => number) | undefined {
  if (!/^[a-z]/.test(timeZone)) return undefined
  try {
    return offsetFromUtc(timeZone)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
