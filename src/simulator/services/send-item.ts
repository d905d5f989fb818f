import { SendItem } from '../../operations/mail/send-item'
import { isFoundMail } from '../authorization/folders'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { sendDraft } from './send-mail'
import { service } from './service'

/** MS-OXWSCORE, SendItem. */
export const sendItem = service(SendItem, ({ saveItemToFolder, savedItemFolderId, itemIds }, context) => ({
  responseMessages: context.answerEach(
    itemIds,
    (id) => {
      const found = context.folders.itemTo('edit', id)
      if (!isFoundMail(found)) {
        throw new ServiceError('ErrorInvalidItemForOperationSendItem', 'Only messages can be sent.')
      }
      sendDraft(SendItem.name, found, { savesCopy: saveItemToFolder, savedItemFolderId }, context)
      return { ...noError }
    },
    (message) => message,
  ),
}))
