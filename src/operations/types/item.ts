import {
  attribute,
  base64,
  boolean,
  type ComplexType,
  content,
  dispensable,
  enumeration,
  instant,
  integer,
  language,
  optional,
  repeated,
  type Scalar,
  text,
  type ValueOfParts,
} from '../../xml'
import { Attachments } from './attachment'
import { Body } from './body'
import { EffectiveRights } from './effective-rights'
import { ExtendedProperty } from './extended-property'
import { ItemId } from './item-id'
import { types } from './namespaces'
import { ResponseObjects } from './response-object'
import { RetentionTag } from './retention-tag'
import { Sensitivity } from './sensitivity'
import { Strings } from './strings'

const mimeContent = {
  /** The character set of the decoded content, such as `UTF-8`. */
  characterSet: optional(attribute(text)),
  /** The item in base64. */
  value: content(base64),
} as const

/** An item in a standard format, which is iCalendar for calendar items (MS-OXWSCDATA, MimeContentType). */
export interface MimeContent extends ValueOfParts<[typeof mimeContent]> {}
const MimeContent: ComplexType<MimeContent> = types.complexType(mimeContent)

const flag = {
  /** The state of the follow-up. */
  flagStatus: enumeration('NotFlagged', 'Flagged', 'Complete'),
  /** The time to start at, as an instant. */
  startDate: optional(instant),
  /** The time to be done by, as an instant. */
  dueDate: optional(instant),
  /** The time at which it was done, as an instant. */
  completeDate: optional(instant),
} as const

/** A follow-up flag (MS-OXWSCDATA, FlagType). */
export interface Flag extends ValueOfParts<[typeof flag]> {}
const Flag: ComplexType<Flag> = types.complexType(flag)

/**
 * Minutes, at most five years of them (MS-OXWSCDATA, ReminderMinutesBeforeStartType). Servers also send 1525252321 for an
 * item that follows the default of its mailbox (MS-OXORMDR, 2.2.1.3, PidLidReminderDelta). Only servers write that value.
 */
const ReminderMinutesBeforeStart: Scalar<number> = {
  ...integer({ minInclusive: 0, maxInclusive: 2629800 }),
  read: integer().read,
}

/** The elements of every item, in the order of the schema (MS-OXWSCORE, ItemType). */
export const item = {
  /** The item in a standard format. Returned only if the item shape sets `includeMimeContent`. */
  mimeContent: dispensable(optional(MimeContent)),
  /** The item's id and version. Set by the server. */
  itemId: optional(ItemId),
  /** The id of the folder that holds the item. Set by the server. */
  parentFolderId: optional(ItemId),
  /** The kind of item: `IPM.Appointment` for appointments. */
  itemClass: optional(text),
  /** The title. */
  subject: optional(text),
  /** The sensitivity, such as `Private`. Defaults to `Normal`. */
  sensitivity: optional(Sensitivity),
  /** The description. GetItem returns it; FindItem never does. */
  body: dispensable(optional(Body)),
  /** The attachments without their contents. GetItem returns them; FindItem never does. */
  attachments: dispensable(optional(Attachments)),
  /** The time at which the item arrived, as an instant. Set by the server. */
  dateTimeReceived: dispensable(optional(instant)),
  /** The size in bytes. Set by the server. */
  size: dispensable(optional(integer())),
  /** The categories by their names. */
  categories: dispensable(optional(Strings)),
  /** The importance. Defaults to `Normal`. */
  importance: optional(enumeration('Low', 'Normal', 'High')),
  /** The internet message id of the message that this item answers. */
  inReplyTo: optional(text),
  /** True if the item was handed in to be sent. Set by the server. */
  isSubmitted: dispensable(optional(boolean)),
  /** True if the item was not sent yet. Set by the server. */
  isDraft: dispensable(optional(boolean)),
  /** True if the mailbox's owner sent the item to themselves. Set by the server. */
  isFromMe: dispensable(optional(boolean)),
  /** True if the item was sent before. Set by the server. */
  isResend: dispensable(optional(boolean)),
  /** True if the item was never changed. Set by the server. */
  isUnmodified: dispensable(optional(boolean)),
  /** The time at which the item was sent, as an instant. Set by the server. */
  dateTimeSent: dispensable(optional(instant)),
  /** The time at which the item was created, as an instant. Set by the server. */
  dateTimeCreated: dispensable(optional(instant)),
  /** The answers that the item allows the caller, such as accepting it. Set by the server. */
  responseObjects: dispensable(optional(ResponseObjects)),
  /** The instant that the reminder counts back from, which is the item's start. */
  reminderDueBy: dispensable(optional(instant)),
  /** True if there is a reminder. */
  reminderIsSet: dispensable(optional(boolean)),
  /** The time of a series' next reminder, as an instant. Set by the server. */
  reminderNextTime: dispensable(optional(instant)),
  /** The time of the reminder, in minutes before the start. */
  reminderMinutesBeforeStart: dispensable(optional(ReminderMinutesBeforeStart)),
  /** The names of the optional attendees, separated by `; `. Set by the server. */
  displayCc: optional(text),
  /** The names of the required attendees, separated by `; `. Set by the server. */
  displayTo: optional(text),
  /** The names of the resources, separated by `; `. Set by the server. */
  displayBcc: optional(text),
  /** True if there is an attachment that is not inline. Set by the server. */
  hasAttachments: dispensable(optional(boolean)),
  /** The extended properties that the item shape names. No base shape has any. */
  extendedProperty: dispensable(repeated(ExtendedProperty)),
  /** The item's language, such as `en-US`. */
  culture: dispensable(optional(language)),
  /** The caller's rights on the item. Set by the server. */
  effectiveRights: dispensable(optional(EffectiveRights)),
  /** The display name of the person who changed the item last. Set by the server. */
  lastModifiedName: optional(text),
  /** The time of the last change, as an instant. Set by the server. */
  lastModifiedTime: dispensable(optional(instant)),
  /** True if the item is a hidden one that belongs to the folder's settings, such as a view. Set by the server. */
  isAssociated: dispensable(optional(boolean)),
  /** The query string that opens the item for reading in Outlook on the web. Set by the server. */
  webClientReadFormQueryString: optional(text),
  /** The query string that opens the item for editing in Outlook on the web. Set by the server. */
  webClientEditFormQueryString: optional(text),
  /** The id of the conversation that the item belongs to. Set by the server. */
  conversationId: dispensable(optional(ItemId)),
  /** The body without the text that it quotes. Set by the server. */
  uniqueBody: dispensable(optional(Body)),
  /** The follow-up flag. */
  flag: dispensable(optional(Flag)),
  /** The MAPI entry id in base64. Set by the server. */
  storeEntryId: dispensable(optional(base64)),
  /** The key of the item's row in a search, in base64. Set by the server. */
  instanceKey: dispensable(optional(base64)),
  /** The body, cleaned for display. Set by the server. */
  normalizedBody: dispensable(optional(Body)),
  /** The tag by which the server deletes the item. */
  policyTag: dispensable(optional(RetentionTag)),
  /** The tag by which the server archives the item. */
  archiveTag: dispensable(optional(RetentionTag)),
  /** The time at which the item's tags have it archived or deleted, as an instant. Set by the server. */
  retentionDate: dispensable(optional(instant)),
  /** The first 255 characters of the body. Set by the server. */
  preview: optional(text),
  /** The body as plain text, in whatever form it is stored. Set by the server. */
  textBody: dispensable(optional(Body)),
  /** The MAPI key that all copies of the item share, in base64. Set by the server. */
  searchKey: dispensable(optional(base64)),
} as const
