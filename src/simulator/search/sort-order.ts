import type { FieldOrder, SortOrder } from '../../operations/types/sort-order'
import { ServiceError } from '../soap/service-error'
import { orderOf } from './order'
import type { Searchable } from './search-schema'

/** Negative if the first item comes before the second, positive if after, zero if they are equal. */
type Order<Item> = (a: Item, b: Item) => number

/**
 * Sorts items as the request asks. Equal items, and all items if there is no sort order, stay in their order (MS-OXWSSRCH,
 * NonEmptyArrayOfFieldOrdersType).
 *
 * @throws ServiceError ErrorUnsupportedPathForSortGroup
 */
export function sorted<Item>(
  items: readonly Item[],
  sortOrder: SortOrder = [],
  schema: Searchable<NoInfer<Item>>,
): Item[] {
  const orders = sortOrder.map((fieldOrder) => orderBy(fieldOrder, schema))
  return [...items].sort((a, b) => orders.map((order) => order(a, b)).find((order) => order !== 0) ?? 0)
}

/** An item without the property comes before those with it. */
function orderBy<Item>({ order, ...path }: FieldOrder, schema: Searchable<Item>): Order<Item> {
  const property = schema.find(path)
  if (property === undefined) {
    throw new ServiceError('ErrorUnsupportedPathForSortGroup', 'The property can not be used for sorting or grouping.')
  }
  const direction = order === 'Ascending' ? 1 : -1
  return (a, b) => {
    const [first] = property.valuesOf(a)
    const [second] = property.valuesOf(b)
    if (first === undefined || second === undefined)
      return direction * (Number(first !== undefined) - Number(second !== undefined))
    return direction * orderOf(first, second)
  }
}
