import { type ArrayType, type ComplexType, perRequested, type TaggedEntry, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { CalendarItem } from '../types/calendar-item'
import { messages, types } from '../types/namespaces'
import { responseObjects } from '../types/response-object'
import { itemCreation } from './item-creation'
import { ItemInfoResponseMessage } from './item-info-response-message'

const items = {
  /** A new calendar item. */
  calendarItem: CalendarItem,
  ...responseObjects,
} as const

/** A calendar item to create, or an answer to an existing one. */
export type NewItem = TaggedEntry<typeof items>
const newItems: ArrayType<readonly NewItem[]> = types.nonEmptyArrayOfChoice(items)

const createItemRequest = {
  ...itemCreation,
  /** The calendar items to create, and answers to existing ones: `[{ calendarItem: { subject, start, end } }]`. */
  items: perRequested(newItems),
} as const

/** The items to create, their folder, and the recipients of invitations (MS-OXWSMTGS, CreateItemType). */
export interface CreateItemRequest extends ValueOfParts<[typeof createItemRequest]> {}
const CreateItemRequest: ComplexType<CreateItemRequest> = messages.complexType(createItemRequest)

const createItemResponse = {
  /** One response message for each item, in the order of the request. It has the new `itemId`. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ createItemResponseMessage: ItemInfoResponseMessage })),
} as const

/** The outcome for each item (MS-OXWSMTGS, CreateItemResponseType). */
export interface CreateItemResponse extends ValueOfParts<[typeof createItemResponse]> {}
const CreateItemResponse: ComplexType<CreateItemResponse> = messages.complexType(createItemResponse)

/**
 * Creates calendar items, cancels meetings and answers invitations. A repeated call creates a second item
 * (MS-OXWSMTGS, CreateItem).
 */
export const CreateItem: Operation<CreateItemRequest, CreateItemResponse> = {
  name: 'CreateItem',
  request: messages.element('CreateItem', CreateItemRequest),
  response: messages.element('CreateItemResponse', CreateItemResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
