import {
  boolean,
  type ComplexType,
  dispensable,
  enumeration,
  type Infer,
  integer,
  listOf,
  named,
  optional,
  text,
  type ValueOfParts,
  zonelessInstant,
} from '../../xml'
import { DayOfWeek } from '../types/day-of-week'
import { LegacyFreeBusyStatus } from '../types/free-busy-status'
import { types } from '../types/namespaces'
import { SerializableTimeZone } from './serializable-time-zone'

const FreeBusyViewType = enumeration('None', 'MergedOnly', 'FreeBusy', 'FreeBusyMerged', 'Detailed', 'DetailedMerged')
/**
 * The kind of free/busy information. `FreeBusy` has start, end and status; `Detailed` adds titles; `...Merged` adds a string of
 * digits (MS-OXWSAVAIL, FreeBusyViewType).
 */
export type FreeBusyViewType = Infer<typeof FreeBusyViewType>

const timeWindow = {
  /** The start, as an instant. */
  startTime: zonelessInstant,
  /** The end, as an instant after the start. */
  endTime: zonelessInstant,
} as const

/** A window of time (MS-OXWSAVAIL, Duration). */
export interface TimeWindow extends ValueOfParts<[typeof timeWindow]> {}
export const TimeWindow: ComplexType<TimeWindow> = types.complexType(timeWindow)

const freeBusyViewOptions = {
  /** The window to look at. At most 42 days on a server with default settings (ErrorTimeIntervalTooBig). */
  timeWindow: TimeWindow,
  /** The length of an interval of `mergedFreeBusy` in minutes, from 5 to 1440. Defaults to 30 (ErrorInvalidMergedFreeBusyInterval). */
  mergedFreeBusyIntervalInMinutes: optional(integer()),
  /** The most detailed view that is wanted. The server may grant less. It refuses `None` (ErrorInvalidFreeBusyViewType). */
  requestedView: optional(FreeBusyViewType),
} as const

/** The window and the detail of the free/busy information to return (MS-OXWSAVAIL, FreeBusyViewOptionsType). */
export interface FreeBusyViewOptions extends ValueOfParts<[typeof freeBusyViewOptions]> {}
export const FreeBusyViewOptions: ComplexType<FreeBusyViewOptions> = types.complexType(freeBusyViewOptions)

const calendarEventDetails = {
  /** The entry id in hexadecimal, which ConvertId turns into an item id. Absent if the event is private. */
  id: optional(named('ID', text)),
  /** The title. Absent if the event is private. */
  subject: optional(text),
  /** The place. Absent if the event is private. */
  location: optional(text),
  /** True if there are attendees. */
  isMeeting: boolean,
  /** True if the event belongs to a series. */
  isRecurring: boolean,
  /** True if the event is an occurrence that differs from its series. */
  isException: boolean,
  /** True if there is a reminder. */
  isReminderSet: boolean,
  /** True if the event is private. */
  isPrivate: boolean,
} as const

/** The details of an event, which only the `Detailed` views have (MS-OXWSAVAIL, CalendarEventDetails). */
export interface CalendarEventDetails extends ValueOfParts<[typeof calendarEventDetails]> {}
const CalendarEventDetails: ComplexType<CalendarEventDetails> = types.complexType(calendarEventDetails)

const calendarEvent = {
  /** The start, as an instant. */
  startTime: zonelessInstant,
  /** The end, as an instant. */
  endTime: zonelessInstant,
  /** The status. It may be `Free`, because not every event keeps its owner busy. */
  busyType: LegacyFreeBusyStatus,
  /** The details. Returned only in a `Detailed` view. */
  calendarEventDetails: dispensable(optional(CalendarEventDetails)),
} as const

/** A time of a mailbox with its status. Appointments that cross the edge of the window are returned whole (MS-OXWSAVAIL, CalendarEvent). */
export interface CalendarEvent extends ValueOfParts<[typeof calendarEvent]> {}
const CalendarEvent: ComplexType<CalendarEvent> = types.complexType(calendarEvent)

const workingPeriod = {
  /** The days of the week. */
  dayOfWeek: listOf(DayOfWeek),
  /** The start, in minutes since midnight in the mailbox's own time zone. */
  startTimeInMinutes: integer(),
  /** The end, in minutes since midnight in the mailbox's own time zone. */
  endTimeInMinutes: integer(),
} as const

/** Days of the week that have the same working hours (MS-OXWSAVAIL, WorkingPeriod). */
export interface WorkingPeriod extends ValueOfParts<[typeof workingPeriod]> {}
const WorkingPeriod: ComplexType<WorkingPeriod> = types.complexType(workingPeriod)

const workingHours = {
  /** The mailbox's own time zone, not the one of the request. */
  timeZone: SerializableTimeZone,
  /** The working hours by days. */
  workingPeriodArray: types.arrayOf({ workingPeriod: WorkingPeriod }),
} as const

/** The working hours of the mailbox's owner (MS-OXWSAVAIL, WorkingHours). */
export interface WorkingHours extends ValueOfParts<[typeof workingHours]> {}
export const WorkingHours: ComplexType<WorkingHours> = types.complexType(workingHours)

const freeBusyView = {
  /** The view that the server granted, which may be less detailed than the requested one. */
  freeBusyViewType: listOf(FreeBusyViewType),
  /** A digit for each interval: 0 free, 1 tentative, 2 busy, 3 out of office, 4 and more unknown. */
  mergedFreeBusy: optional(text),
  /** The events that overlap the window. */
  calendarEventArray: optional(types.arrayOf({ calendarEvent: CalendarEvent })),
  /** The working hours of the mailbox's owner. */
  workingHours: dispensable(optional(WorkingHours)),
} as const

/** The free/busy information of one mailbox (MS-OXWSAVAIL, FreeBusyView). */
export interface FreeBusyView extends ValueOfParts<[typeof freeBusyView]> {}
export const FreeBusyView: ComplexType<FreeBusyView> = types.complexType(freeBusyView)
