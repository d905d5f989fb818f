import type { ComplexType, ValueOfParts } from '../xml'
import { ItemIds } from './item-id'
import { ItemInfoResponseMessage } from './item-info-response-message'
import { ItemShape } from './item-shape'
import { messages } from './namespaces'
import type { Operation } from './operation'

const getItemRequest = { itemShape: ItemShape, itemIds: ItemIds } as const

/** Which items, and which of their properties. */
export interface GetItemRequest extends ValueOfParts<[typeof getItemRequest]> {}
const GetItemRequest: ComplexType<GetItemRequest> = messages.complexType(getItemRequest)

const getItemResponse = {
  /** One for each id, in the order of the request. */
  responseMessages: messages.nonEmptyArrayOf({ getItemResponseMessage: ItemInfoResponseMessage }),
} as const

/** Each item, or why there is none. */
export interface GetItemResponse extends ValueOfParts<[typeof getItemResponse]> {}
const GetItemResponse: ComplexType<GetItemResponse> = messages.complexType(getItemResponse)

/** Items by their ids, with bodies and attendees (MS-OXWSCORE, GetItem). */
export const GetItem: Operation<GetItemRequest, GetItemResponse> = {
  name: 'GetItem',
  request: messages.element('GetItem', GetItemRequest),
  response: messages.element('GetItemResponse', GetItemResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
