import {
  boolean,
  type ComplexType,
  dispensable,
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
  /** The id of the reminder. */
  id: optional(guid),
  /** The time of the reminder, in minutes before the start. */
  reminderOffset: optional(integer()),
  /** The text of the mail. */
  message: optional(text),
  /** True if the organizer set the reminder. */
  isOrganizerReminder: optional(boolean),
  /** The way in which an occurrence's reminder differs from the one of its series. */
  occurrenceChange: optional(enumeration('None', 'Added', 'Override', 'Deleted')),
  /** The recipients of the mail. */
  sendOption: optional(enumeration('NotSet', 'User', 'AllAttendees', 'Staff', 'Customer')),
  /** The subject of the mail. */
  subject: optional(text),
  /** The text of the mail with formatting. */
  richTextMessage: optional(text),
} as const

/** A reminder by mail (MS-OXWSCDATA, InboxReminderType). */
export interface InboxReminder extends ValueOfParts<[typeof inboxReminder]> {}
const InboxReminder: ComplexType<InboxReminder> = types.complexType(inboxReminder)

const neighbouringItem = {
  /** The other item's id and version. */
  itemId: optional(ItemId),
  /** The title. */
  subject: optional(text),
  /** The start, as an instant. */
  start: optional(instant),
  /** The end, as an instant. */
  end: optional(instant),
  /** The status that the other item gives its time in free/busy information. */
  legacyFreeBusyStatus: optional(LegacyFreeBusyStatus),
  /** The place. */
  location: optional(text),
} as const

/** A short form of another item in the calendar. GetItem returns all of it. */
export interface NeighbouringItem extends ValueOfParts<[typeof neighbouringItem]> {}
const NeighbouringItem: ComplexType<NeighbouringItem> = types.complexType(neighbouringItem)
const NeighbouringItems = types.nonEmptyArrayOf({ calendarItem: NeighbouringItem })

const onlineMeetingSettings = {
  /** Lets people who call by telephone skip the lobby, or not. */
  lobbyBypass: enumeration('Disabled', 'EnabledForGatewayParticipants'),
  /** The people who may join. */
  accessLevel: enumeration('Locked', 'Invited', 'Internal', 'Everyone'),
  /** The people who may present. */
  presenters: enumeration('Disabled', 'Internal', 'Everyone'),
} as const

/** The rules for joining an online meeting (MS-OXWSCDATA, OnlineMeetingSettingsType). */
export interface OnlineMeetingSettings extends ValueOfParts<[typeof onlineMeetingSettings]> {}
const OnlineMeetingSettings: ComplexType<OnlineMeetingSettings> = types.complexType(onlineMeetingSettings)

