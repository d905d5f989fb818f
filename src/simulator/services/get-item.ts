import { GetItem } from '../../operations/mail/answers'
import { isFoundAppointment } from '../authorization/folders'
import type { Appointment } from '../calendar/appointment'
import { iCalendar } from '../calendar/icalendar'
import type { Folder } from '../mailbox/folder'
import { neighborProperties, neighborsOf } from '../mailbox/neighbor'
import { occurrenceInfoOf } from '../mailbox/occurrence-info'
import { noError } from '../soap/response-message'
import { asksFor, shaper, withRights } from './item-shape'
import { service } from './service'

/** A calendar item in MIME is iCalendar. */
const mimeContent = (appointment: Appointment, folder: Folder) => ({
  characterSet: 'UTF-8',
  value: Buffer.from(iCalendar(appointment, folder.exceptionsOf(appointment))).toString('base64'),
})

/** MS-OXWSCORE, GetItem. */
export const getItem = service(GetItem, ({ itemShape, itemIds }, { folders, answerEach }) => ({
  responseMessages: answerEach(
    itemIds,
    (id) => {
      const found = folders.item(id)
      const shaped = shaper(itemShape)
      if (!isFoundAppointment(found)) return { ...noError, items: [shaped(withRights(found.item, found.access))] }
      const { mailbox, folder, item: appointment, access } = found
      const hasNeighbors = asksFor(itemShape, neighborProperties) && !mailbox.isDeletedItem(appointment)
      const whole = {
        ...(hasNeighbors ? neighborsOf(folder, appointment) : {}),
        ...occurrenceInfoOf(folder, appointment),
        ...withRights(appointment, access),
        ...(asksFor(itemShape, ['mimeContent']) ? { mimeContent: mimeContent(appointment, folder) } : {}),
      }
      return { ...noError, items: [shaped(whole)] }
    },
    (message) => ({ ...message, items: [] }),
  ),
}))
