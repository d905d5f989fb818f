import type { WorkingHours as AnsweredWorkingHours, SerializableTimeZone } from 'ews-booking'
import type { TimeRange, WeeklyHours } from '../free-slots'
import { WEEKDAYS, type Weekday } from '../time-zone/wall-time'

/** When the mailbox's owner works, as set in Outlook. */
export interface WorkingHours {
  /** By the clocks of `timeZone`; what `freeSlots` takes as `workingHours`. */
  readonly hours: WeeklyHours
  /** The mailbox's own zone, as two rules without a name: all that EWS tells (MS-OXWSAVAIL, SerializableTimeZone). */
  readonly timeZone: SerializableTimeZone
}

const WORKING_DAYS: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']

/** What EWS's words for days mean (MS-OXWSCDATA, DayOfWeekType). */
const DAYS: ReadonlyMap<string, readonly Weekday[]> = new Map([
  ...WEEKDAYS.map((day): [string, readonly Weekday[]] => [day, [day]]),
  ['day', WEEKDAYS],
  ['weekday', WORKING_DAYS],
  ['weekendday', ['saturday', 'sunday']],
])

const END_OF_DAY = 24 * 60

/** The working hours of an answer, in our words. */
export function workingHoursOf({ timeZone, workingPeriodArray }: AnsweredWorkingHours): WorkingHours {
  const hours = new Map<Weekday, TimeRange[]>()
  const add = (day: Weekday, start: number, end: number) => {
    if (start < end) hours.set(day, [...(hours.get(day) ?? []), { from: clock(start), to: clock(end) }])
  }
  for (const { dayOfWeek, startTimeInMinutes: start, endTimeInMinutes: end } of workingPeriodArray) {
    for (const day of new Set(dayOfWeek.flatMap((word) => DAYS.get(word.toLowerCase()) ?? []))) {
      add(day, start, start < end ? end : END_OF_DAY)
      if (end <= start) add(dayAfter(day), 0, end)
    }
  }
  return { hours: Object.fromEntries(hours), timeZone }
}

const dayAfter = (day: Weekday): Weekday => WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % WEEKDAYS.length] ?? day

const clock = (minutes: number): string =>
  `${Math.floor(minutes / 60)}`.padStart(2, '0').concat(':', `${minutes % 60}`.padStart(2, '0'))
