import type { WorkingHours as AnsweredWorkingHours, DayOfWeek, SerializableTimeZone } from 'ews-booking'

/** A day of the week, in EWS's word. */
export type Weekday = Exclude<DayOfWeek, 'Day' | 'Weekday' | 'WeekendDay'>

/** The same hours on each of some days. */
export interface WorkingPeriod {
  /** From Sunday on, none twice. */
  readonly days: readonly Weekday[]
  /** Minutes after midnight, on the clocks of `timeZone`: 480 is eight o'clock. */
  readonly startMinutes: number
  /** Minutes after midnight, on the clocks of `timeZone`; 1440 is the end of the day. */
  readonly endMinutes: number
}

/** When the mailbox's owner works, as set in Outlook. */
export interface WorkingHours {
  readonly periods: readonly WorkingPeriod[]
  /** The mailbox's own zone, as two rules without a name: all that EWS tells (MS-OXWSAVAIL, SerializableTimeZone). */
  readonly timeZone: SerializableTimeZone
}

const MONDAY_TO_FRIDAY = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] as const satisfies Weekday[]
const WEEK = ['Sunday', ...MONDAY_TO_FRIDAY, 'Saturday'] as const satisfies Weekday[]

/** What EWS's words for several days mean (MS-OXWSCDATA, DayOfWeekType). */
const DAYS: ReadonlyMap<string, readonly Weekday[]> = new Map<string, readonly Weekday[]>([
  ...WEEK.map((day) => [day, [day]] as const),
  ['Day', WEEK],
  ['Weekday', MONDAY_TO_FRIDAY],
  ['WeekendDay', ['Sunday', 'Saturday']],
])

/** The working hours of an answer, in our words. */
export function workingHoursOf({ timeZone, workingPeriodArray }: AnsweredWorkingHours): WorkingHours {
  const periods = workingPeriodArray.map(({ dayOfWeek, startTimeInMinutes, endTimeInMinutes }) => {
    const named = new Set(dayOfWeek.flatMap((day) => DAYS.get(day) ?? []))
    const days = WEEK.filter((day) => named.has(day))
    return { days, startMinutes: startTimeInMinutes, endMinutes: endTimeInMinutes }
  })
  return { periods, timeZone }
}
