import { type ComplexType, lenient, type ValueOfParts } from '../../xml'
import { responseMessage } from '../soap/response-message'
import { CalendarItems } from '../types/calendar-item'
import { messages } from '../types/namespaces'

/** The answer for one item (MS-OXWSCDATA, ItemInfoResponseMessageType). `items` is empty where the element failed. */
export const itemInfoResponseMessage = { ...responseMessage, items: lenient(CalendarItems) } as const

/** MS-OXWSCDATA, ItemInfoResponseMessageType. */
export interface ItemInfoResponseMessage extends ValueOfParts<[typeof itemInfoResponseMessage]> {}
export const ItemInfoResponseMessage: ComplexType<ItemInfoResponseMessage> =
  messages.complexType(itemInfoResponseMessage)
