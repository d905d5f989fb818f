import {
  type ArrayType,
  attribute,
  type ComplexType,
  optional,
  perRequested,
  type TaggedEntry,
  type ValueOfParts,
} from '../../xml'
import type { Operation } from '../soap/operation'
import { CalendarItem } from '../types/calendar-item'
import { TargetFolderId } from '../types/folder-id'
import { messages, types } from '../types/namespaces'
import { responseObjects } from '../types/response-object'
import { CalendarItemCreateOrDeleteOperation } from './calendar-item-create-or-delete-operation'
import { ItemInfoResponseMessage } from './item-info-response-message'
import { MessageDisposition } from './message-disposition'

const items = { calendarItem: CalendarItem, ...responseObjects } as const

/** A calendar item to make, or an answer to one that is there. */
export type NewItem = TaggedEntry<typeof items>
const newItems: ArrayType<readonly NewItem[]> = types.nonEmptyArrayOfChoice(items)

const createItemRequest = {
  /** Exchange demands it for response objects, whose mail it is about, and passes over it for calendar items. */
  messageDisposition: optional(attribute(MessageDisposition)),
  /**
   * Of new calendar items, whatever it is for response objects. The schema lets one leave it out; Exchange answers
   * ErrorSendMeetingInvitationsRequired to calendar items without it.
   */
  sendMeetingInvitations: attribute(CalendarItemCreateOrDeleteOperation),
  /** The caller's own calendar where left out. */
  savedItemFolderId: optional(TargetFolderId),
  /** Calendar items to make, and answers to such as are there: `[{ calendarItem: { subject, start, end } }]`. */
  items: perRequested(newItems),
} as const

/** What to make, and who is told of it. */
export interface CreateItemRequest extends ValueOfParts<[typeof createItemRequest]> {}
const CreateItemRequest: ComplexType<CreateItemRequest> = messages.complexType(createItemRequest)

const createItemResponse = {
  /** One for each item, in the order of the request, with the new `itemId`. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ createItemResponseMessage: ItemInfoResponseMessage })),
} as const

/** What became of each item. */
export interface CreateItemResponse extends ValueOfParts<[typeof createItemResponse]> {}
const CreateItemResponse: ComplexType<CreateItemResponse> = messages.complexType(createItemResponse)

/**
 * New calendar items, cancellations, and answers to invitations (MS-OXWSMTGS, CreateItem). It is not idempotent: repeating it
 * makes a second item.
 */
export const CreateItem: Operation<CreateItemRequest, CreateItemResponse> = {
  name: 'CreateItem',
  request: messages.element('CreateItem', CreateItemRequest),
  response: messages.element('CreateItemResponse', CreateItemResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
