import { lenient } from '../xml'
import { CalendarItems } from './calendar-item'
import { messages } from './namespaces'
import { responseMessage } from './response-message'

/** The answer for one item (MS-OXWSCDATA, ItemInfoResponseMessageType). `items` is empty where the element failed. */
export const itemInfoResponseMessage = { ...responseMessage, items: lenient(CalendarItems) } as const

/** MS-OXWSCDATA, ItemInfoResponseMessageType. */
export const ItemInfoResponseMessage = messages.complexType(itemInfoResponseMessage)
