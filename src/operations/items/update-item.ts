import { type ComplexType, choice, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { CalendarItem } from '../types/calendar-item'
import { itemPaths } from '../types/field-uri'
import { itemIds } from '../types/item-id'
import { messages, types } from '../types/namespaces'
import { itemInfoResponseMessage } from './item-info-response-message'
import { conflictResults, itemUpdate } from './item-update'

const path = choice(itemPaths)
const setItemField = {
  /** An item that has the new value of the property and nothing else. */
  calendarItem: CalendarItem,
} as const

/** A property and its new value (MS-OXWSCORE, SetItemFieldType). */
export type SetItemField = ValueOfParts<[typeof path, typeof setItemField]>
const SetItemField: ComplexType<SetItemField> = types.complexType(path, setItemField)

/** A property to delete (MS-OXWSCORE, DeleteItemFieldType). */
export type DeleteItemField = ValueOfParts<[typeof path]>
const DeleteItemField: ComplexType<DeleteItemField> = types.complexType(path)

const itemId = choice(itemIds)
const updates = {
  /** The updates in the order in which they apply. Each one changes the one property that it names. */
  updates: types.nonEmptyArrayOfChoice({
    /** Adds to a property. Exchange allows it for bodies and lists of people only. */
    appendToItemField: SetItemField,
    /** Replaces a property. */
    setItemField: SetItemField,
    /** Deletes a property. */
    deleteItemField: DeleteItemField,
  }),
} as const

/** An item, and the updates to it (MS-OXWSCORE, ItemChangeType). */
export type ItemChange = ValueOfParts<[typeof itemId, typeof updates]>
const ItemChange: ComplexType<ItemChange> = types.complexType(itemId, updates)

const updateItemRequest = {
  ...itemUpdate,
  /** The items to change, each with its updates. */
  itemChanges: perRequested(types.nonEmptyArrayOf({ itemChange: ItemChange })),
} as const

/** The items to change, their updates, and the recipients of mail (MS-OXWSCORE, UpdateItemType). */
export interface UpdateItemRequest extends ValueOfParts<[typeof updateItemRequest]> {}
const UpdateItemRequest: ComplexType<UpdateItemRequest> = messages.complexType(updateItemRequest)

/** The outcome for one item (MS-OXWSCORE, UpdateItemResponseMessageType). */
export interface UpdateItemResponseMessage
  extends ValueOfParts<[typeof itemInfoResponseMessage, typeof conflictResults]> {}
const UpdateItemResponseMessage: ComplexType<UpdateItemResponseMessage> = messages.complexType(
  itemInfoResponseMessage,
  conflictResults,
)

const updateItemResponse = {
  /** One response message for each item, in the order of the request. It has the item's new `changeKey`. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ updateItemResponseMessage: UpdateItemResponseMessage })),
} as const

/** The outcome for each item (MS-OXWSCORE, UpdateItemResponseType). */
export interface UpdateItemResponse extends ValueOfParts<[typeof updateItemResponse]> {}
const UpdateItemResponse: ComplexType<UpdateItemResponse> = messages.complexType(updateItemResponse)

/** Changes properties of calendar items, of a whole series or of one occurrence (MS-OXWSMTGS, UpdateItem). */
export const UpdateItem: Operation<UpdateItemRequest, UpdateItemResponse> = {
  name: 'UpdateItem',
  request: messages.element('UpdateItem', UpdateItemRequest),
  response: messages.element('UpdateItemResponse', UpdateItemResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
