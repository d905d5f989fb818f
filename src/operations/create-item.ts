import { attribute, enumeration, type Infer, optional } from '../xml'
import { CalendarItem } from './calendar-item'
import { CalendarItemCreateOrDeleteOperation } from './calendar-item-create-or-delete-operation'
import { TargetFolderId } from './folder-id'
import { ItemInfoResponseMessage } from './item-info-response-message'
import { messages, types } from './namespaces'
import type { Operation } from './operation'

const CreateItemRequest = messages.complexType({
  messageDisposition: optional(attribute(enumeration('SaveOnly', 'SendOnly', 'SendAndSaveCopy'))),
  /** The schema lets one leave it out; Exchange answers ErrorSendMeetingInvitationsRequired to calendar items without it. */
  sendMeetingInvitations: attribute(CalendarItemCreateOrDeleteOperation),
  savedItemFolderId: optional(TargetFolderId),
  items: types.nonEmptyArrayOf({ calendarItem: CalendarItem }),
})

const CreateItemResponse = messages.complexType({
  /** One for each item, in the order of the request, with the new `itemId`. */
  responseMessages: messages.nonEmptyArrayOf({ createItemResponseMessage: ItemInfoResponseMessage }),
})

export type CreateItemRequest = Infer<typeof CreateItemRequest>
export type CreateItemResponse = Infer<typeof CreateItemResponse>

/** New calendar items (MS-OXWSMTGS, CreateItem). It is not idempotent: repeating it makes a second item. */
export const CreateItem: Operation<CreateItemRequest, CreateItemResponse> = {
  name: 'CreateItem',
  request: messages.element('CreateItem', CreateItemRequest),
  response: messages.element('CreateItemResponse', CreateItemResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
