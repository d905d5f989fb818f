import { DeleteItem } from '../../operations'
import { attendeesOf, cancelled, isOrganizer, meetingMessage } from '../calendar/meeting-message'
import { noError } from '../soap/response-message'
import { service } from './service'

/**
 * MS-OXWSCORE, DeleteItem. An item that is moved to Deleted Items gets a new id. A soft-deleted item can't be found again. A series
 * remembers which of its occurrences are deleted.
 */
export const deleteItem = service(DeleteItem, (request, { folders, store, answerEach }) => ({
  responseMessages: answerEach(
    request.itemIds,
    (id) => {
      const { mailbox, appointment } = folders.item(id)
      const tells = request.sendMeetingCancellations !== 'SendToNone' && isOrganizer(appointment)
      const attendees = tells && !mailbox.isDeletedItem(appointment) ? attendeesOf(appointment) : []
      store.send(meetingMessage(DeleteItem.name, 'MeetingCancellation', mailbox, cancelled(appointment), attendees))
      if (request.deleteType === 'MoveToDeletedItems') store.moveToDeletedItems(mailbox, appointment)
      else store.delete(mailbox, appointment)
      return { ...noError }
    },
    (message) => message,
  ),
}))
