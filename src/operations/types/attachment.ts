import {
  type ArrayType,
  attribute,
  base64,
  boolean,
  type ComplexType,
  type Infer,
  instant,
  integer,
  optional,
  type TaggedEntry,
  text,
  type ValueOfParts,
} from '../../xml'
import { types } from './namespaces'

const attachmentId = {
  id: attribute(text),
  /** The item that the attachment belongs to, and its change key. */
  rootItemId: optional(attribute(text)),
  rootItemChangeKey: optional(attribute(text)),
} as const

/** Names an attachment (MS-OXWSCDATA, AttachmentIdType). */
export interface AttachmentId extends ValueOfParts<[typeof attachmentId]> {}
export const AttachmentId: ComplexType<AttachmentId> = types.complexType(attachmentId)

/** What any attachment has (MS-OXWSCDATA, AttachmentType), in the order of the schema. */
const attachment = {
  /** Set by the server. */
  attachmentId: optional(AttachmentId),
  /** The file's name. */
  name: optional(text),
  /** The media type, `application/pdf`. */
  contentType: optional(text),
  /** What an HTML body refers to as `cid:`. */
  contentId: optional(text),
  contentLocation: optional(text),
  attachmentOriginalUrl: optional(text),
  /** In bytes; set by the server. */
  size: optional(integer()),
  /** Set by the server. */
  lastModifiedTime: optional(instant),
  /** True where it is shown within the body. */
  isInline: optional(boolean),
} as const

/** Another item as an attachment (MS-OXWSCDATA, ItemAttachmentType); the item itself comes with GetAttachment. */
export interface ItemAttachment extends ValueOfParts<[typeof attachment]> {}
export const ItemAttachment: ComplexType<ItemAttachment> = types.complexType(attachment)

const fileAttachment = {
  isContactPhoto: optional(boolean),
  /** Base64. */
  content: optional(base64),
} as const

/** A file (MS-OXWSCDATA, FileAttachmentType). GetItem leaves `content` out; it comes with GetAttachment. */
export interface FileAttachment extends ValueOfParts<[typeof attachment, typeof fileAttachment]> {}
export const FileAttachment: ComplexType<FileAttachment> = types.complexType(attachment, fileAttachment)

const referenceAttachment = {
  attachLongPathName: optional(text),
  providerType: optional(text),
  providerEndpointUrl: optional(text),
  attachmentThumbnailUrl: optional(text),
  attachmentPreviewUrl: optional(text),
  permissionType: optional(integer()),
  originalPermissionType: optional(integer()),
  attachmentIsFolder: optional(boolean),
} as const

/** A link to a file that is kept elsewhere (MS-OXWSCDATA, ReferenceAttachmentType). */
export interface ReferenceAttachment extends ValueOfParts<[typeof attachment, typeof referenceAttachment]> {}
export const ReferenceAttachment: ComplexType<ReferenceAttachment> = types.complexType(attachment, referenceAttachment)

const attachments = {
  itemAttachment: ItemAttachment,
  fileAttachment: FileAttachment,
  referenceAttachment: ReferenceAttachment,
} as const

/** An attachment of one of the three kinds. */
export type Attachment = TaggedEntry<typeof attachments>

/** Attachments, each under its kind: `[{ fileAttachment: { name } }]` (MS-OXWSCDATA, NonEmptyArrayOfAttachmentsType). */
export const Attachments: ArrayType<readonly Attachment[]> = types.nonEmptyArrayOfChoice(attachments)
export type Attachments = Infer<typeof Attachments>
