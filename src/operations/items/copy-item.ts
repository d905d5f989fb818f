import { type ComplexType, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { messages } from '../types/namespaces'
import { ItemInfoResponseMessage } from './item-info-response-message'
import { moveOrCopyRequest } from './move-or-copy-request'

/** The items to copy, and the folder to copy them to (MS-OXWSCORE, CopyItemType). */
export interface CopyItemRequest extends ValueOfParts<[typeof moveOrCopyRequest]> {}
const CopyItemRequest: ComplexType<CopyItemRequest> = messages.complexType(moveOrCopyRequest)

const copyItemResponse = {
  /** One response message for each item, in the order of the request. It has the new id if the request sets `returnNewItemIds`. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ copyItemResponseMessage: ItemInfoResponseMessage })),
} as const

/** The outcome for each item (MS-OXWSCORE, CopyItemResponseType). */
export interface CopyItemResponse extends ValueOfParts<[typeof copyItemResponse]> {}
const CopyItemResponse: ComplexType<CopyItemResponse> = messages.complexType(copyItemResponse)

/** Copies items to another folder of the same mailbox. Occurrences can't be copied (MS-OXWSCORE, CopyItem). */
export const CopyItem: Operation<CopyItemRequest, CopyItemResponse> = {
  name: 'CopyItem',
  request: messages.element('CopyItem', CopyItemRequest),
  response: messages.element('CopyItemResponse', CopyItemResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
