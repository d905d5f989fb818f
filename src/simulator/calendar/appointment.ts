import type { CalendarItem } from '../../operations/types/calendar-item'
import { ServiceError } from '../soap/service-error'
import { firstOccurrence } from './recurrence'
import { type TimeZone, timeZoneOf } from './time-zone'

/** A calendar item as the store holds it. */
export interface Appointment extends CalendarItem {
  readonly itemId: { readonly id: string; readonly changeKey: string }
  readonly start: Date
  readonly end: Date
}

/** What an item has in the store whether its maker says so or not (MS-OXWSMTGS, CalendarItemType). */
export const appointmentDefaults = {
  itemClass: 'IPM.Appointment',
  sensitivity: 'Normal',
  importance: 'Normal',
  isDraft: false,
  reminderIsSet: false,
  isSubmitted: false,
  isFromMe: false,
  isResend: false,
  isUnmodified: false,
  isAssociated: false,
  culture: 'en-US',
  isAllDayEvent: false,
  legacyFreeBusyStatus: 'Busy',
  isCancelled: false,
  isRecurring: false,
  meetingRequestWasSent: false,
  isResponseRequested: true,
  appointmentSequenceNumber: 0,
  allowNewTimeProposal: true,
  doNotForwardMeeting: false,
} as const satisfies CalendarItem

/** True if somebody is invited. */
export function isMeeting({ requiredAttendees = [], optionalAttendees = [], resources = [] }: CalendarItem): boolean {
  return requiredAttendees.length + optionalAttendees.length + resources.length > 0
}

/** The Windows ids of the zones in which an item starts and ends; the same where only one is given. */
export const zoneIdsOf = ({ startTimeZone, endTimeZone = startTimeZone }: CalendarItem) => ({
  start: startTimeZone?.id,
  end: endTimeZone?.id,
})

const LONGEST_YEARS = 5

/**
 * Start and end of an item that may be saved: whole days if it lasts all day, those of the first occurrence if it is a series.
 * A missing one is `ErrorRequiredPropertyMissing`, an end before the start `ErrorCalendarEndDateIsEarlierThanStartDate`, more than
 * five years `ErrorCalendarDurationIsTooLong` (MS-OXWSMTGS, 3.1.4), an unknown zone `ErrorTimeZone`.
 *
 * @throws ServiceError also as `firstOccurrence` does
 */
export function savedTimes({ start, end, isAllDayEvent, startTimeZone, endTimeZone, recurrence }: CalendarItem): Times {
  if (start === undefined || end === undefined) {
    throw new ServiceError('ErrorRequiredPropertyMissing', 'A required property is missing: Start and End are needed.')
  }
  refuseTimes({ start, end })
  const zoneIds = zoneIdsOf({ startTimeZone, endTimeZone })
  const [zone, endZone] = [timeZoneOf(zoneIds.start), timeZoneOf(zoneIds.end)]
  const times = isAllDayEvent ? wholeDays({ start, end }, zone, endZone) : { start, end }
  refuseTimes(times)
  if (recurrence === undefined) return times
  const first = firstOccurrence({ recurrence, zone, ...times })
  return { start: first.start, end: first.end }
}

interface Times {
  readonly start: Date
  readonly end: Date
}

/** Outside of these there is no calendar (MS-OXOCAL, 2.2.1.44.1: minutes since 1601, up to 31 August 4500). */
const FIRST_TIME = new Date('1601-01-01T00:00:00Z')
const LAST_TIME = new Date('4500-09-01T00:00:00Z')

function refuseTimes({ start, end }: Times) {
  if (start < FIRST_TIME || end > LAST_TIME) {
    throw new ServiceError('ErrorCalendarOutOfRange', 'The time is outside of what a calendar can hold.')
  }
  if (end < start) {
    throw new ServiceError('ErrorCalendarEndDateIsEarlierThanStartDate', 'EndDate is earlier than StartDate')
  }
  if (end > yearsAfter(start, LONGEST_YEARS)) {
    throw new ServiceError('ErrorCalendarDurationIsTooLong', 'The duration of a calendar item is at most five years.')
  }
}

const DAY_MS = 24 * 60 * 60 * 1000

/** The start moved down and the end moved up to midnight (Microsoft, "Create all-day events by using EWS"); at least a day. */
function wholeDays({ start, end }: Times, zone: TimeZone, endZone: TimeZone): Times {
  const firstDay = Math.floor(zone.wallClock(start) / DAY_MS)
  const lastDay = Math.max(Math.floor(endZone.wallClock(end) / DAY_MS), firstDay + 1)
  // Where clocks are put forward at midnight, the day begins at one, and that is midnight enough.
  const midnight = endZone.instant(lastDay * DAY_MS)
  return {
    start: zone.instant(firstDay * DAY_MS),
    end: midnight < end ? endZone.instant((lastDay + 1) * DAY_MS) : midnight,
  }
}

/** The same day and time, `years` later. */
export function yearsAfter(instant: Date, years: number): Date {
  const later = new Date(instant)
  later.setUTCFullYear(later.getUTCFullYear() + years)
  return later
}
