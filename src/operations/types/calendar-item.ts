import {
  boolean,
  type ComplexType,
  enumeration,
  guid,
  instant,
  integer,
  local,
  named,
  optional,
  text,
  type ValueOfParts,
  withOthers,
} from '../../xml'
import { Attendees, ResponseType, SingleRecipient } from './attendee'
import { EnhancedLocation } from './enhanced-location'
import { LegacyFreeBusyStatus } from './free-busy-status'
import { item } from './item'
import { ItemId } from './item-id'
import { types } from './namespaces'
import { DeletedOccurrences, OccurrenceInfo, Occurrences, Recurrence } from './recurrence'
import { MeetingTimeZone, TimeZoneDefinition } from './time-zone'

const inboxReminder = {
  id: optional(guid),
  /** In minutes before the start. */
  reminderOffset: optional(integer()),
  message: optional(text),
  isOrganizerReminder: optional(boolean),
  /** How the reminder of an occurrence differs from that of its series. */
  occurrenceChange: optional(enumeration('None', 'Added', 'Override', 'Deleted')),
  sendOption: optional(enumeration('NotSet', 'User', 'AllAttendees', 'Staff', 'Customer')),
  subject: optional(text),
  richTextMessage: optional(text),
} as const

/** A reminder that comes by mail (MS-OXWSCDATA, InboxReminderType). */
export interface InboxReminder extends ValueOfParts<[typeof inboxReminder]> {}
const InboxReminder: ComplexType<InboxReminder> = types.complexType(inboxReminder)

const neighbouringItem = {
  itemId: optional(ItemId),
  subject: optional(text),
  start: optional(instant),
  end: optional(instant),
  legacyFreeBusyStatus: optional(LegacyFreeBusyStatus),
  location: optional(text),
} as const

/** Another item of the calendar, in short; more of it comes with GetItem. */
export interface NeighbouringItem extends ValueOfParts<[typeof neighbouringItem]> {}
const NeighbouringItem: ComplexType<NeighbouringItem> = types.complexType(neighbouringItem)
const NeighbouringItems = types.nonEmptyArrayOf({ calendarItem: NeighbouringItem })

const onlineMeetingSettings = {
  lobbyBypass: enumeration('Disabled', 'EnabledForGatewayParticipants'),
  accessLevel: enumeration('Locked', 'Invited', 'Internal', 'Everyone'),
  presenters: enumeration('Disabled', 'Internal', 'Everyone'),
} as const

/** Who may join an online meeting, and how (MS-OXWSCDATA, OnlineMeetingSettingsType). */
export interface OnlineMeetingSettings extends ValueOfParts<[typeof onlineMeetingSettings]> {}
const OnlineMeetingSettings: ComplexType<OnlineMeetingSettings> = types.complexType(onlineMeetingSettings)

