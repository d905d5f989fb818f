import { attribute, enumeration, type Infer } from '../xml'
import { CalendarItemCreateOrDeleteOperation } from './calendar-item-create-or-delete-operation'
import { ItemIds } from './item-id'
import { messages } from './namespaces'
import type { Operation } from './operation'
import { ResponseMessage } from './response-message'

const DeleteItemRequest = messages.complexType({
  deleteType: attribute(enumeration('HardDelete', 'SoftDelete', 'MoveToDeletedItems')),
  /** The schema lets one leave it out; Exchange answers ErrorSendMeetingCancellationsRequired to calendar items without it. */
  sendMeetingCancellations: attribute(CalendarItemCreateOrDeleteOperation),
  itemIds: ItemIds,
})

const DeleteItemResponse = messages.complexType({
  /** One for each id, in the order of the request. */
  responseMessages: messages.nonEmptyArrayOf({ deleteItemResponseMessage: ResponseMessage }),
})

export type DeleteItemRequest = Infer<typeof DeleteItemRequest>
export type DeleteItemResponse = Infer<typeof DeleteItemResponse>

/** Deletes items, for good or to Deleted Items, where they get a new id (MS-OXWSCORE, DeleteItem). */
export const DeleteItem: Operation<DeleteItemRequest, DeleteItemResponse> = {
  name: 'DeleteItem',
  request: messages.element('DeleteItem', DeleteItemRequest),
  response: messages.element('DeleteItemResponse', DeleteItemResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
