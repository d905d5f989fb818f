export type {
  AllDayAppointment,
  AppointmentAttendee,
  AppointmentDetails,
  AppointmentSensitivity,
  AppointmentStatus,
  AppointmentTimes,
  TimedAppointment,
} from './appointment'
export type { Booking, BookingRequest } from './booking'
export {
  type BookableSlot,
  type BookableSlotsOptions,
  BookingCalendar,
  type BookingCalendarOptions,
  type BookingOptions,
} from './booking-calendar'
export { BookingKeyReusedError, BookingOutcomeUnknownError, SlotTakenError } from './booking-error'
export type { AttendeeResponse, CalendarEvent, EventAttendee, EventType, Person } from './event'
export type { EventsOptions } from './events'
export {
  type BusyPeriod,
  type FreeBusyOptions,
  type MailboxFreeBusy,
  mergePeriods,
  type WorkingHours,
} from './free-busy'
export { type FreeSlot, type FreeSlotsOptions, freeSlotsIn, type TimeRange, type WeeklyHours } from './free-slots'
export type { Status } from './status'
export type { Weekday } from './time-zone/wall-time'
export type { Window } from './window'
