import {
  attribute,
  boolean,
  type ComplexType,
  content,
  enumeration,
  type Infer,
  integer,
  lenient,
  optional,
  text,
  type ValueOfParts,
} from '../xml'
import { CalendarItems } from './calendar-item'
import { FolderIds } from './folder-id'
import { ItemShape } from './item-shape'
import { messages, types } from './namespaces'
import type { Operation } from './operation'
import { pagings } from './paging'
import { responseMessage } from './response-message'
import { Restriction } from './restriction'
import { SortOrder } from './sort-order'

const queryString = {
  resetCache: optional(attribute(boolean)),
  returnHighlightTerms: optional(attribute(boolean)),
  returnDeletedItems: optional(attribute(boolean)),
  value: content(text),
} as const

/** A search in words, `subject:visit` (MS-OXWSSRCH, QueryStringType; Advanced Query Syntax). Never beside a restriction. */
export interface QueryString extends ValueOfParts<[typeof queryString]> {}
const QueryString: ComplexType<QueryString> = messages.complexType(queryString)

const FindItemRequest = messages.complexType(
  {
    /** `Associated` are hidden items, `SoftDeleted` those in the dumpster. */
    traversal: attribute(enumeration('Shallow', 'SoftDeleted', 'Associated')),
    itemShape: ItemShape,
  },
  pagings,
  {
    restriction: optional(Restriction),
    /** Where left out, in an order of the server's own; a calendar view is by start. */
    sortOrder: optional(SortOrder),
    parentFolderIds: FolderIds,
    queryString: optional(QueryString),
  },
)

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

const FindItemResponse = messages.complexType({
  /** One for each parent folder, in the order of the request. */
  responseMessages: messages.nonEmptyArrayOf({
    findItemResponseMessage: messages.complexType(responseMessage, { rootFolder: optional(RootFolder) }),
  }),
})

export type FindItemRequest = Infer<typeof FindItemRequest>
export type FindItemResponse = Infer<typeof FindItemResponse>

/** Items of a folder that match (MS-OXWSSRCH). Bodies and attendees never come with it: get them with GetItem. */
export const FindItem: Operation<FindItemRequest, FindItemResponse> = {
  name: 'FindItem',
  request: messages.element('FindItem', FindItemRequest),
  response: messages.element('FindItemResponse', FindItemResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
