import { invalid } from '../argument/invalid-argument'
import { checkYear, offsetAt, offsetPeriods } from './offset'

/** The days of the week as `Date` counts them. */
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

/** A day of the week, as a lower-case English name. */
export type Weekday = (typeof WEEKDAYS)[number]

/** Date and time of a wall clock, in the Gregorian calendar and without a time zone. */
export interface WallTime {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  /** 0 to 23. */
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const DAY_MS = 24 * 60 * 60 * 1000

/** The day of the week of a wall-clock time, given in milliseconds as if the place were in UTC. */
export function weekdayOf(wallClock: number): Weekday {
  const weekday = WEEKDAYS[new Date(wallClock).getUTCDay()]
  if (weekday === undefined) throw new RangeError(`No day of the week: ${wallClock}`)
  return weekday
}

/**
 * Returns what the wall clock shows at an instant in the years 1900 to 2200, to the second.
 *
 * @throws EwsRequestError
 */
export function wallTime(instant: Date, timeZone: string): WallTime & { readonly weekday: Weekday } {
  checkYear(instant.getUTCFullYear(), 'instant')
  const wallClock = instant.getTime() + offsetAt(instant.getTime(), timeZone)
  const shown = new Date(wallClock)
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    weekday: weekdayOf(wallClock),
  }
}

/**
 * Returns the instants at which the wall clock shows this time, in order. Usually there is one. A time that is skipped when clocks go
 * forward has none, and one that is repeated when they go back has two.
 *
 * @throws EwsRequestError
 */
export function instantsOf(wall: WallTime, timeZone: string): Date[] {
  const wallClock = wallClockOf(wall)
  return periodsAround(wallClock, timeZone)
    .filter(({ start, end, offset }) => wallClock - offset >= start && wallClock - offset < end)
    .map(({ offset }) => new Date(wallClock - offset))
}

/**
 * Returns the instant at which the wall clock shows this time. A skipped or repeated time is refused, because a guess may book the wrong
 * hour. `instantsOf` returns both.
 *
 * @throws EwsRequestError
 */
export function instantOf(wall: WallTime, timeZone: string): Date {
  const [instant, second] = instantsOf(wall, timeZone)
  if (instant === undefined) throw invalid('wall', `is skipped in ${timeZone}, where clocks go forward`)
  if (second !== undefined) throw invalid('wall', `is repeated in ${timeZone}, where clocks go back`)
  return instant
}

/**
 * Returns the first instant of a civil day. It is midnight, or the first time after it if clocks go forward over midnight. A day that was
 * skipped (Apia, 30 December 2011) starts when the next one does, so it has no duration.
 *
 * @param date `2027-03-28`
 * @throws EwsRequestError
 */
export function startOfDay(date: string, timeZone: string): Date {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []
  if (day === undefined) throw invalid('date', 'must be a day such as 2027-03-28')
  const midnight = { year: Number(year), month: Number(month), day: Number(day), hour: 0, minute: 0, second: 0 }
  const wallClock = wallClockOf(midnight, 'date')
  for (const { start, end, offset } of periodsAround(wallClock, timeZone)) {
    const instant = Math.max(start, wallClock - offset)
    if (instant < end) return new Date(instant)
  }
  throw new RangeError(`No start of ${date} in ${timeZone}`)
}

/** No clock is a day or more off UTC. */
const periodsAround = (wallClock: number, timeZone: string) =>
  offsetPeriods(wallClock - DAY_MS, wallClock + DAY_MS, timeZone)

function wallClockOf({ year, month, day, hour, minute, second }: WallTime, path = 'wall'): number {
  checkYear(year, path)
  const wallClock = Date.UTC(year, month - 1, day, hour, minute, second)
  const shown = new Date(wallClock)
  const read = [
    shown.getUTCFullYear(),
    shown.getUTCMonth() + 1,
    shown.getUTCDate(),
    shown.getUTCHours(),
    shown.getUTCMinutes(),
    shown.getUTCSeconds(),
  ]
  if ([year, month, day, hour, minute, second].some((field, index) => field !== read[index])) {
    throw invalid(path, 'must be a day and a time that exist')
  }
  return wallClock
}
