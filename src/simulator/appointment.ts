import type { CalendarItem } from '../operations/calendar-item'
import { ServiceError } from './service-error'

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
  hasAttachments: false,
  isAllDayEvent: false,
  legacyFreeBusyStatus: 'Busy',
  isCancelled: false,
  isRecurring: false,
  calendarItemType: 'Single',
} as const satisfies CalendarItem

/** True if somebody is invited. */
export function isMeeting({ requiredAttendees = [], optionalAttendees = [], resources = [] }: CalendarItem): boolean {
  return requiredAttendees.length + optionalAttendees.length + resources.length > 0
}

const LONGEST_YEARS = 5

/**
 * Start and end of an item that may be saved. A missing one is `ErrorRequiredPropertyMissing`, an end before the start
 * `ErrorCalendarEndDateIsEarlierThanStartDate`, more than five years `ErrorCalendarDurationIsTooLong` (MS-OXWSMTGS, 3.1.4).
 */
export function timesOf({ start, end }: CalendarItem): { start: Date; end: Date } {
  if (start === undefined || end === undefined) {
    throw new ServiceError('ErrorRequiredPropertyMissing', 'A required property is missing: Start and End are needed.')
  }
  if (end < start) {
    throw new ServiceError('ErrorCalendarEndDateIsEarlierThanStartDate', 'EndDate is earlier than StartDate')
  }
  if (end > yearsAfter(start, LONGEST_YEARS)) {
    throw new ServiceError('ErrorCalendarDurationIsTooLong', 'The duration of a calendar item is at most five years.')
  }
  return { start, end }
}

/** The same day and time, `years` later. */
export function yearsAfter(instant: Date, years: number): Date {
  const later = new Date(instant)
  later.setUTCFullYear(later.getUTCFullYear() + years)
  return later
}
