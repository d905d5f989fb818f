import { type ComplexType, choice, lenient, perRequested, type ValueOfParts } from '../../xml'
import { conflictResults, itemUpdate } from '../items/item-update'
import { UpdateItem as UpdateCalendarItem } from '../items/update-item'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { itemPaths } from '../types/field-uri'
import { item } from '../types/item'
import { itemIds } from '../types/item-id'
import { messages, types } from '../types/namespaces'
import { type Answer, answering } from './answers'
import { RealItems, realItems } from './real-items'

const path = choice(itemPaths)
const changedItem = choice({
  ...realItems,
  /** An item of any kind. */
  item: types.complexType(item),
})

/** A property and its new value, in an item of its kind (MS-OXWSCORE, SetItemFieldType). */
export type SetRealItemField = ValueOfParts<[typeof path, typeof changedItem]>
const SetItemField: ComplexType<SetRealItemField> = types.complexType(path, changedItem)

const itemId = choice(itemIds)
const updates = {
  updates: types.nonEmptyArrayOfChoice({
    appendToItemField: SetItemField,
    setItemField: SetItemField,
    deleteItemField: types.complexType(path),
  }),
} as const

/** An item, and the updates to it (MS-OXWSCORE, ItemChangeType). */
export type RealItemChange = ValueOfParts<[typeof itemId, typeof updates]>
const ItemChange: ComplexType<RealItemChange> = types.complexType(itemId, updates)

const request = {
  ...itemUpdate,
  /** The items to change, each with its updates. */
  itemChanges: perRequested(types.nonEmptyArrayOf({ itemChange: ItemChange })),
} as const

/** The items to change, their updates, and the recipients of mail (MS-OXWSCORE, UpdateItemType). */
export interface UpdateItemRequest extends ValueOfParts<[typeof request]> {}
const Request: ComplexType<UpdateItemRequest> = messages.complexType(request)

const response = [{ ...responseMessage, items: lenient(RealItems) }, conflictResults] as const

/** The outcome for one item (MS-OXWSCORE, UpdateItemResponseMessageType). */
interface UpdatedItem extends ValueOfParts<typeof response> {}
const UpdatedItem: ComplexType<UpdatedItem> = messages.complexType(...response)

/** MS-OXWSCORE, UpdateItem, for items of all kinds. */
export const UpdateItem: Operation<UpdateItemRequest, Answer<UpdatedItem>> = answering(
  { ...UpdateCalendarItem, request: messages.element('UpdateItem', Request) },
  UpdatedItem,
)
