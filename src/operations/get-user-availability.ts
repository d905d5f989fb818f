import {
  boolean,
  enumeration,
  fixed,
  type Infer,
  integer,
  listOf,
  named,
  optional,
  text,
  zonelessInstant,
} from '../xml'
import { LegacyFreeBusyStatus } from './free-busy-status'
import { messages, types } from './namespaces'
import type { Operation } from './operation'
import { ResponseMessage } from './response-message'

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
const DayOfWeek = enumeration(...dayNames, 'Day', 'Weekday', 'WeekendDay')

/** When a zone changes to standard or daylight time (MS-OXWSAVAIL, SerializableTimeZoneTime). `bias` is added to the zone's. */
const SerializableTimeZoneTime = types.complexType({
  bias: integer(),
  /** Local time of day, `02:00:00`. */
  time: text,
  /** The nth `dayOfWeek` of the month; 5 is the last. */
  dayOrder: integer({ minInclusive: -32768, maxInclusive: 32767 }),
  month: integer({ minInclusive: -32768, maxInclusive: 32767 }),
  dayOfWeek: DayOfWeek,
  year: optional(text),
})

/** A zone as rules (MS-OXWSAVAIL, SerializableTimeZone). `bias` in minutes: UTC is local time plus bias. */
export const SerializableTimeZone = types.complexType({
  bias: integer(),
  standardTime: SerializableTimeZoneTime,
  daylightTime: SerializableTimeZoneTime,
})
export type SerializableTimeZone = Infer<typeof SerializableTimeZone>

/** UTC in the form that Exchange demands: two changes, both without effect. */
const UTC: SerializableTimeZone = {
  bias: 0,
  standardTime: { bias: 0, time: '02:00:00', dayOrder: 1, month: 3, dayOfWeek: 'Sunday' },
  daylightTime: { bias: 0, time: '02:00:00', dayOrder: 1, month: 10, dayOfWeek: 'Sunday' },
}

/** `FreeBusy` is start, end and status; `Detailed` adds titles; `...Merged` a string of digits (MS-OXWSAVAIL, FreeBusyViewType). */
const FreeBusyViewType = enumeration('None', 'MergedOnly', 'FreeBusy', 'FreeBusyMerged', 'Detailed', 'DetailedMerged')

const MailboxData = types.complexType({
  email: types.complexType({ name: optional(text), address: text, routingType: optional(text) }),
  attendeeType: enumeration('Organizer', 'Required', 'Optional', 'Room', 'Resource'),
  excludeConflicts: optional(boolean),
})

const FreeBusyViewOptions = types.complexType({
  /** At most 42 days on a server with default settings. */
  timeWindow: types.complexType({ startTime: zonelessInstant, endTime: zonelessInstant }),
  /** From 5 to 1440; 30 where left out. */
  mergedFreeBusyIntervalInMinutes: optional(integer()),
  requestedView: optional(FreeBusyViewType),
})

/** What only the `Detailed` views have (MS-OXWSAVAIL, CalendarEventDetails). */
const CalendarEventDetails = types.complexType({
  id: optional(named('ID', text)),
  subject: optional(text),
  location: optional(text),
  isMeeting: boolean,
  isRecurring: boolean,
  isException: boolean,
  isReminderSet: boolean,
  isPrivate: boolean,
})

/** Some time of a mailbox with its status. Appointments that reach over the window's edge come whole (MS-OXWSAVAIL, CalendarEvent). */
const CalendarEvent = types.complexType({
  startTime: zonelessInstant,
  endTime: zonelessInstant,
  busyType: LegacyFreeBusyStatus,
  calendarEventDetails: optional(CalendarEventDetails),
})

const WorkingHours = types.complexType({
  /** The mailbox's own zone, not the request's. */
  timeZone: SerializableTimeZone,
  workingPeriodArray: types.arrayOf({
    workingPeriod: types.complexType({
      dayOfWeek: listOf(DayOfWeek),
      /** From midnight. */
      startTimeInMinutes: integer(),
      endTimeInMinutes: integer(),
    }),
  }),
})

const FreeBusyView = types.complexType({
  /** What the server granted, which may be less than what was asked for. */
  freeBusyViewType: listOf(FreeBusyViewType),
  /** A digit for each interval: 0 free, 1 tentative, 2 busy, 3 out of office, 4 and more unknown. */
  mergedFreeBusy: optional(text),
  calendarEventArray: optional(types.arrayOf({ calendarEvent: CalendarEvent })),
  workingHours: optional(WorkingHours),
})

const GetUserAvailabilityRequest = messages.complexType({
  timeZone: types.ref(fixed(SerializableTimeZone, UTC)),
  /** At most 100. */
  mailboxDataArray: types.nonEmptyArrayOf({ mailboxData: MailboxData }),
  freeBusyViewOptions: types.ref(FreeBusyViewOptions),
})

const GetUserAvailabilityResponse = messages.complexType({
  /** One for each mailbox, in the order of the request. */
  freeBusyResponseArray: optional(
    messages.arrayOf({
      freeBusyResponse: messages.complexType({
        responseMessage: optional(ResponseMessage),
        freeBusyView: optional(FreeBusyView),
      }),
    }),
  ),
})

export type GetUserAvailabilityRequest = Infer<typeof GetUserAvailabilityRequest>
export type GetUserAvailabilityResponse = Infer<typeof GetUserAvailabilityResponse>

/** The times at which mailboxes are busy (MS-OXWSAVAIL). All times of the request and the answer are instants; no zone is asked for. */
export const GetUserAvailability: Operation<GetUserAvailabilityRequest, GetUserAvailabilityResponse> = {
  name: 'GetUserAvailability',
  request: messages.element('GetUserAvailabilityRequest', GetUserAvailabilityRequest),
  response: messages.element('GetUserAvailabilityResponse', GetUserAvailabilityResponse),
  safe: true,
  responseMessages: ({ freeBusyResponseArray = [] }) =>
    freeBusyResponseArray.flatMap(({ responseMessage }) => (responseMessage === undefined ? [] : [responseMessage])),
}
