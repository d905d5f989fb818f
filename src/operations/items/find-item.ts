import {
  attribute,
  boolean,
  type ComplexType,
  content,
  enumeration,
  integer,
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
import { pagings } from '../types/paging'
import { Restriction } from '../types/restriction'
import { SortOrder } from '../types/sort-order'

const queryString = {
  resetCache: optional(attribute(boolean)),
  returnHighlightTerms: optional(attribute(boolean)),
  returnDeletedItems: optional(attribute(boolean)),
  value: content(text),
} as const

/** A search in words, `subject:visit` (MS-OXWSSRCH, QueryStringType; Advanced Query Syntax). Never beside a restriction. */
export interface QueryString extends ValueOfParts<[typeof queryString]> {}
const QueryString: ComplexType<QueryString> = messages.complexType(queryString)

const itemQuery = {
  /** `Associated` are hidden items, `SoftDeleted` those in the dumpster. */
  traversal: attribute(enumeration('Shallow', 'SoftDeleted', 'Associated')),
  itemShape: ItemShape,
} as const

const search = {
  restriction: optional(Restriction),
  /** Where left out, in an order of the server's own; a calendar view is by start. */
  sortOrder: optional(SortOrder),
  parentFolderIds: perRequested(FolderIds),
  queryString: optional(QueryString),
} as const

/** In which folders to look, for what, and which properties are wanted. Not both a restriction and a query string. */
export type FindItemRequest = ValueOfParts<[typeof itemQuery, typeof pagings, typeof search]>
const FindItemRequest: ComplexType<FindItemRequest> = messages.complexType(itemQuery, pagings, search)

const rootFolder = {
  /** Of an indexed view: the `offset` of the page after this one. */
  indexedPagingOffset: optional(attribute(integer())),
  /** Of a fractional view: the `numerator` of the page after this one, with `absoluteDenominator` as its denominator. */
  numeratorOffset: optional(attribute(integer())),
  absoluteDenominator: optional(attribute(integer())),
  /** False where the server cut the list: what is missing must be asked for in smaller windows, or in further pages. */
  includesLastItemInRange: optional(attribute(boolean)),
  /** Of all that matches, not of this page alone. */
  totalItemsInView: optional(attribute(integer())),
  items: lenient(CalendarItems),
} as const

/** Items of one folder (MS-OXWSSRCH, FindItemParentType). */
export interface RootFolder extends ValueOfParts<[typeof rootFolder]> {}
const RootFolder: ComplexType<RootFolder> = types.complexType(rootFolder)

const highlightTerm = {
  /** The property in which it was found, `Subject`; empty for any. */
  scope: text,
  value: text,
} as const

/** A word that the query string made the server look for (MS-OXWSSRCH, HighlightTermType). */
export interface HighlightTerm extends ValueOfParts<[typeof highlightTerm]> {}
const HighlightTerm: ComplexType<HighlightTerm> = types.complexType(highlightTerm)

const findItemResponseMessage = {
  ...responseMessage,
  rootFolder: optional(RootFolder),
  /** Only where the query string has `returnHighlightTerms`. */
  highlightTerms: optional(types.arrayOf({ term: HighlightTerm })),
} as const

/** The answer for one folder (MS-OXWSSRCH, FindItemResponseMessageType). */
export interface FindItemResponseMessage extends ValueOfParts<[typeof findItemResponseMessage]> {}
const FindItemResponseMessage: ComplexType<FindItemResponseMessage> = messages.complexType(findItemResponseMessage)

const findItemResponse = {
  /** One for each parent folder, in the order of the request. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ findItemResponseMessage: FindItemResponseMessage })),
} as const

/** What was found, folder by folder. */
export interface FindItemResponse extends ValueOfParts<[typeof findItemResponse]> {}
const FindItemResponse: ComplexType<FindItemResponse> = messages.complexType(findItemResponse)

/** Items of a folder that match (MS-OXWSSRCH). Bodies and attendees never come with it: get them with GetItem. */
export const FindItem: Operation<FindItemRequest, FindItemResponse> = {
  name: 'FindItem',
  request: messages.element('FindItem', FindItemRequest),
  response: messages.element('FindItemResponse', FindItemResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
