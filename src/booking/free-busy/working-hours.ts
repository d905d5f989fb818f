import type { WorkingHours as AnsweredWorkingHours, SerializableTimeZone } from 'ews-booking'
import type { TimeRange, WeeklyHours } from '../calendar/weekly-hours'
import { WEEKDAYS, type Weekday } from '../time-zone/wall-time'

/** The working hours of the mailbox's owner, as set in Outlook. */
export interface MailboxWorkingHours {
  /** In the wall-clock time of `timeZone`. `freeSlots` takes them as `workingHours`. */
  readonly hours: WeeklyHours
  /** The mailbox's time zone, as two rules without a name. EWS says no more about it (MS-OXWSAVAIL, SerializableTimeZone). */
  readonly timeZone: SerializableTimeZone
}

const WORKING_DAYS: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']

/** EWS's words for days (MS-OXWSCDATA, DayOfWeekType). */
const DAYS: ReadonlyMap<string, readonly Weekday[]> = new Map([
  ...WEEKDAYS.map((day): [string, readonly Weekday[]] => [day, [day]]),
  ['day', WEEKDAYS],
  ['weekday', WORKING_DAYS],
  ['weekendday', ['saturday', 'sunday']],
])

const END_OF_DAY = 24 * 60

/** Translates the working hours of an answer into our words. Hours past midnight are split over two days. */
export function workingHoursOf({ timeZone, workingPeriodArray }: AnsweredWorkingHours): MailboxWorkingHours {
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
