import {
  attribute,
  boolean,
  type ComplexType,
  choice,
  enumeration,
  integer,
  optional,
  perRequested,
  type ValueOfParts,
} from '../../xml'
import type { Operation } from '../soap/operation'
import { CalendarItem } from '../types/calendar-item'
import { paths } from '../types/field-uri'
import { TargetFolderId } from '../types/folder-id'
import { itemIds } from '../types/item-id'
import { messages, types } from '../types/namespaces'
import { itemInfoResponseMessage } from './item-info-response-message'
import { MessageDisposition } from './message-disposition'

const path = choice(paths)
const setItemField = { calendarItem: CalendarItem } as const

/** A property by its path, and an item that has this property and no other (MS-OXWSCORE, SetItemFieldType). */
export type SetItemField = ValueOfParts<[typeof path, typeof setItemField]>
const SetItemField: ComplexType<SetItemField> = types.complexType(path, setItemField)

/** A property by its path (MS-OXWSCORE, DeleteItemFieldType). */
export type DeleteItemField = ValueOfParts<[typeof path]>
const DeleteItemField: ComplexType<DeleteItemField> = types.complexType(path)

const itemId = choice(itemIds)
const updates = {
  /** Applied in their order; each sets, adds to or deletes the one property that it names. */
  updates: types.nonEmptyArrayOfChoice({
    appendToItemField: SetItemField,
    setItemField: SetItemField,
    deleteItemField: DeleteItemField,
  }),
} as const

/** An item, and what is to change in it (MS-OXWSCORE, ItemChangeType). */
export type ItemChange = ValueOfParts<[typeof itemId, typeof updates]>
const ItemChange: ComplexType<ItemChange> = types.complexType(itemId, updates)

const updateItemRequest = {
  /** With `NeverOverwrite` and a `changeKey`, an item that somebody else has changed meanwhile is left as it is. */
  conflictResolution: attribute(enumeration('NeverOverwrite', 'AutoResolve', 'AlwaysOverwrite')),
  /** Of messages only. */
  messageDisposition: optional(attribute(MessageDisposition)),
  /** The schema lets one leave it out; Exchange demands it for calendar items. */
  sendMeetingInvitationsOrCancellations: attribute(
    enumeration('SendToNone', 'SendOnlyToAll', 'SendOnlyToChanged', 'SendToAllAndSaveCopy', 'SendToChangedAndSaveCopy'),
  ),
  /** True to have Exchange send no read receipts; since Exchange 2013. */
  suppressReadReceipts: optional(attribute(boolean)),
  /** Where messages that are sent are kept. */
  savedItemFolderId: optional(TargetFolderId),
  itemChanges: perRequested(types.nonEmptyArrayOf({ itemChange: ItemChange })),
} as const

/** What to change, item by item, and who is told of it. */
export interface UpdateItemRequest extends ValueOfParts<[typeof updateItemRequest]> {}
const UpdateItemRequest: ComplexType<UpdateItemRequest> = messages.complexType(updateItemRequest)

const conflictResults = { conflictResults: optional(types.complexType({ count: integer() })) } as const

/** The answer for one change (MS-OXWSCORE, UpdateItemResponseMessageType). */
export interface UpdateItemResponseMessage
  extends ValueOfParts<[typeof itemInfoResponseMessage, typeof conflictResults]> {}
const UpdateItemResponseMessage: ComplexType<UpdateItemResponseMessage> = messages.complexType(
  itemInfoResponseMessage,
  conflictResults,
)

const updateItemResponse = {
  /** One for each change, in the order of the request, with the new `changeKey`. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ updateItemResponseMessage: UpdateItemResponseMessage })),
} as const

/** What became of each change. */
export interface UpdateItemResponse extends ValueOfParts<[typeof updateItemResponse]> {}
const UpdateItemResponse: ComplexType<UpdateItemResponse> = messages.complexType(updateItemResponse)

/** Changes properties of calendar items (MS-OXWSMTGS, UpdateItem). */
export const UpdateItem: Operation<UpdateItemRequest, UpdateItemResponse> = {
  name: 'UpdateItem',
  request: messages.element('UpdateItem', UpdateItemRequest),
  response: messages.element('UpdateItemResponse', UpdateItemResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
