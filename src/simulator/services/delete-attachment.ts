import { DeleteAttachment } from '../../operations'
import { noError } from '../soap/response-message'
import { foundAttachment } from './attachment'
import { service } from './service'

/** MS-OXWSATT, DeleteAttachment. It gives the item a new change key. */
export const deleteAttachment = service(DeleteAttachment, ({ attachmentIds }, { folders, store, answerEach }) => ({
  responseMessages: answerEach(
    attachmentIds,
    ({ id }) => {
      const { mailbox, item, attachment } = foundAttachment(id, (wanted) => folders.itemTo('edit', wanted))
      const attachments = item.attachments?.filter((each) => each !== attachment)
      const { itemId } = store.attach(mailbox, item, attachments?.length === 0 ? undefined : attachments)
      return { ...noError, rootItemId: { rootItemId: itemId.id, rootItemChangeKey: itemId.changeKey } }
    },
    (message) => message,
  ),
}))
