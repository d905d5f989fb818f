import { GetItem } from '../../operations'
import { neighbourProperties, neighboursOf } from '../mailbox/neighbour'
import { occurrenceInfoOf } from '../mailbox/occurrence-info'
import { answerEach, noError } from '../soap/response-message'
import { asksFor, shapeItem } from './item-shape'
import { service } from './service'

/** MS-OXWSCORE, GetItem. */
export const getItem = service(GetItem, ({ itemShape, itemIds }, { caller }) => ({
  responseMessages: answerEach(
    itemIds,
    (id) => {
      const { mailbox, appointment } = caller.item(id)
      const whole = {
        ...(asksFor(itemShape, neighbourProperties) ? neighboursOf(mailbox, appointment) : {}),
        ...occurrenceInfoOf(mailbox, appointment),
        ...appointment,
      }
      return { ...noError, items: [shapeItem(whole, itemShape)] }
    },
    (message) => ({ ...message, items: [] }),
  ),
}))
