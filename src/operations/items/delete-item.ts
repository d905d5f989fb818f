import {
  attribute,
  boolean,
  type ComplexType,
  demanded,
  enumeration,
  optional,
  perRequested,
  type ValueOfParts,
} from '../../xml'
import type { Operation } from '../soap/operation'
import { ResponseMessage } from '../soap/response-message'
import { ItemIds } from '../types/item-id'
import { messages } from '../types/namespaces'
import { CalendarItemCreateOrDeleteOperation } from './calendar-item-create-or-delete-operation'

const deleteItemRequest = {
  /** The kind of deletion. Only after `MoveToDeletedItems` do users find the item again: in Deleted Items, under another id. */
  deleteType: attribute(enumeration('HardDelete', 'SoftDelete', 'MoveToDeletedItems')),
  /**
   * The people who get a cancellation if a meeting is deleted. The schema makes it optional, but Exchange refuses calendar
   * items without it with ErrorSendMeetingCancellationsRequired.
   */
  sendMeetingCancellations: demanded(attribute(CalendarItemCreateOrDeleteOperation)),
  /** For tasks only: says whether the whole series or one occurrence is deleted. */
  affectedTaskOccurrences: optional(attribute(enumeration('AllOccurrences', 'SpecifiedOccurrenceOnly'))),
  /** True to keep Exchange from sending read receipts. Needs Exchange 2013 or later. */
  suppressReadReceipts: optional(attribute(boolean)),
  /** The items to delete. */
  itemIds: perRequested(ItemIds),
} as const

/** The items to delete, the kind of deletion, and the recipients of cancellations (MS-OXWSCORE, DeleteItemType). */
export interface DeleteItemRequest extends ValueOfParts<[typeof deleteItemRequest]> {}
const DeleteItemRequest: ComplexType<DeleteItemRequest> = messages.complexType(deleteItemRequest)

const deleteItemResponse = {
  /** One response message for each id, in the order of the request. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ deleteItemResponseMessage: ResponseMessage })),
} as const

/** The outcome for each id (MS-OXWSCORE, DeleteItemResponseType). */
export interface DeleteItemResponse extends ValueOfParts<[typeof deleteItemResponse]> {}
const DeleteItemResponse: ComplexType<DeleteItemResponse> = messages.complexType(deleteItemResponse)

/** Deletes items for good, or moves them to Deleted Items, where they get a new id (MS-OXWSCORE, DeleteItem). */
export const DeleteItem: Operation<DeleteItemRequest, DeleteItemResponse> = {
  name: 'DeleteItem',
  request: messages.element('DeleteItem', DeleteItemRequest),
  response: messages.element('DeleteItemResponse', DeleteItemResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
