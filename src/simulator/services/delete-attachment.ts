import { DeleteAttachment } from '../../operations'
import { noError } from '../soap/response-message'
import { foundAttachment } from './attachment'
import { service } from './service'

/** MS-OXWSATT, DeleteAttachment. It gives the item a new change key. */
export const deleteAttachment = service(DeleteAttachment, ({ attachmentIds }, { folders, store, answerEach }) => ({
  responseMessages: answerEach(
    attachmentIds,
    ({ id }) => {
      const { mailbox, appointment, attachment } = foundAttachment(id, (item) => folders.itemTo('edit', item))
      const attachments = appointment.attachments?.filter((each) => each !== attachment)
      const { itemId } = store.update(mailbox, {
        ...appointment,
        attachments: attachments?.length === 0 ? undefined : attachments,
      })
      return { ...noError, rootItemId: { rootItemId: itemId.id, rootItemChangeKey: itemId.changeKey } }
    },
    (message) => message,
  ),
}))
