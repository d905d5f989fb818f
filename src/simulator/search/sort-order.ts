import type { CalendarItem } from '../../operations'
import type { FieldOrder, SortOrder } from '../../operations/types/sort-order'
import { ServiceError } from '../soap/service-error'
import { searchableProperty } from './property-value'
import { orderOf } from './restriction'

/** Negative, zero or positive as the first item comes before, with or after the second. */
type Order = (a: CalendarItem, b: CalendarItem) => number

/**
 * The items in the order that is asked for; among equals, and without any order, as they were (MS-OXWSSRCH,
 * NonEmptyArrayOfFieldOrdersType).
 *
 * @throws ServiceError ErrorUnsupportedPathForSortGroup
 */
export function sorted<Item extends CalendarItem>(items: readonly Item[], sortOrder: SortOrder = []): Item[] {
  const orders = sortOrder.map(orderBy)
  return [...items].sort((a, b) => orders.map((order) => order(a, b)).find((order) => order !== 0) ?? 0)
}

/** An item without the property comes before those with it. */
function orderBy({ order, ...path }: FieldOrder): Order {
  const property = searchableProperty(path)
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
