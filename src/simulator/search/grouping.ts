import type { DistinguishedGroupBy, GroupBy } from '../../operations/mail/find-item'
import { ServiceError } from '../soap/service-error'
import { orderOf } from './order'
import type { Comparable, Path, Searchable, SearchableProperty } from './search-schema'

/** An item in one of its groups. An item with several values of the property is in several. */
export interface GroupEntry<Item> {
  readonly groupIndex: string
  readonly item: Item
}

/** The items of one group, in their order. */
export interface Group<Item> {
  readonly groupIndex: string
  readonly items: readonly Item[]
}

/** What the standard grouping stands for: conversations by their latest message. A guess, to verify. */
export const standardGrouping = ({ order }: DistinguishedGroupBy): GroupBy => ({
  order,
  fieldURI: { fieldURI: 'message:ConversationTopic' },
  aggregateOn: { aggregate: 'Maximum', fieldURI: { fieldURI: 'item:DateTimeReceived' } },
})

/**
 * Puts items into groups by a property, and the groups into the order of the item that represents each: the one with the least or the
 * greatest value of another property. The items of a group stay in their order (MS-OXWSSRCH, GroupByType).
 *
 * A guess, to verify: items without the property are a group under an empty text.
 *
 * @throws ServiceError ErrorUnsupportedPathForSortGroup
 */
export function grouped<Item>(
  items: readonly Item[],
  { order, aggregateOn: { aggregate, ...represented }, ...path }: GroupBy,
  schema: Searchable<NoInfer<Item>>,
): GroupEntry<Item>[] {
  const property = groupable(path, schema)
  const aggregated = groupable(represented, schema)
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const values = property.valuesOf(item).map(textOf)
    for (const value of values.length === 0 ? [''] : values) addTo(groups, value, item)
  }
  const direction = order === 'Ascending' ? 1 : -1
  return Array.from(groups, ([groupIndex, members]) => ({
    groupIndex,
    members,
    value: extreme(
      members.flatMap((item) => [...aggregated.valuesOf(item)]),
      aggregate,
    ),
  }))
    .sort((a, b) => direction * compared(a.value, b.value))
    .flatMap(({ groupIndex, members }) => members.map((item) => ({ groupIndex, item })))
}

/** The groups of which a page has entries. */
export function groupsOf<Item>(entries: readonly GroupEntry<Item>[]): Group<Item>[] {
  const groups = new Map<string, Item[]>()
  for (const { groupIndex, item } of entries) addTo(groups, groupIndex, item)
  return Array.from(groups, ([groupIndex, items]) => ({ groupIndex, items }))
}

function addTo<Item>(groups: Map<string, Item[]>, value: string, item: Item) {
  const present = groups.get(value)
  if (present === undefined) groups.set(value, [item])
  else present.push(item)
}

function groupable<Item>(path: Path, schema: Searchable<Item>): SearchableProperty<Item> {
  const property = schema.find(path)
  if (property !== undefined) return property
  throw new ServiceError('ErrorUnsupportedPathForSortGroup', 'The property can not be used for sorting or grouping.')
}

const textOf = (value: Comparable) => (value instanceof Date ? value.toISOString().replace('.000Z', 'Z') : `${value}`)

/** Groups without the property come before those with it. */
function compared(a: Comparable | undefined, b: Comparable | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return orderOf(a, b)
}

const extreme = (values: readonly Comparable[], aggregate: 'Minimum' | 'Maximum') =>
  values.toSorted(orderOf).at(aggregate === 'Minimum' ? 0 : -1)
