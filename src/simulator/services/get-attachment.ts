import { GetAttachment, type GetAttachmentRequest, type WholeAttachment } from '../../operations'
import { bodyAs } from '../items/body'
import { noError } from '../soap/response-message'
import { foundAttachment } from './attachment'
import { service } from './service'

/** MS-OXWSATT, GetAttachment. An attached item is returned as it was attached. */
export const getAttachment = service(GetAttachment, ({ attachmentShape, attachmentIds }, { folders, answerEach }) => ({
  responseMessages: answerEach(
    attachmentIds,
    ({ id }) => ({
      ...noError,
      attachments: [shaped(foundAttachment(id, (item) => folders.item(item)).attachment, attachmentShape)],
    }),
    (message) => ({ ...message, attachments: [] }),
  ),
}))

function shaped(attachment: WholeAttachment, shape: GetAttachmentRequest['attachmentShape']): WholeAttachment {
  const { itemAttachment } = attachment
  const body = itemAttachment?.calendarItem?.body
  if (itemAttachment === undefined || body === undefined) return attachment
  const calendarItem = { ...itemAttachment.calendarItem, body: bodyAs(body, shape?.bodyType) }
  return { itemAttachment: { ...itemAttachment, calendarItem } }
}
