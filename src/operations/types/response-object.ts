import {
  type ArrayType,
  boolean,
  type ComplexType,
  instant,
  optional,
  type TaggedEntry,
  text,
  type ValueOfParts,
} from '../../xml'
import { Attachments } from './attachment'
import { SingleRecipient } from './attendee'
import { Body } from './body'
import { EmailAddress } from './email-address'
import { ItemId } from './item-id'
import { types } from './namespaces'
import { Sensitivity } from './sensitivity'

/** Any number of recipients (MS-OXWSCDATA, ArrayOfRecipientsType). */
export const Recipients = types.arrayOf({ mailbox: EmailAddress })

const recipients = {
  /** The recipients. */
  toRecipients: optional(Recipients),
  /** The recipients of a copy. */
  ccRecipients: optional(Recipients),
  /** The recipients of a blind copy. */
  bccRecipients: optional(Recipients),
  /** True to have recipients asked for a read receipt. */
  isReadReceiptRequested: optional(boolean),
  /** True to have the server asked for a delivery receipt. */
  isDeliveryReceiptRequested: optional(boolean),
  /** The mailbox in whose name the mail is sent. */
  from: optional(SingleRecipient),
  /** The calendar item or meeting request that this answers. */
  referenceItemId: optional(ItemId),
} as const

const answer = {
  /** The class of the mail that is sent. */
  itemClass: optional(text),
  /** The sensitivity of the mail. Defaults to `Normal`. */
  sensitivity: optional(Sensitivity),
  /** The message to the organizer. */
  body: optional(Body),
  /** The attachments of the mail. */
  attachments: optional(Attachments),
  /** The mailbox that sends the mail. */
  sender: optional(SingleRecipient),
} as const

const proposal = {
  /** The start that the attendee proposes instead, as an instant. */
  proposedStart: optional(instant),
  /** The end that the attendee proposes instead, as an instant. */
  proposedEnd: optional(instant),
} as const

/** An answer to an invitation (MS-OXWSMTGS, MeetingRegistrationResponseObjectType). */
export interface MeetingRegistrationResponse
  extends ValueOfParts<[typeof answer, typeof recipients, typeof proposal]> {}
const MeetingRegistrationResponse: ComplexType<MeetingRegistrationResponse> = types.complexType(
  answer,
  recipients,
  proposal,
)

const cancellation = {
  /** The subject of the cancellation. */
  subject: optional(text),
  /** The body. Use `newBodyContent` for a message to the attendees. */
  body: optional(Body),
} as const

const cancellationText = {
  /** The message to the attendees. */
  newBodyContent: optional(Body),
} as const

/** The cancellation of a meeting, sent by its organizer (MS-OXWSMTGS, CancelCalendarItemType). */
export interface CancelCalendarItem
  extends ValueOfParts<[typeof cancellation, typeof recipients, typeof cancellationText]> {}
export const CancelCalendarItem: ComplexType<CancelCalendarItem> = types.complexType(
  cancellation,
  recipients,
  cancellationText,
)

const referenceItemResponse = {
  /** The item that the act refers to. */
  referenceItemId: optional(ItemId),
} as const

/** An act that needs nothing but the item that it refers to (MS-OXWSCDATA, ResponseObjectType). */
export interface ReferenceItemResponse extends ValueOfParts<[typeof referenceItemResponse]> {}
export const ReferenceItemResponse: ComplexType<ReferenceItemResponse> = types.complexType(referenceItemResponse)

/** The answers to a calendar item that CreateItem carries out (MS-OXWSMTGS). */
export const responseObjects = {
  /** Accepts an invitation. */
  acceptItem: MeetingRegistrationResponse,
  /** Accepts an invitation with reservations. */
  tentativelyAcceptItem: MeetingRegistrationResponse,
  /** Declines an invitation. */
  declineItem: MeetingRegistrationResponse,
  /** Cancels a meeting of the caller's own. */
  cancelCalendarItem: CancelCalendarItem,
} as const

const allResponseObjects = {
  ...responseObjects,
  /** Removes a meeting that was cancelled. */
  removeItem: ReferenceItemResponse,
  /** Adds a shared item to the caller's own calendar. */
  addItemToMyCalendar: ReferenceItemResponse,
  /** Proposes another time. */
  proposeNewTime: ReferenceItemResponse,
} as const

/** An answer that an item allows the caller. Answers to mail, such as forwarding it, are left out. */
export type ResponseObject = TaggedEntry<typeof allResponseObjects>

/** The answers that an item allows the caller (MS-OXWSCDATA, NonEmptyArrayOfResponseObjectsType). */
export const ResponseObjects: ArrayType<readonly ResponseObject[]> = types.nonEmptyArrayOfChoice(allResponseObjects)
