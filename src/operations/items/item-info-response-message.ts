import { type ComplexType, lenient, type ValueOfParts } from '../../xml'
import { responseMessage } from '../soap/response-message'
import { CalendarItems } from '../types/calendar-item'
import { messages } from '../types/namespaces'

/** The elements of the outcome for one item (MS-OXWSCDATA, ItemInfoResponseMessageType). */
export const itemInfoResponseMessage = {
  ...responseMessage,
  /** The item. Empty or absent if the operation failed for it. */
  items: lenient(CalendarItems),
} as const

/** The outcome for one item (MS-OXWSCDATA, ItemInfoResponseMessageType). */
export interface ItemInfoResponseMessage extends ValueOfParts<[typeof itemInfoResponseMessage]> {}
export const ItemInfoResponseMessage: ComplexType<ItemInfoResponseMessage> =
  messages.complexType(itemInfoResponseMessage)
