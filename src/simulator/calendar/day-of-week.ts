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

/** True if a day of the week is one of `names`. Sunday is 0. */
export const isOneOf = (day: number, names: readonly DayOfWeek[]): boolean =>
  names.some((name) => weekdaysOf[name].includes(day))
