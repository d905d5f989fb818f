import { DeleteItem, type DeleteItemRequest } from '../../operations'
import { attendeesOf, cancelled, isOrganizer, meetingMessage } from '../calendar/meeting-message'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { service } from './service'

/**
 * MS-OXWSCORE, DeleteItem. An item that is moved to Deleted Items, or soft-deleted to Recoverable Items, gets a new id. A series
 * remembers which of its occurrences are deleted.
 */
export const deleteItem = service(DeleteItem, (request, { folders, store, answerEach }) => {
  const { sendMeetingCancellations }: Partial<DeleteItemRequest> = request
  return {
    responseMessages: answerEach(
      request.itemIds,
      (id) => {
        const { mailbox, appointment } = folders.itemTo('delete', id)
        if (sendMeetingCancellations === undefined) {
          throw new ServiceError(
            'ErrorSendMeetingCancellationsRequired',
            'SendMeetingCancellations attribute is required for calendar items.',
          )
        }
        const tells = sendMeetingCancellations !== 'SendToNone' && isOrganizer(appointment)
        const attendees = tells && !mailbox.isDeletedItem(appointment) ? attendeesOf(appointment) : []
        const off = cancelled(appointment)
        store.send(meetingMessage(DeleteItem.name, 'MeetingCancellation', mailbox, off, attendees), off)
        if (request.deleteType === 'MoveToDeletedItems') store.moveToDeletedItems(mailbox, appointment)
        else if (request.deleteType === 'SoftDelete') store.softDelete(mailbox, appointment)
        else store.delete(mailbox, appointment)
        return { ...noError }
      },
      (message) => message,
    ),
  }
})
