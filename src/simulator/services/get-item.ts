import { GetItem } from '../../operations'
import { neighborProperties, neighborsOf } from '../mailbox/neighbor'
import { occurrenceInfoOf } from '../mailbox/occurrence-info'
import { noError } from '../soap/response-message'
import { asksFor, shaper, withRights } from './item-shape'
import { service } from './service'

/** MS-OXWSCORE, GetItem. */
export const getItem = service(GetItem, ({ itemShape, itemIds }, { folders, answerEach }) => ({
  responseMessages: answerEach(
    itemIds,
    (id) => {
      const { mailbox, folder, appointment, access } = folders.item(id)
      const shaped = shaper(itemShape)
      const hasNeighbors = asksFor(itemShape, neighborProperties) && !mailbox.isDeletedItem(appointment)
      const whole = {
        ...(hasNeighbors ? neighborsOf(folder, appointment) : {}),
        ...occurrenceInfoOf(folder, appointment),
        ...withRights(appointment, access),
      }
      return { ...noError, items: [shaped(whole)] }
    },
    (message) => ({ ...message, items: [] }),
  ),
}))