/** The elements that calendar items add to those of every item, in the order of the schema (MS-OXWSMTGS, CalendarItemType). */
export const appointment = {
  /** The iCalendar UID, which is the same in the calendars of all attendees (RFC 5545, 3.8.4.7). */
  uid: optional(named('UID', text)),
  /** The start that the pattern gives an occurrence, as an instant (RFC 5545, 3.8.4.4). Set by the server. */
  recurrenceId: dispensable(optional(instant)),
  /** The time at which the item was made, as an instant (RFC 5545, 3.8.7.2). Set by the server. */
  dateTimeStamp: dispensable(optional(instant)),
  /** The start, as an instant. The first occurrence's, for a series. */
  start: optional(instant),
  /** The end, as an instant. The first occurrence's, for a series. */
  end: optional(instant),
  /** The start that the pattern would have given an exception, as an instant. Set by the server. */
  originalStart: dispensable(optional(instant)),
  /** True for whole days of `startTimeZone`: the server moves start and end to midnight there. */
  isAllDayEvent: optional(boolean),
  /** The status that the item gives its time in free/busy information. */
  legacyFreeBusyStatus: optional(LegacyFreeBusyStatus),
  /** The place as text. */
  location: optional(text),
  /** The time in words, in the language of the mailbox. */
  when: optional(text),
  /** True if there are attendees. Set by the server. */
  isMeeting: dispensable(optional(boolean)),
  /** True if the organizer has cancelled the meeting. Set by the server. */
  isCancelled: optional(boolean),
  /** True for occurrences and exceptions, false for the series itself. Set by the server. */
  isRecurring: dispensable(optional(boolean)),
  /** True if invitations were sent. Set by the server. */
  meetingRequestWasSent: dispensable(optional(boolean)),
  /** True if the organizer wants answers from the attendees. */
  isResponseRequested: dispensable(optional(boolean)),
  /** The kind: one appointment, an occurrence, an exception to a series, or the series itself. Set by the server. */
  calendarItemType: optional(enumeration('Single', 'Occurrence', 'Exception', 'RecurringMaster')),
  /** The answer of this calendar's owner. Set by the server. */
  myResponseType: optional(ResponseType),
  /** The owner of the calendar in which the item was made. Some servers return only the name with FindItem. Set by the server. */
  organizer: dispensable(optional(SingleRecipient)),
  /** The attendees who have to come. GetItem returns them; FindItem never does. */
  requiredAttendees: optional(Attendees),
  /** The attendees who may come. GetItem returns them; FindItem never does. */
  optionalAttendees: optional(Attendees),
  /** The rooms and equipment. GetItem returns them; FindItem never does. */
  resources: optional(Attendees),
  /** The reminders by mail. */
  inboxReminders: dispensable(optional(types.arrayOf({ inboxReminder: InboxReminder }))),
  /** The number of items that overlap this one. Counted by the server if the item shape names it. */
  conflictingMeetingCount: dispensable(optional(integer())),
  /** The number of items that begin or end where this one ends or begins. Counted by the server if the item shape names it. */
  adjacentMeetingCount: dispensable(optional(integer())),
  /** The items that overlap this one. Found by the server if the item shape names them. */
  conflictingMeetings: dispensable(optional(NeighbouringItems)),
  /** The items that begin or end where this one ends or begins. Found by the server if the item shape names them. */
  adjacentMeetings: dispensable(optional(NeighbouringItems)),
  /** The length, such as `PT1H30M` (XML Schema, duration). Set by the server. */
  duration: optional(text),
  /** The display name of the time zone. Set by the server. */
  timeZone: optional(text),
  /** The time at which the owner answered the invitation, as an instant. Set by the server. */
  appointmentReplyTime: dispensable(optional(instant)),
  /** The number of updates that were sent (RFC 5545, 3.8.7.4). Set by the server. */
  appointmentSequenceNumber: dispensable(optional(integer())),
  /** A sum of bits: 1 for a meeting, 2 for a received one, 4 for a cancelled one (MS-OXOCAL, 2.2.1.10). Set by the server. */
  appointmentState: dispensable(optional(integer())),
  /**
   * The days on which a series takes place. It makes the item a series; occurrences have none. Give a `startTimeZone` with it:
   * a series without one stays at the same time in UTC, so its local time moves when the clocks change. To read an
   * occurrence's recurrence, ask GetItem for the `recurringMasterItemId`.
   */
  recurrence: optional(Recurrence),
  /** The first occurrence of a series. Set by the server. */
  firstOccurrence: dispensable(optional(OccurrenceInfo)),
  /** The last occurrence of a series, absent if the series has no end. Set by the server. */
  lastOccurrence: dispensable(optional(OccurrenceInfo)),
  /** The occurrences that differ from the series. Set by the server. */
  modifiedOccurrences: optional(Occurrences),
  /** The occurrences that were deleted from the series. Set by the server. */
  deletedOccurrences: optional(DeletedOccurrences),
  /** The time zone, for Exchange 2007 only. Later servers take `startTimeZone`. */
  meetingTimeZone: dispensable(optional(MeetingTimeZone)),
  /** The time zone of the start. It keeps a series at the same local time all year. */
  startTimeZone: dispensable(optional(TimeZoneDefinition)),
  /** The time zone of the end. */
  endTimeZone: dispensable(optional(TimeZoneDefinition)),
  /** The kind of conference: 0 for video, 1 for presentation, 2 for chat. */
  conferenceType: dispensable(optional(integer())),
  /** False if attendees may not propose another time. */
  allowNewTimeProposal: dispensable(optional(boolean)),
  /** True if the meeting takes place online. */
  isOnlineMeeting: dispensable(optional(boolean)),
  /** The URL of the meeting's workspace. */
  meetingWorkspaceUrl: optional(text),
  /** The URL of a NetShow broadcast. */
  netShowUrl: optional(text),
  /** The place with its address. Needs Exchange 2013 or later. */
  enhancedLocation: dispensable(optional(EnhancedLocation)),
  /** The start as clocks in its time zone show it. Needs Exchange 2013 or later. Set by the server. */
  startWallClock: dispensable(optional(instant)),
  /** The end as clocks in its time zone show it. Needs Exchange 2013 or later. Set by the server. */
  endWallClock: dispensable(optional(instant)),
  /** The Windows id of `startTimeZone`, such as `W. Europe Standard Time`. Needs Exchange 2013 or later. Set by the server. */
  startTimeZoneId: optional(text),
  /** The Windows id of `endTimeZone`, such as `W. Europe Standard Time`. Needs Exchange 2013 or later. Set by the server. */
  endTimeZoneId: optional(text),
  /** The status in the organizer's calendar, and in the attendee's once the attendee accepts. */
  intendedFreeBusyStatus: optional(LegacyFreeBusyStatus),
  /** The URL at which to join an online meeting. */
  joinOnlineMeetingUrl: optional(text),
  /** The rules for joining an online meeting. */
  onlineMeetingSettings: dispensable(optional(OnlineMeetingSettings)),
  /** True in the organizer's own calendar. Set by the server. */
  isOrganizer: optional(boolean),
  /** True if attendees may not forward the invitation. */
  doNotForwardMeeting: dispensable(optional(boolean)),
  /**
   * The kind of an item that is no calendar item, by its element's name, such as `MeetingRequest`. Only the properties that it
   * shares with calendar items are read. Set by the client, never sent.
   */
  otherKind: local<string>(),
} as const

/** An appointment or meeting, a series of them, or one occurrence of a series (MS-OXWSMTGS, CalendarItemType). */
export interface CalendarItem extends ValueOfParts<[typeof item, typeof appointment]> {
  /** Never set: it keeps a folder from passing for an item. */
  readonly folderId?: undefined
}
export const CalendarItem: ComplexType<CalendarItem> = types.complexType(item, appointment)

/**
 * The items of an answer. An item of another kind is read like a calendar item and has `otherKind`: it takes time in a
 * calendar, so it must not vanish (MS-OXWSCDATA, ArrayOfRealItemsType).
 */
export const CalendarItems = withOthers(types.arrayOf({ calendarItem: CalendarItem }), 'otherKind')
