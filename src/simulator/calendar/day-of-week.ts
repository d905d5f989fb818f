import type { DayOfWeek } from '../../operations/types/day-of-week'

/** The days of the week that each name means. Sunday is 0 (MS-OXWSCDATA, DayOfWeekType). */
export const weekdaysOf: Readonly<Record<DayOfWeek, readonly number[]>> = {
  Sunday: [0],
  Monday: [1],
  Tuesday: [2],
  Wednesday: [3],
  Thursday: [4],
  Friday: [5],
  Saturday: [6],
  Day: [0, 1, 2, 3, 4, 5, 6],
  Weekday: [1, 2, 3, 4, 5],
  WeekendDay: [0, 6],
}

/** The days of the week, Sunday first. */
export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** The position of a day in its month, as `nthWeekday` takes it, by its name (MS-OXWSCDATA, DayOfWeekIndexType). */
export const positionOf = { First: 1, Second: 2, Third: 3, Fourth: 4, Last: -1 } as const

/** True if a day of the week is one of `names`. Sunday is 0. */
export const isOneOf = (day: number, names: readonly DayOfWeek[]): boolean =>
  names.some((name) => weekdaysOf[name].includes(day))

/**
 * Midnight, as if in UTC, of the day in a month that has one of these names for the `position`th time, counted from 1. Counted from the
 * end, -1 is the last one; so is any position beyond it.
 *
 * @param month from 1 to 12
 */
export function nthWeekday(year: number, month: number, names: readonly DayOfWeek[], position: number): number {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const days = Array.from({ length }, (_, index) => Date.UTC(year, month - 1, index + 1)).filter((day) =>
    isOneOf(new Date(day).getUTCDay(), names),
  )
  return days.at(position < 0 ? position : Math.min(position, days.length) - 1) ?? Date.UTC(year, month - 1, 1)
}
