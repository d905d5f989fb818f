import { attribute, boolean, type ComplexType, enumeration, optional, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { ResponseMessage } from '../soap/response-message'
import { ItemIds } from '../types/item-id'
import { messages } from '../types/namespaces'
import { CalendarItemCreateOrDeleteOperation } from './calendar-item-create-or-delete-operation'

const deleteItemRequest = {
  /** Only `MoveToDeletedItems` lets users find the item again, in Deleted Items and under another id. */
  deleteType: attribute(enumeration('HardDelete', 'SoftDelete', 'MoveToDeletedItems')),
  /** The schema lets one leave it out; Exchange answers ErrorSendMeetingCancellationsRequired to calendar items without it. */
  sendMeetingCancellations: attribute(CalendarItemCreateOrDeleteOperation),
  /** Of tasks only: whether the series or one occurrence is meant. */
  affectedTaskOccurrences: optional(attribute(enumeration('AllOccurrences', 'SpecifiedOccurrenceOnly'))),
  /** True to have Exchange send no read receipts; since Exchange 2013. */
  suppressReadReceipts: optional(attribute(boolean)),
  itemIds: perRequested(ItemIds),
} as const

/** What to delete, how, and who is told of it. */
export interface DeleteItemRequest extends ValueOfParts<[typeof deleteItemRequest]> {}
const DeleteItemRequest: ComplexType<DeleteItemRequest> = messages.complexType(deleteItemRequest)

const deleteItemResponse = {
  /** One for each id, in the order of the request. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ deleteItemResponseMessage: ResponseMessage })),
} as const

/** What became of each id. */
export interface DeleteItemResponse extends ValueOfParts<[typeof deleteItemResponse]> {}
const DeleteItemResponse: ComplexType<DeleteItemResponse> = messages.complexType(deleteItemResponse)

/** Deletes items, for good or to Deleted Items, where they get a new id (MS-OXWSCORE, DeleteItem). */
export const DeleteItem: Operation<DeleteItemRequest, DeleteItemResponse> = {
  name: 'DeleteItem',
  request: messages.element('DeleteItem', DeleteItemRequest),
  response: messages.element('DeleteItemResponse', DeleteItemResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
