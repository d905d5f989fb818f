import type { Window } from 'ews-booking/booking'
import { text, wholeNumber } from '../option'
import type { Surroundings } from '../surroundings'
import { UsageError } from '../usage-error'
import { dateOf, dayAfter, instantOf, startOfDay } from './local-time'

/** Which days a command looks at, as they were given. */
export interface WindowFlags {
  readonly from?: string
  readonly days?: number
  readonly timeZone?: string
}

/** The option that names the time zone of what is typed and shown. */
export const timeZone = text("IANA time zone; defaults to this machine's", 'ZONE')

/** The options of commands that look at a span of days. */
export const windowFlags = {
  from: text('First day: 2026-12-01, today, tomorrow; defaults to\ntoday', 'DAY'),
  days: wholeNumber('How many days; defaults to 7', 'NUMBER', { min: 1, max: 366 }),
  timeZone,
} as const

/** A span of days, and the time zone in which they begin. */
export interface Days {
  readonly window: Window
  readonly timeZone: string
}

const WEEK = 7

/**
 * Returns the days that options name.
 *
 * @throws UsageError
 */
export function daysOf({ from = 'today', days = WEEK, timeZone: given }: WindowFlags, around: Surroundings): Days {
  const timeZone = given ?? around.timeZone
  if (/[T ]|Z$/.test(from)) throw new UsageError('--from takes a day such as 2026-12-01, without a time.')
  const start = instantOf(from, { timeZone, now: around.now() })
  return { window: { start, end: startOfDay(dayAfter(dateOf(start, timeZone), days), timeZone) }, timeZone }
}
