import { type ComplexType, optionalChoice, type TaggedEntry, type ValueOfParts } from '../../xml'
import { attachment, FileAttachment, ReferenceAttachment } from '../types/attachment'
import { CalendarItem } from '../types/calendar-item'
import { types } from '../types/namespaces'

const attachedItem = optionalChoice({
  /** The attached item, if it is a calendar item. */
  calendarItem: CalendarItem,
})

/** An attached item with its contents (MS-OXWSATT, ItemAttachmentType). */
export type AttachedItem = ValueOfParts<[typeof attachment, typeof attachedItem]>
export const AttachedItem: ComplexType<AttachedItem> = types.complexType(attachment, attachedItem)

/** The kinds of attachments, with their contents. */
export const wholeAttachments = {
  /** An attached item with its contents. */
  itemAttachment: AttachedItem,
  /** A file with its contents. */
  fileAttachment: FileAttachment,
  /** A link to a file that another service keeps. */
  referenceAttachment: ReferenceAttachment,
} as const

/** An attachment with its contents, under the name of its kind. */
export type WholeAttachment = TaggedEntry<typeof wholeAttachments>
