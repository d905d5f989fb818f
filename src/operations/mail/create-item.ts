import { type ComplexType, perRequested, type TaggedEntry, type ValueOfParts } from '../../xml'
import { CreateItem as CreateCalendarItem } from '../items/create-item'
import { itemCreation } from '../items/item-creation'
import type { Operation } from '../soap/operation'
import { messages, types } from '../types/namespaces'
import { CancelCalendarItem, ReferenceItemResponse, responseObjects } from '../types/response-object'
import { type Answer, answering } from './answers'
import { RealItemInfo, realItems } from './real-items'

const newItems = {
  ...realItems,
  ...responseObjects,
  /** Answers the sender of a message. */
  replyToItem: CancelCalendarItem,
  /** Answers the sender of a message and its other recipients. */
  replyAllToItem: CancelCalendarItem,
  /** Passes a message on. */
  forwardItem: CancelCalendarItem,
  /** Removes a meeting from the calendar, by the message that cancels it. */
  removeItem: ReferenceItemResponse,
} as const

/** An item to create, or an act on an existing one. */
export type NewRealItem = TaggedEntry<typeof newItems>

const request = {
  ...itemCreation,
  /** The items to create, and acts on existing ones. */
  items: perRequested(types.nonEmptyArrayOfChoice(newItems)),
} as const

/** The items to create, their folder, and whether they are sent (MS-OXWSCORE, CreateItemType). */
export interface CreateItemRequest extends ValueOfParts<[typeof request]> {}
const Request: ComplexType<CreateItemRequest> = messages.complexType(request)

/** MS-OXWSCORE, CreateItem, for items of all kinds. */
export const CreateItem: Operation<CreateItemRequest, Answer<RealItemInfo>> = answering(
  { ...CreateCalendarItem, request: messages.element('CreateItem', Request) },
  RealItemInfo,
)
