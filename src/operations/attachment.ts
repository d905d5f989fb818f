import { attribute, base64, boolean, type Infer, instant, integer, optional, text } from '../xml'
import { types } from './namespaces'

/** Names an attachment (MS-OXWSCDATA, AttachmentIdType). */
export const AttachmentId = types.complexType({
  id: attribute(text),
  /** The item that the attachment belongs to, and its change key. */
  rootItemId: optional(attribute(text)),
  rootItemChangeKey: optional(attribute(text)),
})

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
const ItemAttachment = types.complexType(attachment)

/** A file (MS-OXWSCDATA, FileAttachmentType). GetItem leaves `content` out; it comes with GetAttachment. */
const FileAttachment = types.complexType(attachment, {
  isContactPhoto: optional(boolean),
  /** Base64. */
  content: optional(base64),
})

/** A link to a file that is kept elsewhere (MS-OXWSCDATA, ReferenceAttachmentType). */
const ReferenceAttachment = types.complexType(attachment, {
  attachLongPathName: optional(text),
  providerType: optional(text),
  providerEndpointUrl: optional(text),
  attachmentThumbnailUrl: optional(text),
  attachmentPreviewUrl: optional(text),
  permissionType: optional(integer()),
  originalPermissionType: optional(integer()),
  attachmentIsFolder: optional(boolean),
})

/** Attachments, each under its kind: `[{ fileAttachment: { name } }]` (MS-OXWSCDATA, NonEmptyArrayOfAttachmentsType). */
export const Attachments = types.nonEmptyArrayOfChoice({
  itemAttachment: ItemAttachment,
  fileAttachment: FileAttachment,
  referenceAttachment: ReferenceAttachment,
})
export type Attachments = Infer<typeof Attachments>
