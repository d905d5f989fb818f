import {
  attribute,
  base64,
  boolean,
  type ComplexType,
  content,
  enumeration,
  guid,
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
import { ExtendedProperty } from './extended-property'
import { ItemId } from './item-id'
import { types } from './namespaces'
import { ResponseObjects } from './response-object'
import { Sensitivity } from './sensitivity'

const mimeContent = { characterSet: optional(attribute(text)), value: content(base64) } as const

/** An item in a mail format, for calendar items iCalendar, in base64 (MS-OXWSCDATA, MimeContentType). */
export interface MimeContent extends ValueOfParts<[typeof mimeContent]> {}
const MimeContent: ComplexType<MimeContent> = types.complexType(mimeContent)

const effectiveRights = {
  createAssociated: boolean,
  createContents: boolean,
  createHierarchy: boolean,
  delete: boolean,
  modify: boolean,
  read: boolean,
  viewPrivateItems: optional(boolean),
} as const

/** What the caller may do (MS-OXWSCDATA, EffectiveRightsType). */
export interface EffectiveRights extends ValueOfParts<[typeof effectiveRights]> {}
const EffectiveRights: ComplexType<EffectiveRights> = types.complexType(effectiveRights)

const flag = {
  flagStatus: enumeration('NotFlagged', 'Flagged', 'Complete'),
  startDate: optional(instant),
  dueDate: optional(instant),
  completeDate: optional(instant),
} as const

/** A mark to follow up (MS-OXWSCDATA, FlagType). */
export interface Flag extends ValueOfParts<[typeof flag]> {}
const Flag: ComplexType<Flag> = types.complexType(flag)

const retentionTag = { isExplicit: attribute(boolean), value: content(guid) } as const

/** Names a rule by which items are archived or deleted in time (MS-OXWSCDATA, RetentionTagType). */
export interface RetentionTag extends ValueOfParts<[typeof retentionTag]> {}
const RetentionTag: ComplexType<RetentionTag> = types.complexType(retentionTag)

/**
 * In minutes, up to five years of them. Servers also send 1525252321, which isn't for us to write: the item goes by the default
 * of its mailbox (MS-OXORMDR, 2.2.1.3, PidLidReminderDelta; MS-OXWSCDATA, ReminderMinutesBeforeStartType).
 */
const ReminderMinutesBeforeStart: Scalar<number> = {
  ...integer({ minInclusive: 0, maxInclusive: 2629800 }),
  read: integer().read,
}

/** Strings in any number (MS-OXWSCDATA, ArrayOfStringsType). */
const Strings = types.arrayOf({ string: text })

/** What any item has (MS-OXWSCORE, ItemType), in the order of the schema. */
export const item = {
  /** Comes only where the item shape has `includeMimeContent`. */
  mimeContent: optional(MimeContent),
  itemId: optional(ItemId),
  /** The folder's id. Set by the server. */
  parentFolderId: optional(ItemId),
  /** `IPM.Appointment`. */
  itemClass: optional(text),
  subject: optional(text),
  sensitivity: optional(Sensitivity),
  /** GetItem returns it; FindItem never does. */
  body: optional(Body),
  /** What is known of the attachments; GetItem returns it, FindItem never does. */
  attachments: optional(Attachments),
  /** Set by the server. */
  dateTimeReceived: optional(instant),
  /** In bytes; set by the server. */
  size: optional(integer()),
  categories: optional(Strings),
  importance: optional(enumeration('Low', 'Normal', 'High')),
  /** The internet message id of what this is an answer to. */
  inReplyTo: optional(text),
  /** From `isSubmitted` to `dateTimeCreated`: set by the server. */
  isSubmitted: optional(boolean),
  isDraft: optional(boolean),
  isFromMe: optional(boolean),
  isResend: optional(boolean),
  isUnmodified: optional(boolean),
  dateTimeSent: optional(instant),
  dateTimeCreated: optional(instant),
  /** What the caller may answer; set by the server. */
  responseObjects: optional(ResponseObjects),
  /** The moment that the reminder counts back from: the start, as the server has it. */
  reminderDueBy: optional(instant),
  reminderIsSet: optional(boolean),
  /** When the reminder of a series comes up next; set by the server. */
  reminderNextTime: optional(instant),
  reminderMinutesBeforeStart: optional(ReminderMinutesBeforeStart),
  /** The names of optional attendees, joined with `; `. Set by the server. */
  displayCc: optional(text),
  /** The names of required attendees. Set by the server. */
  displayTo: optional(text),
  /** The names of resources. Set by the server. */
  displayBcc: optional(text),
  /** True if there is one that isn't inline; set by the server. */
  hasAttachments: optional(boolean),
  /** Only those come that the item shape names. */
  extendedProperty: repeated(ExtendedProperty),
  /** The item's language, `en-US`. */
  culture: optional(language),
  /** From here to `conversationId`: set by the server. */
  effectiveRights: optional(EffectiveRights),
  /** The display name of whoever changed the item last. */
  lastModifiedName: optional(text),
  lastModifiedTime: optional(instant),
  /** True of an item that belongs to a folder's settings, such as a view. */
  isAssociated: optional(boolean),
  /** What follows the address of Outlook on the web, to open the item there. */
  webClientReadFormQueryString: optional(text),
  webClientEditFormQueryString: optional(text),
  conversationId: optional(ItemId),
  /** The body without what it quotes; read-only. */
  uniqueBody: optional(Body),
  flag: optional(Flag),
  /** The MAPI entry id, base64; set by the server. */
  storeEntryId: optional(base64),
  /** Names the row of a search, base64; set by the server. */
  instanceKey: optional(base64),
  /** The body, cleaned for display; read-only. */
  normalizedBody: optional(Body),
  policyTag: optional(RetentionTag),
  archiveTag: optional(RetentionTag),
  /** When the item is archived or deleted by its tags; set by the server. */
  retentionDate: optional(instant),
  /** The first 255 characters of the body; set by the server. */
  preview: optional(text),
  /** The body as plain text, whatever form it has; read-only. */
  textBody: optional(Body),
  /** MAPI's key for finding copies of one item, base64; set by the server. */
  searchKey: optional(base64),
} as const
