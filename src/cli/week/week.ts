import type { Window } from 'ews-booking/booking'
import { dateOf, dayAfter, startOfDay } from '../time/local-time'

/** The length of a row of the week view. */
export const SLOT_MS = 30 * 60_000

const DAYS_IN_WEEK = 7
const SLOTS_IN_TWO_WEEKS = (14 * 24 * 3_600_000) / SLOT_MS

/** The local date and time of an instant. */
export interface WallTime {
  /** `Mon` to `Sun`. */
  readonly weekday: string
  /** `30 Nov`. */
  readonly date: string
  /** `08:30`. */
  readonly time: string
}

/** Reads instants in an IANA time zone. */
export function wallClock(timeZone: string): (instant: Date) => WallTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (instant) => {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
    const { weekday = '', day, month, hour, minute } = parts
    return { weekday, date: `${day} ${month}`, time: `${hour}:${minute}` }
  }
}

/** Yields the half hours from `from` on. */
export function* slots(from: Date, count: number): Generator<Date> {
  for (let index = 0; index < count; index += 1) yield new Date(from.getTime() + index * SLOT_MS)
}

/** Returns the time from the next Monday to the one after it, both at local midnight: 167 to 169 hours. */
export function comingWeek(now: Date, timeZone: string): Window {
  const wall = wallClock(timeZone)
  const nextSlot = new Date(Math.ceil((now.getTime() + 1) / SLOT_MS) * SLOT_MS)
  const mondays = [...slots(nextSlot, SLOTS_IN_TWO_WEEKS)].filter((slot) => {
    const { weekday, time } = wall(slot)
    return weekday === 'Mon' && time === '00:00'
  })
  const [start, end] = mondays
  if (start === undefined || end === undefined) throw new RangeError(`No Monday begins at midnight in ${timeZone}`)
  return { start, end }
}

/** Returns the half hours of a window. */
export const slotsOf = ({ start, end }: Window): Date[] => [
  ...slots(start, (end.getTime() - start.getTime()) / SLOT_MS),
]

/** Returns a window of whole days in pieces of at most seven of them. */
export function weeksOf({ start, end }: Window, timeZone: string): Window[] {
  const weeks: Window[] = []
  for (let from = start; from < end; ) {
    const next = startOfDay(dayAfter(dateOf(from, timeZone), DAYS_IN_WEEK), timeZone)
    const to = next < end ? next : end
    weeks.push({ start: from, end: to })
    from = to
  }
  return weeks
}

/** Says when something takes place: `Tue 1 Dec, 09:30 to 10:00`. */
export function spoken({ start, end }: Window, timeZone: string): string {
  const wall = wallClock(timeZone)
  const [from, to] = [wall(start), wall(end)]
  const until = from.date === to.date ? to.time : `${to.weekday} ${to.date}, ${to.time}`
  return `${from.weekday} ${from.date}, ${from.time} to ${until}`
}
