import { offsetFromUtc } from '../../time/offset-from-utc'
import { UsageError } from '../usage-error'

const DAY_MS = 24 * 3_600_000

/** A day, and the time of day unless midnight is meant, as people type them: `2026-12-01`, `2026-12-01T09:30`, `2026-12-01 09:30`. */
const LOCAL = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::00)?)?$/

/** With `Z` or an offset: an instant that needs no time zone. */
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/i

/** Where and when somebody types a time. */
export interface Clock {
  readonly timeZone: string
  readonly now: Date
}

/**
 * Reads a time as people type it, by the wall clock of a time zone.
 *
 * @throws UsageError for anything else, and for a time that clocks skip or repeat when they change: a guess may book the wrong hour
 */
export function instantOf(text: string, { timeZone, now }: Clock): Date {
  if (INSTANT.test(text)) {
    const date = text.slice(0, 10)
    wallClock(date, '00:00', text)
    return existing(new Date(text), text)
  }
  const [, date, time] = LOCAL.exec(dayNamed(text, { timeZone, now }) ?? text) ?? []
  if (date === undefined) {
    throw new UsageError(`${text} is not a time. Write it like 2026-12-01T09:30, or 2026-12-01T08:30Z for UTC.`)
  }
  if (time === undefined) return startOfDay(date, timeZone)
  const [instant, second] = instantsAt(wallClock(date, time, text), timeZone)
  if (instant === undefined) throw new UsageError(`${text} is skipped in ${timeZone}, where clocks go forward.`)
  if (second !== undefined) {
    throw new UsageError(`${text} comes twice in ${timeZone}, where clocks go back. Write ${spelled(instant, second)}.`)
  }
  return instant
}

const spelled = (...instants: readonly Date[]) =>
  instants.map((instant) => instant.toISOString().replace(':00.000Z', 'Z')).join(' or ')

function dayNamed(text: string, { timeZone, now }: Clock): string | undefined {
  const days: Readonly<Record<string, number>> = { today: 0, tomorrow: 1 }
  const [, word = '', rest = ''] = /^(today|tomorrow)([T ]\d\d:\d\d)?$/.exec(text) ?? []
  const day = days[word]
  return day === undefined ? undefined : `${dayAfter(dateOf(now, timeZone), day)}${rest}`
}

/** The date of an instant by the wall clock: `2026-12-01`. */
export const dateOf = (instant: Date, timeZone: string): string =>
  new Date(instant.getTime() + offsetAt(instant, timeZone)).toISOString().slice(0, 10)

/** The date some days later. */
export const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/**
 * Returns the first instant of a day: midnight, or the time after it if clocks go forward over midnight.
 *
 * @throws UsageError if there is no such day
 */
export function startOfDay(date: string, timeZone: string): Date {
  const midnight = wallClock(date, '00:00', date)
  const [instant] = instantsAt(midnight, timeZone)
  return instant ?? new Date(midnight - offsetAt(new Date(midnight - DAY_MS), timeZone))
}

/** Date and time in milliseconds, as if the place were in UTC. */
const wallClock = (date: string, time: string, text: string) =>
  existing(new Date(`${date}T${time}:00Z`), text, date).getTime()

/** @throws UsageError if there is no such day, or no such time of day */
function existing(instant: Date, text: string, date?: string): Date {
  const isThere = !Number.isNaN(instant.getTime()) && (date === undefined || instant.toISOString().startsWith(date))
  if (isThere) return instant
  throw new UsageError(`${text} is not in the calendar.`)
}

/** The instants at which the wall clock shows a time: one, or none or two when clocks change. */
function instantsAt(wallClock: number, timeZone: string): Date[] {
  const offsets = [wallClock - DAY_MS, wallClock + DAY_MS].map((time) => offsetAt(new Date(time), timeZone))
  return [...new Set(offsets)]
    .map((offset) => new Date(wallClock - offset))
    .filter((instant) => instant.getTime() + offsetAt(instant, timeZone) === wallClock)
}

/** How far the wall clock is ahead of UTC, in milliseconds. */
const offsetAt = (instant: Date, timeZone: string): number => offsetsOf(timeZone)(instant.getTime())

function offsetsOf(timeZone: string): (instant: number) => number {
  try {
    return offsetFromUtc(timeZone)
  } catch {
    throw new UsageError(`${timeZone} is not the IANA name of a time zone, such as Europe/Zurich.`)
  }
}
