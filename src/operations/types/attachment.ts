import {
  type ArrayType,
  attribute,
  base64,
  boolean,
  type ComplexType,
  dispensable,
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
  /** The opaque, case-sensitive id. */
  id: attribute(text),
  /** The id of the item that the attachment belongs to. */
  rootItemId: optional(attribute(text)),
  /** The change key of the item that the attachment belongs to. Adding or deleting an attachment gives the item a new one. */
  rootItemChangeKey: optional(attribute(text)),
} as const

/** The id of an attachment (MS-OXWSCDATA, AttachmentIdType). */
export interface AttachmentId extends ValueOfParts<[typeof attachmentId]> {}
export const AttachmentId: ComplexType<AttachmentId> = types.complexType(attachmentId)

/** The elements of every attachment, in the order of the schema (MS-OXWSCDATA, AttachmentType). */
export const attachment = {
  /** The attachment's id. Set by the server. */
  attachmentId: optional(AttachmentId),
  /** The name of the file or item. */
  name: optional(text),
  /** The media type, such as `application/pdf`. */
  contentType: optional(text),
  /** The id by which an HTML body refers to the attachment: `cid:` and this. */
  contentId: optional(text),
  /** The URI by which an HTML body refers to the attachment. */
  contentLocation: optional(text),
  /** The URL that the attachment was taken from. */
  attachmentOriginalUrl: optional(text),
  /** The size in bytes. Set by the server. */
  size: dispensable(optional(integer())),
  /** The time of the last change, as an instant. Set by the server. */
  lastModifiedTime: dispensable(optional(instant)),
  /** True if the attachment is shown within the body. */
  isInline: dispensable(optional(boolean)),
} as const

/** An item that is attached to another one (MS-OXWSCDATA, ItemAttachmentType). GetAttachment returns the item too. */
export interface ItemAttachment extends ValueOfParts<[typeof attachment]> {}
export const ItemAttachment: ComplexType<ItemAttachment> = types.complexType(attachment)

const fileAttachment = {
  /** True if the file is the picture of a contact. */
  isContactPhoto: dispensable(optional(boolean)),
  /** The file in base64. GetAttachment returns it, GetItem does not. */
  content: optional(base64),
} as const

/** A file that is attached to an item (MS-OXWSCDATA, FileAttachmentType). Only GetAttachment returns its `content`. */
export interface FileAttachment extends ValueOfParts<[typeof attachment, typeof fileAttachment]> {}
export const FileAttachment: ComplexType<FileAttachment> = types.complexType(attachment, fileAttachment)

const referenceAttachment = {
  /** The URL of the file. */
  attachLongPathName: optional(text),
  /** The kind of service that keeps the file. */
  providerType: optional(text),
  /** The URL of the service that keeps the file. */
  providerEndpointUrl: optional(text),
  /** The URL of a small picture of the file. */
  attachmentThumbnailUrl: optional(text),
  /** The URL of a preview of the file. */
  attachmentPreviewUrl: optional(text),
  /** A number for the rights that the recipients have on the file. */
  permissionType: dispensable(optional(integer())),
  /** A number for the rights that the recipients had on the file before. */
  originalPermissionType: dispensable(optional(integer())),
  /** True if the link leads to a folder. */
  attachmentIsFolder: dispensable(optional(boolean)),
} as const

/** A link to a file that another service keeps (MS-OXWSCDATA, ReferenceAttachmentType). */
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
