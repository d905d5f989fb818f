import { type ComplexType, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { ItemIds } from '../types/item-id'
import { ItemShape } from '../types/item-shape'
import { messages } from '../types/namespaces'
import { ItemInfoResponseMessage } from './item-info-response-message'

const getItemRequest = {
  /** The properties to return. */
  itemShape: ItemShape,
  /** The items to return. */
  itemIds: perRequested(ItemIds),
} as const

/** The items to return, and which of their properties (MS-OXWSCORE, GetItemType). */
export interface GetItemRequest extends ValueOfParts<[typeof getItemRequest]> {}
const GetItemRequest: ComplexType<GetItemRequest> = messages.complexType(getItemRequest)

const getItemResponse = {
  /** One response message for each id, in the order of the request. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ getItemResponseMessage: ItemInfoResponseMessage })),
} as const

/** The outcome for each id: the item, or the error (MS-OXWSCORE, GetItemResponseType). */
export interface GetItemResponse extends ValueOfParts<[typeof getItemResponse]> {}
const GetItemResponse: ComplexType<GetItemResponse> = messages.complexType(getItemResponse)

/** Returns items by their ids, with bodies and attendees (MS-OXWSCORE, GetItem). */
export const GetItem: Operation<GetItemRequest, GetItemResponse> = {
  name: 'GetItem',
  request: messages.element('GetItem', GetItemRequest),
  response: messages.element('GetItemResponse', GetItemResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
