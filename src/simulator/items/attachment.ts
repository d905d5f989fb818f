import type { CalendarItem } from '../../operations/types/calendar-item'
import { attachmentIdOf } from './exchange-id'

/** The attachments of a saved item: their properties without the content, which no operation of the simulator returns. */
export function savedAttachments(
  { attachments }: CalendarItem,
  itemId: string,
  lastModifiedTime: Date,
): CalendarItem['attachments'] {
  return attachments?.map(({ fileAttachment, itemAttachment, referenceAttachment }, index) => {
    const facts = { attachmentId: { id: attachmentIdOf(itemId, index) }, lastModifiedTime }
    if (fileAttachment !== undefined) {
      const { content, ...file } = fileAttachment
      const size = content === undefined ? file.size : Buffer.from(content, 'base64').length
      return { fileAttachment: { ...file, size, ...facts } }
    }
    if (itemAttachment !== undefined) return { itemAttachment: { ...itemAttachment, ...facts } }
    return { referenceAttachment: { ...referenceAttachment, ...facts } }
  })
}
