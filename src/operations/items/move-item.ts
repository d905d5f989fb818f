import { type ComplexType, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { messages } from '../types/namespaces'
import { ItemInfoResponseMessage } from './item-info-response-message'
import { moveOrCopyRequest } from './move-or-copy-request'

/** The items to move, and the folder to move them to (MS-OXWSCORE, MoveItemType). */
export interface MoveItemRequest extends ValueOfParts<[typeof moveOrCopyRequest]> {}
const MoveItemRequest: ComplexType<MoveItemRequest> = messages.complexType(moveOrCopyRequest)

const moveItemResponse = {
  /** One response message for each item, in the order of the request. It has the new id if the request sets `returnNewItemIds`. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ moveItemResponseMessage: ItemInfoResponseMessage })),
} as const

/** The outcome for each item (MS-OXWSCORE, MoveItemResponseType). */
export interface MoveItemResponse extends ValueOfParts<[typeof moveItemResponse]> {}
const MoveItemResponse: ComplexType<MoveItemResponse> = messages.complexType(moveItemResponse)

/** Moves items to another folder of the same mailbox, where they get new ids. Occurrences can't be moved (MS-OXWSCORE, MoveItem). */
export const MoveItem: Operation<MoveItemRequest, MoveItemResponse> = {
  name: 'MoveItem',
  request: messages.element('MoveItem', MoveItemRequest),
  response: messages.element('MoveItemResponse', MoveItemResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
