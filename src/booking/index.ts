export type {
  AllDayAppointment,
  AppointmentAttendee,
  AppointmentChanges,
  AppointmentDetails,
  AppointmentSensitivity,
  AppointmentStatus,
  AppointmentTimes,
  TimedAppointment,
} from './appointment/appointment'
export type { BookedAppointment } from './booked-appointment'
export type { Booking, BookingRequest } from './booking'
export { BookingCalendar, type BookingCalendarOptions } from './booking-calendar'
export {
  BookingKeyReusedError,
  BookingOutcomeUnknownError,
  type ServerLimitation,
  SlotTakenError,
  UnreliableServerError,
} from './booking-error'
export type { AdoptingOptions, BookingOptions, CancelOptions, ChangingOptions } from './booking-options'
export type { CalendarInfo } from './calendar/calendar-list'
export type { Status } from './calendar/status'
export type { TimeRange, WeeklyHours } from './calendar/weekly-hours'
export type { Window } from './calendar/window'
export type {
  CalendarChange,
  CalendarChanges,
  EventChanged,
  EventDeleted,
  EventMade,
  EventMoved,
} from './changes/change'
export type { ChangesOptions } from './changes/changes'
export type { Addressee } from './directory/addressee'
export type { FoundPeople } from './directory/people'
export type { RoomList } from './directory/room-lists'
export type { AttendeeResponse, EventAttendee, EventType, MailboxEvent, Person } from './events/event'
export type { EventsOptions } from './events/events'
export { type BusyPeriod, mergePeriods } from './free-busy/busy-period'
export type { FreeBusyOptions, MailboxFreeBusy } from './free-busy/free-busy'
export type { MailboxWorkingHours } from './free-busy/working-hours'
export type { BookableSlot, BookableSlotsOptions, UnknownCalendar } from './free-slots/bookable-slots'
export { type FreeSlot, freeSlotsIn } from './free-slots/free-slots'
export type { FreeSlotsOptions } from './free-slots/options'
export type { Notify } from './rooms'
export type { Weekday } from './time-zone/wall-time'
export { ianaZonesOf, windowsZoneOf } from './time-zone/windows-zone'
export type { WatchedChange, WatchOptions } from './watch/watch'
