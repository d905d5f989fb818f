import { base64, boolean, type ComplexType, enumeration, instant, optional, text, type ValueOfParts } from '../../xml'
import { ResponseType, SingleRecipient } from '../types/attendee'
import { appointment, type CalendarItem } from '../types/calendar-item'
import { item } from '../types/item'
import { ItemId } from '../types/item-id'
import { types } from '../types/namespaces'
import { Recipients } from '../types/response-object'

/** The elements that messages add to those of every item, in the order of the schema (MS-OXWSMSG, MessageType). */
const message = {
  /** The mailbox that sent the message. */
  sender: optional(SingleRecipient),
  /** The recipients. */
  toRecipients: optional(Recipients),
  /** The recipients of a copy. */
  ccRecipients: optional(Recipients),
  /** The recipients of a blind copy. */
  bccRecipients: optional(Recipients),
  /** True if the sender wants to know when the message is read. */
  isReadReceiptRequested: optional(boolean),
  /** True if the sender wants to know when the message arrives. */
  isDeliveryReceiptRequested: optional(boolean),
  /** The place of the message in its conversation. Set by the server. */
  conversationIndex: optional(base64),
  /** The subject without prefixes. Set by the server. */
  conversationTopic: optional(text),
  /** The mailbox in whose name the message was sent. */
  from: optional(SingleRecipient),
  /** The header Message-ID (RFC 5322, 3.6.4). */
  internetMessageId: optional(text),
  /** True if the message was read. */
  isRead: optional(boolean),
  /** True if the sender wants an answer. */
  isResponseRequested: optional(boolean),
  /** The header References (RFC 5322, 3.6.4). */
  references: optional(text),
  /** The mailboxes to answer to. */
  replyTo: optional(Recipients),
  /** The mailbox that the message arrived in. Set by the server. */
  receivedBy: optional(SingleRecipient),
  /** The mailbox for which it arrived there. Set by the server. */
  receivedRepresenting: optional(SingleRecipient),
} as const

/** A message (MS-OXWSMSG, MessageType). */
export interface Message extends ValueOfParts<[typeof item, typeof message]> {}
export const Message: ComplexType<Message> = types.complexType(item, message)

/** The elements of every message about a meeting, in the order of the schema (MS-OXWSMTGS, MeetingMessageType). */
const meetingMessage = {
  /** The calendar item that the message is about, in the same mailbox. */
  associatedCalendarItemId: optional(ItemId),
  /** True if a delegate handles the message. */
  isDelegated: optional(boolean),
  /** True if a later message about the same meeting has arrived. */
  isOutOfDate: optional(boolean),
  /** True if the calendar shows what the message says. */
  hasBeenProcessed: optional(boolean),
  /** The answer that a response brings, or the owner's answer to a request. */
  responseType: optional(ResponseType),
  uid: appointment.uid,
  recurrenceId: appointment.recurrenceId,
  dateTimeStamp: appointment.dateTimeStamp,
  isOrganizer: appointment.isOrganizer,
} as const

