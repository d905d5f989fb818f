import type { CalendarItem } from '../../operations/types/calendar-item'
import { ServiceError } from '../soap/service-error'
import { zoneOf } from './defined-zone'
import { firstOccurrence } from './recurrence'
import type { TimeZone } from './time-zone'

/** A calendar item as the store holds it. */
export interface Appointment extends CalendarItem {
  /** Never set: messages have one. */
  readonly kind?: undefined
  readonly itemId: { readonly id: string; readonly changeKey: string }
  readonly start: Date
  readonly end: Date
  /** The name of the user who has created the item in somebody else's folder, in lower case. */
  readonly creator?: string | undefined
}

/** The order of a calendar. */
export const byStart = (a: Appointment, b: Appointment): number => a.start.getTime() - b.start.getTime()

/**
 * A new item: the properties that its creator doesn't set (MS-OXWSMTGS, CalendarItemType), and a place for each one that the
 * store sets. A copy of this object takes 2 µs; adding the store's properties to a smaller one took 38 µs.
 */
export const newAppointment = {
  uid: undefined,
  dateTimeReceived: undefined,
  dateTimeSent: undefined,
  dateTimeCreated: undefined,
  dateTimeStamp: undefined,
  organizer: undefined,
  myResponseType: undefined,
  subject: undefined,
  body: undefined,
  location: undefined,
  extendedProperty: undefined,
  start: undefined,
  end: undefined,
  attachments: undefined,
  isMeeting: undefined,
  calendarItemType: undefined,
  parentFolderId: undefined,
  lastModifiedName: undefined,
  lastModifiedTime: undefined,
  itemId: undefined,
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

/** True if the item has attendees. */
export function isMeeting({ requiredAttendees = [], optionalAttendees = [], resources = [] }: CalendarItem): boolean {
  return requiredAttendees.length + optionalAttendees.length + resources.length > 0
}

/** The zones in which an item starts and ends. That of the end defaults to that of the start. */
export const timeZonesOf = ({ startTimeZone, endTimeZone = startTimeZone }: CalendarItem) => ({
  start: startTimeZone,
  end: endTimeZone,
})

const LONGEST_YEARS = 5

/**
 * The start and end with which an item is saved. An all-day item is extended to whole days, and a series has the times of its
 * first occurrence.
 *
 * @throws ServiceError ErrorRequiredPropertyMissing if start or end is missing, ErrorCalendarEndDateIsEarlierThanStartDate,
 * ErrorCalendarDurationIsTooLong after five years (MS-OXWSMTGS, 3.1.4), ErrorCalendarOutOfRange, ErrorTimeZone for an unknown
 * zone, and the errors of `firstOccurrence`
 */
export function savedTimes({ start, end, isAllDayEvent, startTimeZone, endTimeZone, recurrence }: CalendarItem): Times {
  if (start === undefined || end === undefined) {
    throw new ServiceError('ErrorRequiredPropertyMissing', 'A required property is missing: Start and End are needed.')
  }
  refuseTimes({ start, end })
  const timeZones = timeZonesOf({ startTimeZone, endTimeZone })
  const [zone, endZone] = [zoneOf(timeZones.start), zoneOf(timeZones.end)]
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

/** The range of every calendar (MS-OXOCAL, 2.2.1.44.1: minutes since 1601, up to 31 August 4500). */
const FIRST_TIME = new Date('1601-01-01T00:00:00Z')
const LAST_TIME = new Date('4500-09-01T00:00:00Z')

function refuseTimes({ start, end }: Times) {
  if (start < FIRST_TIME || end > LAST_TIME) {
    throw new ServiceError('ErrorCalendarOutOfRange', 'The time is outside the range of the calendar.')
  }
  if (end < start) {
    throw new ServiceError('ErrorCalendarEndDateIsEarlierThanStartDate', 'EndDate is earlier than StartDate')
  }
  if (end > yearsAfter(start, LONGEST_YEARS)) {
    throw new ServiceError('ErrorCalendarDurationIsTooLong', 'The duration of a calendar item is at most five years.')
  }
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Moves the start down and the end up to midnight (Microsoft, "Create all-day events by using EWS"). The result is at least a day. */
function wholeDays({ start, end }: Times, zone: TimeZone, endZone: TimeZone): Times {
  const firstDay = Math.floor(zone.wallClock(start) / DAY_MS)
  const lastDay = Math.max(Math.floor(endZone.wallClock(end) / DAY_MS), firstDay + 1)
  // If the clocks go forward at midnight, the day begins at one.
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
