import {
  boolean,
  type ComplexType,
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

/** `FreeBusy` is start, end and status; `Detailed` adds titles; `...Merged` a string of digits (MS-OXWSAVAIL, FreeBusyViewType). */
const FreeBusyViewType = enumeration('None', 'MergedOnly', 'FreeBusy', 'FreeBusyMerged', 'Detailed', 'DetailedMerged')
export type FreeBusyViewType = Infer<typeof FreeBusyViewType>

const timeWindow = { startTime: zonelessInstant, endTime: zonelessInstant } as const

/** From one instant to a later one (MS-OXWSAVAIL, Duration). */
export interface TimeWindow extends ValueOfParts<[typeof timeWindow]> {}
export const TimeWindow: ComplexType<TimeWindow> = types.complexType(timeWindow)

const freeBusyViewOptions = {
  /** At most 42 days on a server with default settings (ErrorTimeIntervalTooBig). */
  timeWindow: TimeWindow,
  /** From 5 to 1440; 30 where left out (ErrorInvalidMergedFreeBusyInterval). */
  mergedFreeBusyIntervalInMinutes: optional(integer()),
  /** The server grants at most this; `None` it refuses (ErrorInvalidFreeBusyViewType). */
  requestedView: optional(FreeBusyViewType),
} as const

/** What is wanted of each mailbox's calendar (MS-OXWSAVAIL, FreeBusyViewOptionsType). */
export interface FreeBusyViewOptions extends ValueOfParts<[typeof freeBusyViewOptions]> {}
export const FreeBusyViewOptions: ComplexType<FreeBusyViewOptions> = types.complexType(freeBusyViewOptions)

const calendarEventDetails = {
  /** Hexadecimal entry id; ConvertId makes an item id of it. */
  id: optional(named('ID', text)),
  /** Absent, as `id` and `location`, where the event is private. */
  subject: optional(text),
  location: optional(text),
  isMeeting: boolean,
  isRecurring: boolean,
  /** An occurrence that differs from its series. */
  isException: boolean,
  isReminderSet: boolean,
  isPrivate: boolean,
} as const

/** What only the `Detailed` views have (MS-OXWSAVAIL, CalendarEventDetails). */
export interface CalendarEventDetails extends ValueOfParts<[typeof calendarEventDetails]> {}
const CalendarEventDetails: ComplexType<CalendarEventDetails> = types.complexType(calendarEventDetails)

const calendarEvent = {
  startTime: zonelessInstant,
  endTime: zonelessInstant,
  /** `Free` comes too: not every event keeps its owner busy. */
  busyType: LegacyFreeBusyStatus,
  calendarEventDetails: optional(CalendarEventDetails),
} as const

/** Some time of a mailbox with its status. Appointments that reach over the window's edge come whole (MS-OXWSAVAIL, CalendarEvent). */
export interface CalendarEvent extends ValueOfParts<[typeof calendarEvent]> {}
const CalendarEvent: ComplexType<CalendarEvent> = types.complexType(calendarEvent)

const workingPeriod = {
  dayOfWeek: listOf(DayOfWeek),
  /** From midnight, local time of the mailbox. */
  startTimeInMinutes: integer(),
  /** From midnight, local time of the mailbox. */
  endTimeInMinutes: integer(),
} as const

/** The same hours on each of some days (MS-OXWSAVAIL, WorkingPeriod). */
export interface WorkingPeriod extends ValueOfParts<[typeof workingPeriod]> {}
const WorkingPeriod: ComplexType<WorkingPeriod> = types.complexType(workingPeriod)

const workingHours = {
  /** The mailbox's own zone, not the request's. */
  timeZone: SerializableTimeZone,
  workingPeriodArray: types.arrayOf({ workingPeriod: WorkingPeriod }),
} as const

/** When the mailbox's owner works (MS-OXWSAVAIL, WorkingHours). */
export interface WorkingHours extends ValueOfParts<[typeof workingHours]> {}
export const WorkingHours: ComplexType<WorkingHours> = types.complexType(workingHours)

const freeBusyView = {
  /** What the server granted, which may be less than what was asked for. */
  freeBusyViewType: listOf(FreeBusyViewType),
  /** A digit for each interval: 0 free, 1 tentative, 2 busy, 3 out of office, 4 and more unknown. */
  mergedFreeBusy: optional(text),
  calendarEventArray: optional(types.arrayOf({ calendarEvent: CalendarEvent })),
  workingHours: optional(WorkingHours),
} as const

/** What is known of one mailbox's time (MS-OXWSAVAIL, FreeBusyView). */
export interface FreeBusyView extends ValueOfParts<[typeof freeBusyView]> {}
export const FreeBusyView: ComplexType<FreeBusyView> = types.complexType(freeBusyView)
