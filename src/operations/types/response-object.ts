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

const Recipients = types.arrayOf({ mailbox: EmailAddress })

const recipients = {
  toRecipients: optional(Recipients),
  ccRecipients: optional(Recipients),
  bccRecipients: optional(Recipients),
  isReadReceiptRequested: optional(boolean),
  isDeliveryReceiptRequested: optional(boolean),
  from: optional(SingleRecipient),
  /** The calendar item or meeting request that this is about. */
  referenceItemId: optional(ItemId),
} as const

const answer = {
  itemClass: optional(text),
  sensitivity: optional(Sensitivity),
  /** What the organizer gets to read. */
  body: optional(Body),
  attachments: optional(Attachments),
  sender: optional(SingleRecipient),
} as const

const proposal = {
  /** Another time that the attendee would rather have. */
  proposedStart: optional(instant),
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

const cancellation = { subject: optional(text), body: optional(Body) } as const

const cancellationText = {
  /** What attendees get to read. */
  newBodyContent: optional(Body),
} as const

/** The end of a meeting, for its organizer to send (MS-OXWSMTGS, CancelCalendarItemType). */
export interface CancelCalendarItem
  extends ValueOfParts<[typeof cancellation, typeof recipients, typeof cancellationText]> {}
const CancelCalendarItem: ComplexType<CancelCalendarItem> = types.complexType(
  cancellation,
  recipients,
  cancellationText,
)

const referenceItemResponse = { referenceItemId: optional(ItemId) } as const

/** An act that refers to an item and says no more about it. */
export interface ReferenceItemResponse extends ValueOfParts<[typeof referenceItemResponse]> {}
const ReferenceItemResponse: ComplexType<ReferenceItemResponse> = types.complexType(referenceItemResponse)

/** What one sends in answer to a calendar item, for CreateItem to carry out (MS-OXWSMTGS). */
export const responseObjects = {
  acceptItem: MeetingRegistrationResponse,
  tentativelyAcceptItem: MeetingRegistrationResponse,
  declineItem: MeetingRegistrationResponse,
  cancelCalendarItem: CancelCalendarItem,
} as const

const allResponseObjects = {
  ...responseObjects,
  removeItem: ReferenceItemResponse,
  addItemToMyCalendar: ReferenceItemResponse,
  proposeNewTime: ReferenceItemResponse,
} as const

/** One thing that an item allows its reader to do, without what is mail's. */
export type ResponseObject = TaggedEntry<typeof allResponseObjects>

/** What an item allows its reader to do (MS-OXWSCDATA, NonEmptyArrayOfResponseObjectsType). */
export const ResponseObjects: ArrayType<readonly ResponseObject[]> = types.nonEmptyArrayOfChoice(allResponseObjects)
