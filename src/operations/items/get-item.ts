import { type ComplexType, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { ItemIds } from '../types/item-id'
import { ItemShape } from '../types/item-shape'
import { messages } from '../types/namespaces'
import { ItemInfoResponseMessage } from './item-info-response-message'

const getItemRequest = { itemShape: ItemShape, itemIds: perRequested(ItemIds) } as const

/** Which items, and which of their properties. */
export interface GetItemRequest extends ValueOfParts<[typeof getItemRequest]> {}
const GetItemRequest: ComplexType<GetItemRequest> = messages.complexType(getItemRequest)

const getItemResponse = {
  /** One for each id, in the order of the request. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ getItemResponseMessage: ItemInfoResponseMessage })),
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
