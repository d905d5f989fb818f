import {
  attribute,
  boolean,
  type ComplexType,
  content,
  enumeration,
  optional,
  perRequested,
  text,
  type ValueOfParts,
} from '../../xml'
import { FolderIds } from '../types/folder-id'
import { ItemShape } from '../types/item-shape'
import { messages, types } from '../types/namespaces'
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

/** The elements of a search before its view (MS-OXWSSRCH, FindItemType). */
export const itemQuery = {
  /** The items to search: `Shallow` for ordinary items, `Associated` for hidden ones, `SoftDeleted` for those in the dumpster. */
  traversal: attribute(enumeration('Shallow', 'SoftDeleted', 'Associated')),
  /** The properties to return. FindItem never returns bodies or attendees: get them with GetItem. */
  itemShape: ItemShape,
} as const

/** The elements of a search after its view (MS-OXWSSRCH, FindItemType). */
export const search = {
  /** The condition that items have to fulfill. Not beside `queryString` or `calendarView`. */
  restriction: optional(Restriction),
  /** The properties to sort by. Defaults to an order that the server chooses. A calendar view is sorted by start. */
  sortOrder: optional(SortOrder),
  /** The folders to search. */
  parentFolderIds: perRequested(FolderIds),
  /** A search by words. Not beside `restriction`. */
  queryString: optional(QueryString),
} as const

const highlightTerm = {
  /** The property that was searched, such as `Subject`. Empty for all properties. */
  scope: text,
  /** The word. */
  value: text,
} as const

/** A word that the server looked for because of the query string (MS-OXWSSRCH, HighlightTermType). */
export interface HighlightTerm extends ValueOfParts<[typeof highlightTerm]> {}
const HighlightTerm: ComplexType<HighlightTerm> = types.complexType(highlightTerm)

/** The words that the server looked for (MS-OXWSSRCH, ArrayOfHighlightTermsType). */
export const highlightTerms = optional(types.arrayOf({ term: HighlightTerm }))
