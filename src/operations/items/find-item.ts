import {
  attribute,
  boolean,
  type ComplexType,
  content,
  enumeration,
  lenient,
  optional,
  perRequested,
  text,
  type ValueOfParts,
} from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { CalendarItems } from '../types/calendar-item'
import { FolderIds } from '../types/folder-id'
import { ItemShape } from '../types/item-shape'
import { messages, types } from '../types/namespaces'
import { page, pagings } from '../types/paging'
import { Restriction } from '../types/restriction'
import { SortOrder } from '../types/sort-order'

const queryString = {
  /** True to have the server search anew rather than in what it remembers of an earlier search. */
  resetCache: optional(attribute(boolean)),
  /** True to return the words that were looked for in `highlightTerms`. */
  returnHighlightTerms: optional(attribute(boolean)),
  /** True to return deleted items too. */
  returnDeletedItems: optional(attribute(boolean)),
  /** The query, such as `subject:visit` (Advanced Query Syntax). */
  value: content(text),
} as const

/** A search by words. Servers refuse it beside a restriction (MS-OXWSSRCH, QueryStringType). */
export interface QueryString extends ValueOfParts<[typeof queryString]> {}
const QueryString: ComplexType<QueryString> = messages.complexType(queryString)

const itemQuery = {
  /** The items to search: `Shallow` for ordinary items, `Associated` for hidden ones, `SoftDeleted` for those in the dumpster. */
  traversal: attribute(enumeration('Shallow', 'SoftDeleted', 'Associated')),
  /** The properties to return. FindItem never returns bodies or attendees: get them with GetItem. */
  itemShape: ItemShape,
} as const

const search = {
  /** The condition that items have to fulfil. Not beside `queryString` or `calendarView`. */
  restriction: optional(Restriction),
  /** The properties to sort by. Defaults to an order that the server chooses. A calendar view is sorted by start. */
  sortOrder: optional(SortOrder),
  /** The folders to search. */
  parentFolderIds: perRequested(FolderIds),
  /** A search by words. Not beside `restriction`. */
  queryString: optional(QueryString),
} as const

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

const highlightTerm = {
  /** The property that was searched, such as `Subject`. Empty for all properties. */
  scope: text,
  /** The word. */
  value: text,
} as const

/** A word that the server looked for because of the query string (MS-OXWSSRCH, HighlightTermType). */
export interface HighlightTerm extends ValueOfParts<[typeof highlightTerm]> {}
const HighlightTerm: ComplexType<HighlightTerm> = types.complexType(highlightTerm)

const findItemResponseMessage = {
  ...responseMessage,
  /** The page of items that were found. Absent if the search failed. */
  rootFolder: optional(RootFolder),
  /** The words that the server looked for. Returned only if the query string sets `returnHighlightTerms`. */
  highlightTerms: optional(types.arrayOf({ term: HighlightTerm })),
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
