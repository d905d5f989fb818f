import type { WholeAttachment } from '../../operations'
import type { CalendarItem } from '../../operations/types/calendar-item'
import { attachmentIdOf, readAttachmentId } from './exchange-id'

type Attachments = NonNullable<CalendarItem['attachments']>

/** The properties that attachments of all kinds have. */
export const factsOf = ({ fileAttachment, itemAttachment, referenceAttachment }: WholeAttachment) =>
  fileAttachment ?? itemAttachment ?? referenceAttachment

/**
 * The attachments of a saved item, with their contents. One that the item has already keeps its id; the others get the next numbers
 * within the item.
 */
export function savedAttachments(
  { attachments }: Pick<CalendarItem, 'attachments'>,
  itemId: string,
  lastModifiedTime: Date,
): Attachments | undefined {
  let last = Math.max(-1, ...(attachments ?? []).map((each) => numberIn(each, itemId) ?? -1))
  return attachments?.map((attachment) => {
    if (numberIn(attachment, itemId) !== undefined) return attachment
    last += 1
    return withFacts(attachment, { attachmentId: { id: attachmentIdOf(itemId, last) }, lastModifiedTime })
  })
}

/** The number of an attachment within its item; `undefined` if it isn't the item's yet. */
function numberIn(attachment: WholeAttachment, itemId: string): number | undefined {
  const id = factsOf(attachment)?.attachmentId?.id
  const parts = id === undefined ? undefined : readAttachmentId(id)
  return parts?.itemId === itemId ? parts.number : undefined
}

type SavedFacts = Pick<NonNullable<ReturnType<typeof factsOf>>, 'attachmentId' | 'lastModifiedTime'>

function withFacts(
  { fileAttachment, itemAttachment, referenceAttachment }: WholeAttachment,
  facts: SavedFacts,
): Attachments[number] {
  if (fileAttachment !== undefined) {
    const { content } = fileAttachment
    const size = content === undefined ? fileAttachment.size : Buffer.from(content, 'base64').length
    return { fileAttachment: { ...fileAttachment, size, ...facts } }
  }
  if (itemAttachment !== undefined) return { itemAttachment: { ...itemAttachment, ...facts } }
  return { referenceAttachment: { ...referenceAttachment, ...facts } }
}

/** Attachments as GetItem lists them: their properties, and not their contents. */
export const listedAttachments = (attachments: readonly WholeAttachment[]): Attachments =>
  attachments.map(({ fileAttachment, itemAttachment, referenceAttachment }) => {
    if (fileAttachment !== undefined) return { fileAttachment: { ...fileAttachment, content: undefined } }
    if (referenceAttachment !== undefined) return { referenceAttachment }
    const { calendarItem, ...listed } = itemAttachment ?? {}
    return { itemAttachment: listed }
  })
