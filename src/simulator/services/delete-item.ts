import { DeleteItem, type DeleteItemRequest } from '../../operations'
import { type FoundAppointment, isFoundAppointment } from '../authorization/folders'
import { attendeesOf, cancelled, isOrganizer } from '../calendar/meeting-message'
import type { MailboxStore } from '../mailbox/mailbox-store'
import { postAboutMeeting, sentItemsIf } from '../meetings/meeting-post'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { service } from './service'

/**
 * MS-OXWSCORE, DeleteItem. An item that is moved to Deleted Items, or soft-deleted to Recoverable Items, gets a new id. A series
 * remembers which of its occurrences are deleted.
 */
export const deleteItem = service(DeleteItem, (request, { folders, store, answerEach }) => ({
  responseMessages: answerEach(
    request.itemIds,
    (id) => {
      const found = folders.itemTo('delete', id)
      if (isFoundAppointment(found)) sendCancellations(request, found, store)
      const { mailbox, item } = found
      if (request.deleteType === 'MoveToDeletedItems') store.moveToDeletedItems(mailbox, item)
      else if (request.deleteType === 'SoftDelete') store.softDelete(mailbox, item)
      else store.delete(mailbox, item)
      return { ...noError }
    },
    (message) => message,
  ),
}))

function sendCancellations(request: DeleteItemRequest, { mailbox, item }: FoundAppointment, store: MailboxStore) {
  const { sendMeetingCancellations: send }: Partial<DeleteItemRequest> = request
  if (send === undefined) {
    throw new ServiceError(
      'ErrorSendMeetingCancellationsRequired',
      'SendMeetingCancellations attribute is required for calendar items.',
    )
  }
  if (send === 'SendToNone' || !isOrganizer(item) || mailbox.isDeletedItem(item)) return
  postAboutMeeting(store, {
    operation: DeleteItem.name,
    kind: 'MeetingCancellation',
    mailbox,
    meeting: cancelled(item),
    to: attendeesOf(item),
    copyTo: sentItemsIf(mailbox, send),
  })
}
