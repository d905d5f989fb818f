import {
  attribute,
  boolean,
  type ComplexType,
  choice,
  enumeration,
  integer,
  optional,
  optionalChoice,
  text,
  type ValueOfParts,
} from '../../xml'
import { FindItem as FindCalendarItem } from '../items/find-item'
import { highlightTerms, itemQuery, search } from '../items/item-query'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { itemPaths } from '../types/field-uri'
import { messages, types } from '../types/namespaces'
import { page, pagings } from '../types/paging'
import { type Answer, answering } from './answers'
import { RealItems } from './real-items'

const Order = enumeration('Ascending', 'Descending')
const path = choice(itemPaths)

const aggregateOn = {
  /** Whether the item with the least or with the greatest value represents its group. */
  aggregate: attribute(enumeration('Minimum', 'Maximum')),
} as const

const order = {
  /** The order of the groups. */
  order: attribute(Order),
} as const

const grouping = {
  /** The property by whose value in one item of each group the groups are sorted. */
  aggregateOn: types.complexType(aggregateOn, path),
  /** Of the hidden part of the schema, which Exchange ignores. */
  useCollapsibleGroups: optional(boolean),
  itemsPerGroup: optional(integer({ minInclusive: 0 })),
  maxItemsPerGroup: optional(integer({ minInclusive: 0 })),
} as const

/** Groups by a property, whose value the items of a group share (MS-OXWSSRCH, GroupByType). */
export type GroupBy = ValueOfParts<[typeof order, typeof path, typeof grouping]>
const GroupBy: ComplexType<GroupBy> = types.complexType(order, path, grouping)

const standardGrouping = {
  ...order,
  /** The one standard grouping: by conversation. */
  standardGroupBy: enumeration('ConversationTopic'),
} as const

/** A standard grouping (MS-OXWSSRCH, DistinguishedGroupByType). */
export interface DistinguishedGroupBy extends ValueOfParts<[typeof standardGrouping]> {}
const DistinguishedGroupBy: ComplexType<DistinguishedGroupBy> = types.complexType(standardGrouping)

const groupings = optionalChoice({
  /** Groups by any property. */
  groupBy: GroupBy,
  /** Groups in a standard way. */
  distinguishedGroupBy: DistinguishedGroupBy,
})

/** The folders to search, the condition, groups, and the properties to return (MS-OXWSSRCH, FindItemType). */
export type FindItemRequest = ValueOfParts<[typeof itemQuery, typeof pagings, typeof groupings, typeof search]>
const Request: ComplexType<FindItemRequest> = messages.complexType(itemQuery, pagings, groupings, search)

const groupedItems = {
  /** A text that tells the group from others. */
  groupIndex: text,
  /** The items of the group that are on this page. */
  items: RealItems,
} as const

/** The items of one group (MS-OXWSSRCH, GroupedItemsType). */
export interface GroupedItems extends ValueOfParts<[typeof groupedItems]> {}
const GroupedItems: ComplexType<GroupedItems> = types.complexType(groupedItems)

const content = choice({
  /** The items of this page. */
  items: RealItems,
  /** The items of this page in groups. */
  groups: types.arrayOf({ groupedItems: GroupedItems }),
})
const rootFolder = [page, content] as const

/** The items that one folder has (MS-OXWSSRCH, FindItemParentType). */
export type RootFolder = ValueOfParts<typeof rootFolder>
const RootFolder: ComplexType<RootFolder> = types.complexType(...rootFolder)

const findItemResponseMessage = {
  ...responseMessage,
  rootFolder: optional(RootFolder),
  highlightTerms,
} as const

/** The outcome for one folder (MS-OXWSSRCH, FindItemResponseMessageType). */
interface FoundItems extends ValueOfParts<[typeof findItemResponseMessage]> {}
const FoundItems: ComplexType<FoundItems> = messages.complexType(findItemResponseMessage)

/** MS-OXWSSRCH, FindItem, for items of all kinds, with groups. */
export const FindItem: Operation<FindItemRequest, Answer<FoundItems>> = answering(
  { ...FindCalendarItem, request: messages.element('FindItem', Request) },
  FoundItems,
)