/** What calendar items add (MS-OXWSMTGS, CalendarItemType), in the order of the schema. */
const appointment = {
  /** iCalendar's; the same in the calendars of all attendees. */
  uid: optional(named('UID', text)),
  /** Of an occurrence: when it starts by the pattern (RFC 5545, 3.8.4.4). Set by the server. */
  recurrenceId: optional(instant),
  /** When the item was made (RFC 5545, 3.8.7.2). Set by the server. */
  dateTimeStamp: optional(instant),
  /** Of a series: its first occurrence's. */
  start: optional(instant),
  end: optional(instant),
  /** Of an exception: when it would have started by the pattern. Set by the server. */
  originalStart: optional(instant),
  /** Whole days of `startTimeZone`: the server moves start and end to midnight there. */
  isAllDayEvent: optional(boolean),
  legacyFreeBusyStatus: optional(LegacyFreeBusyStatus),
  location: optional(text),
  /** The time in words, in the language of the mailbox. */
  when: optional(text),
  /** From `isMeeting` to `isRecurring`: set by the server. */
  isMeeting: optional(boolean),
  isCancelled: optional(boolean),
  /** True of occurrences and exceptions, false of the series itself. */
  isRecurring: optional(boolean),
  /** True if invitations have been sent; set by the server. */
  meetingRequestWasSent: optional(boolean),
  isResponseRequested: optional(boolean),
  /** Set by the server. */
  calendarItemType: optional(enumeration('Single', 'Occurrence', 'Exception', 'RecurringMaster')),
  /** The answer of this calendar's owner. Set by the server. */
  myResponseType: optional(ResponseType),
  /** Set by the server: whose calendar it was made in. FindItem returns the name alone. */
  organizer: optional(SingleRecipient),
  requiredAttendees: optional(Attendees),
  optionalAttendees: optional(Attendees),
  /** Rooms and equipment. */
  resources: optional(Attendees),
  inboxReminders: optional(types.arrayOf({ inboxReminder: InboxReminder })),
  /** How many items overlap this one. From here to `adjacentMeetings`: counted by the server when asked. */
  conflictingMeetingCount: optional(integer()),
  /** How many begin or end where this one ends or begins. */
  adjacentMeetingCount: optional(integer()),
  conflictingMeetings: optional(NeighbouringItems),
  adjacentMeetings: optional(NeighbouringItems),
  /** `PT1H30M`. Set by the server. */
  duration: optional(text),
  /** The display name of the zone. Set by the server. */
  timeZone: optional(text),
  /** When the owner answered the invitation; from here to `appointmentState`: set by the server. */
  appointmentReplyTime: optional(instant),
  /** Counts the updates that were sent (RFC 5545, 3.8.7.4). */
  appointmentSequenceNumber: optional(integer()),
  /** Bits: 1 a meeting, 2 received, 4 cancelled (MS-OXOCAL, 2.2.1.10). */
  appointmentState: optional(integer()),
  /** Makes the item a series. An occurrence has none; ask for its series by `recurringMasterItemId`. */
  recurrence: optional(Recurrence),
  /** Of a series; from here to `deletedOccurrences`: set by the server. */
  firstOccurrence: optional(OccurrenceInfo),
  /** Absent where the series has no end. */
  lastOccurrence: optional(OccurrenceInfo),
  modifiedOccurrences: optional(Occurrences),
  deletedOccurrences: optional(DeletedOccurrences),
  /** Of Exchange 2007 only; later servers take `startTimeZone`. */
  meetingTimeZone: optional(MeetingTimeZone),
  /** Where the appointment is at home: what keeps a series at the same time of day through the year. */
  startTimeZone: optional(TimeZoneDefinition),
  endTimeZone: optional(TimeZoneDefinition),
  /** 0 is video, 1 is presentation, 2 is chat. */
  conferenceType: optional(integer()),
  /** False to have attendees take it or leave it. */
  allowNewTimeProposal: optional(boolean),
  isOnlineMeeting: optional(boolean),
  meetingWorkspaceUrl: optional(text),
  netShowUrl: optional(text),
  enhancedLocation: optional(EnhancedLocation),
  /** Start and end as the clocks of their zones show them; since Exchange 2013, set by the server. */
  startWallClock: optional(instant),
  endWallClock: optional(instant),
  /** The Windows ids of `startTimeZone` and `endTimeZone`; since Exchange 2013, set by the server. */
  startTimeZoneId: optional(text),
  endTimeZoneId: optional(text),
  /** What the organizer's calendar shows, and the attendee's will once accepted. */
  intendedFreeBusyStatus: optional(LegacyFreeBusyStatus),
  joinOnlineMeetingUrl: optional(text),
  onlineMeetingSettings: optional(OnlineMeetingSettings),
  /** True in the organizer's own calendar; set by the server. */
  isOrganizer: optional(boolean),
  /** True to keep attendees from inviting others. */
  doNotForwardMeeting: optional(boolean),
  /**
   * The name of the item's element if it isn't `CalendarItem`, such as `MeetingRequest` or `Booking`: an item of another kind, of which only
   * the properties that calendar items have too are read. Set by the client; never sent.
   */
  otherKind: local<string>(),
} as const

/** An appointment or meeting, single or a series, or one occurrence of a series. */
export interface CalendarItem extends ValueOfParts<[typeof item, typeof appointment]> {}
export const CalendarItem: ComplexType<CalendarItem> = types.complexType(item, appointment)

/**
 * Items in an answer (MS-OXWSCDATA, ArrayOfRealItemsType). Items of other kinds are read as calendar items and have `otherKind`: in a
 * calendar they take time, so they must not vanish.
 */
export const CalendarItems = withOthers(types.arrayOf({ calendarItem: CalendarItem }), 'otherKind')
