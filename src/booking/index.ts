export type { Booking, BookingRequest } from './booking'
export { BookingCalendar, type BookingCalendarOptions } from './booking-calendar'
export type { CalendarEvent } from './event'
export {
  type BusyPeriod,
  type FreeBusyOptions,
  type MailboxFreeBusy,
  mergePeriods,
  type Weekday,
  type WorkingHours,
  type WorkingPeriod,
} from './free-busy'
export type { Status } from './status'
export type { Window } from './window'
