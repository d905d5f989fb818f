import { type ComplexType, lenient, optional, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { CalendarItems } from '../types/calendar-item'
import { messages, types } from '../types/namespaces'
import { page, pagings } from '../types/paging'
import { highlightTerms, itemQuery, search } from './item-query'

export type { HighlightTerm, QueryString } from './item-query'

/** The folders to search, the condition, and the properties to return (MS-OXWSSRCH, FindItemType). */
export type FindItemRequest = ValueOfParts<[typeof itemQuery, typeof pagings, typeof search]>
const FindItemRequest: ComplexType<FindItemRequest> = messages.complexType(itemQuery, pagings, search)

const rootFolder = {
  ...page,
  /** The items of this page. */
  items: lenient(CalendarItems),
} as const

/** The items that one folder has (MS-OXWSSRCH, FindItemParentType). */
export interface RootFolder extends ValueOfParts<[typeof rootFolder]> {
  /** Never set: it keeps an answer of FindFolder from passing for one of FindItem. */
  readonly folders?: undefined
}
const RootFolder: ComplexType<RootFolder> = types.complexType(rootFolder)

const findItemResponseMessage = {
  ...responseMessage,
  /** The page of items that were found. Absent if the search failed. */
  rootFolder: optional(RootFolder),
  /** The words that the server looked for. Returned only if the query string sets `returnHighlightTerms`. */
  highlightTerms,
} as const

/** The outcome for one folder (MS-OXWSSRCH, FindItemResponseMessageType). */
export interface FindItemResponseMessage extends ValueOfParts<[typeof findItemResponseMessage]> {}
const FindItemResponseMessage: ComplexType<FindItemResponseMessage> = messages.complexType(findItemResponseMessage)

const findItemResponse = {
  /** One response message for each folder, in the order of the request. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ findItemResponseMessage: FindItemResponseMessage })),
} as const

/** The outcome for each folder (MS-OXWSSRCH, FindItemResponseType). */
export interface FindItemResponse extends ValueOfParts<[typeof findItemResponse]> {}
const FindItemResponse: ComplexType<FindItemResponse> = messages.complexType(findItemResponse)

/** Finds the items of folders that match. It never returns bodies or attendees: get them with GetItem (MS-OXWSSRCH, FindItem). */
export const FindItem: Operation<FindItemRequest, FindItemResponse> = {
  name: 'FindItem',
  request: messages.element('FindItem', FindItemRequest),
  response: messages.element('FindItemResponse', FindItemResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
