import { GetItem } from '../operations'
import { shapeItem } from './item-shape'
import { answerEach, noError } from './response-message'
import { service } from './service'

/** MS-OXWSCORE, GetItem. */
export const getItem = service(GetItem, ({ itemShape, itemIds }, { caller }) => ({
  responseMessages: answerEach(
    itemIds,
    (id) => ({ ...noError, items: [shapeItem(caller.item(id).appointment, itemShape)] }),
    (message) => ({ ...message, items: [] }),
  ),
}))
