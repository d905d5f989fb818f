import { DeleteItem } from '../operations'
import { answerEach, noError } from './response-message'
import { service } from './service'

/** MS-OXWSCORE, DeleteItem. Whatever the delete type, the item is gone from the calendar and its id finds nothing. */
export const deleteItem = service(DeleteItem, ({ itemIds }, { caller }) => ({
  responseMessages: answerEach(
    itemIds,
    (id) => {
      const { mailbox, appointment } = caller.item(id)
      mailbox.delete(appointment.itemId.id)
      return { ...noError }
    },
    (message) => message,
  ),
}))