/** The elements of an invitation, in the order of the schema (MS-OXWSMTGS, MeetingRequestMessageType). */
const meetingRequest = {
  /** Whether it is the first request for its meeting, or a later one. */
  meetingRequestType: optional(
    enumeration(
      'None',
      'FullUpdate',
      'InformationalUpdate',
      'NewMeetingRequest',
      'Outdated',
      'SilentUpdate',
      'PrincipalWantsCopy',
    ),
  ),
  intendedFreeBusyStatus: appointment.intendedFreeBusyStatus,
  start: appointment.start,
  end: appointment.end,
  originalStart: appointment.originalStart,
  isAllDayEvent: appointment.isAllDayEvent,
  legacyFreeBusyStatus: appointment.legacyFreeBusyStatus,
  location: appointment.location,
  when: appointment.when,
  isMeeting: appointment.isMeeting,
  isCancelled: appointment.isCancelled,
  isRecurring: appointment.isRecurring,
  meetingRequestWasSent: appointment.meetingRequestWasSent,
  calendarItemType: appointment.calendarItemType,
  myResponseType: appointment.myResponseType,
  organizer: appointment.organizer,
  requiredAttendees: appointment.requiredAttendees,
  optionalAttendees: appointment.optionalAttendees,
  resources: appointment.resources,
  conflictingMeetingCount: appointment.conflictingMeetingCount,
  adjacentMeetingCount: appointment.adjacentMeetingCount,
  conflictingMeetings: appointment.conflictingMeetings,
  adjacentMeetings: appointment.adjacentMeetings,
  duration: appointment.duration,
  timeZone: appointment.timeZone,
  appointmentReplyTime: appointment.appointmentReplyTime,
  appointmentSequenceNumber: appointment.appointmentSequenceNumber,
  appointmentState: appointment.appointmentState,
  recurrence: appointment.recurrence,
  firstOccurrence: appointment.firstOccurrence,
  lastOccurrence: appointment.lastOccurrence,
  modifiedOccurrences: appointment.modifiedOccurrences,
  deletedOccurrences: appointment.deletedOccurrences,
  meetingTimeZone: appointment.meetingTimeZone,
  startTimeZone: appointment.startTimeZone,
  endTimeZone: appointment.endTimeZone,
  conferenceType: appointment.conferenceType,
  allowNewTimeProposal: appointment.allowNewTimeProposal,
  isOnlineMeeting: appointment.isOnlineMeeting,
  meetingWorkspaceUrl: appointment.meetingWorkspaceUrl,
  netShowUrl: appointment.netShowUrl,
  enhancedLocation: appointment.enhancedLocation,
  startWallClock: appointment.startWallClock,
  endWallClock: appointment.endWallClock,
  startTimeZoneId: appointment.startTimeZoneId,
  endTimeZoneId: appointment.endTimeZoneId,
  doNotForwardMeeting: appointment.doNotForwardMeeting,
} as const

/** An invitation, or an update of one (MS-OXWSMTGS, MeetingRequestMessageType). */
export interface MeetingRequest
  extends ValueOfParts<[typeof item, typeof message, typeof meetingMessage, typeof meetingRequest]> {}
export const MeetingRequest: ComplexType<MeetingRequest> = types.complexType(
  item,
  message,
  meetingMessage,
  meetingRequest,
)

/** What responses and cancellations say about the meeting. */
const meeting = {
  start: appointment.start,
  end: appointment.end,
  location: appointment.location,
  recurrence: appointment.recurrence,
  calendarItemType: appointment.calendarItemType,
} as const

const proposal = {
  /** The start that the attendee proposes instead, as an instant. */
  proposedStart: optional(instant),
  /** The end that the attendee proposes instead, as an instant. */
  proposedEnd: optional(instant),
} as const

/** An attendee's answer, as the organizer gets it (MS-OXWSMTGS, MeetingResponseMessageType). */
export interface MeetingResponse
  extends ValueOfParts<[typeof item, typeof message, typeof meetingMessage, typeof meeting, typeof proposal]> {}
export const MeetingResponse: ComplexType<MeetingResponse> = types.complexType(
  item,
  message,
  meetingMessage,
  meeting,
  proposal,
)

/** The cancellation of a meeting, as attendees get it (MS-OXWSMTGS, MeetingCancellationMessageType). */
export interface MeetingCancellation
  extends ValueOfParts<[typeof item, typeof message, typeof meetingMessage, typeof meeting]> {}
export const MeetingCancellation: ComplexType<MeetingCancellation> = types.complexType(
  item,
  message,
  meetingMessage,
  meeting,
)

/** The properties of messages of all kinds. Each kind has some of them. */
export interface AnyMessage extends MeetingRequest, ValueOfParts<[typeof proposal]> {}

/** The properties of items of all kinds. */
export interface EveryItem extends CalendarItem, Omit<AnyMessage, keyof CalendarItem> {}
export const EveryItem: ComplexType<EveryItem> = types.complexType(
  item,
  message,
  meetingMessage,
  meetingRequest,
  proposal,
  appointment,
)
