import { CreateAttachment, type WholeAttachment } from '../../operations'
import { factsOf } from '../items/attachment'
import { noError } from '../soap/response-message'
import { service } from './service'

/** MS-OXWSATT, CreateAttachment. Each attachment gives its item a new change key. */
export const createAttachment = service(
  CreateAttachment,
  ({ parentItemId, attachments: wanted }, { folders, store, answerEach }) => ({
    responseMessages: answerEach(
      wanted,
      (attachment) => {
        const { mailbox, item } = folders.itemTo('edit', { itemId: parentItemId })
        const attachments = [...(item.attachments ?? []), withoutId(attachment)]
        const { itemId, attachments: saved = [] } = store.attach(mailbox, item, attachments)
        const last = saved.at(-1)
        const id = (last && factsOf(last))?.attachmentId?.id ?? ''
        const root = { id, rootItemId: itemId.id, rootItemChangeKey: itemId.changeKey }
        return { ...noError, attachments: [withIdAlone(attachment, root)] }
      },
      (message) => ({ ...message, attachments: [] }),
    ),
  }),
)

type AttachmentId = NonNullable<NonNullable<ReturnType<typeof factsOf>>['attachmentId']>

/** Clients can't choose the id. */
function withoutId({ fileAttachment, itemAttachment, referenceAttachment }: WholeAttachment): WholeAttachment {
  const none = { attachmentId: undefined }
  if (fileAttachment !== undefined) return { fileAttachment: { ...fileAttachment, ...none } }
  if (itemAttachment !== undefined) return { itemAttachment: { ...itemAttachment, ...none } }
  return { referenceAttachment: { ...referenceAttachment, ...none } }
}

function withIdAlone({ fileAttachment, itemAttachment }: WholeAttachment, attachmentId: AttachmentId): WholeAttachment {
  if (fileAttachment !== undefined) return { fileAttachment: { attachmentId } }
  return itemAttachment === undefined ? { referenceAttachment: { attachmentId } } : { itemAttachment: { attachmentId } }
}
