import { type ArrayType, type ComplexType, lenient, type TaggedEntry, type ValueOfParts } from '../../xml'
import { responseMessage } from '../soap/response-message'
import { CalendarItem } from '../types/calendar-item'
import { messages, types } from '../types/namespaces'
import { MeetingCancellation, MeetingRequest, MeetingResponse, Message } from './message'

/** The items that mailboxes hold, by the names of their elements (MS-OXWSCDATA, ArrayOfRealItemsType). */
export const realItems = {
  /** A calendar item. */
  calendarItem: CalendarItem,
  /** A message. */
  message: Message,
  /** An invitation to a meeting. */
  meetingRequest: MeetingRequest,
  /** An answer to an invitation. */
  meetingResponse: MeetingResponse,
  /** The cancellation of a meeting. */
  meetingCancellation: MeetingCancellation,
} as const

/** An item under the name of its kind. */
export type RealItem = TaggedEntry<typeof realItems>
export const RealItems: ArrayType<readonly RealItem[]> = types.arrayOfChoice(realItems)

const itemInfo = {
  ...responseMessage,
  /** The item, as a list of one. Empty or absent if the operation failed for it. */
  items: lenient(RealItems),
} as const

/** The outcome for one item (MS-OXWSCDATA, ItemInfoResponseMessageType). */
export interface RealItemInfo extends ValueOfParts<[typeof itemInfo]> {}
export const RealItemInfo: ComplexType<RealItemInfo> = messages.complexType(itemInfo)
