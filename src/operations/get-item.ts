import type { Infer } from '../xml'
import { ItemIds } from './item-id'
import { ItemInfoResponseMessage } from './item-info-response-message'
import { ItemShape } from './item-shape'
import { messages } from './namespaces'
import type { Operation } from './operation'

const GetItemRequest = messages.complexType({ itemShape: ItemShape, itemIds: ItemIds })

const GetItemResponse = messages.complexType({
  /** One for each id, in the order of the request. */
  responseMessages: messages.nonEmptyArrayOf({ getItemResponseMessage: ItemInfoResponseMessage }),
})

/** Which items, and which of their properties. */
export type GetItemRequest = Infer<typeof GetItemRequest>
/** Each item, or why there is none. */
export type GetItemResponse = Infer<typeof GetItemResponse>

/** Items by their ids, with bodies and attendees (MS-OXWSCORE, GetItem). */
export const GetItem: Operation<GetItemRequest, GetItemResponse> = {
  name: 'GetItem',
  request: messages.element('GetItem', GetItemRequest),
  response: messages.element('GetItemResponse', GetItemResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
