import type { RootFolder } from '../../operations/items/find-item'
import type { FractionalPageView, IndexedPageView, SeekToConditionPageView } from '../../operations/types/paging'
import { ServiceError } from '../soap/service-error'
import type { Predicate } from './restriction'

/** A part of the items, and where the next page begins. */
export interface Page<Item> extends Omit<RootFolder, 'items'> {
  readonly items: readonly Item[]
}

/** The page that a request asks for: at most one of the views, or a number of items. */
export interface Paging {
  readonly indexed?: IndexedPageView | undefined
  readonly fractional?: FractionalPageView | undefined
  readonly sought?: SeekToConditionPageView | undefined
  readonly maxEntriesReturned?: number | undefined
}

/**
 * Returns the page of `items` that `paging` asks for (MS-OXWSSRCH, FindResponsePagingAttributes). Without a page, more than
 * `limit` items are an error. A page is cut at the limit (Microsoft, "EWS throttling in Exchange", EWSFindCountLimit).
 *
 * @param condition makes the test of a page that begins at a condition
 * @throws ServiceError
 */
export function pageOf<Item>(
  items: readonly Item[],
  { indexed, fractional, sought, maxEntriesReturned }: Paging,
  limit: number,
  condition: (expression: SeekToConditionPageView['condition']) => Predicate<Item>,
): Page<Item> {
  if (indexed !== undefined) return indexedPage(items, indexed, limit)
  if (fractional !== undefined) return fractionalPage(items, fractional, limit)
  if (sought !== undefined) return soughtPage(items, sought, limit, condition(sought.condition))
  return unpaged(items, maxEntriesReturned, limit)
}

/** A guess, to verify: the total of a calendar view that is cut counts only the items that it returns. */
function unpaged<Item>(matches: readonly Item[], maxEntriesReturned: number | undefined, limit: number): Page<Item> {
  if (maxEntriesReturned === undefined && matches.length > limit) {
    throw new ServiceError(
      'ErrorExceededFindCountLimit',
      'You have exceeded the maximum number of objects that can be returned for the find operation. Use paging to reduce the result size and try your request again.',
      { value: [{ name: 'PolicyLimit', value: `${limit}` }] },
    )
  }
  const items = matches.slice(0, maxEntriesReturned)
  return { items, totalItemsInView: items.length, includesLastItemInRange: items.length === matches.length }
}

/**
 * A page that is counted from the end holds the items before the last `offset` ones.
 *
 * A guess, to verify: such a page is in the order of the whole list, and includes the last item in range when it includes the
 * very first item.
 */
function indexedPage<Item>(all: readonly Item[], view: IndexedPageView, limit: number): Page<Item> {
  const size = Math.min(view.maxEntriesReturned ?? limit, limit)
  const passed = Math.min(view.offset, all.length)
  const items =
    view.basePoint === 'Beginning'
      ? all.slice(passed, passed + size)
      : all.slice(Math.max(0, all.length - passed - size), all.length - passed)
  const indexedPagingOffset = passed + items.length
  return {
    items,
    indexedPagingOffset,
    totalItemsInView: all.length,
    includesLastItemInRange: indexedPagingOffset >= all.length,
  }
}

function fractionalPage<Item>(all: readonly Item[], view: FractionalPageView, limit: number): Page<Item> {
  const { maxEntriesReturned = limit, numerator, denominator } = view
  if (numerator > denominator) {
    throw new ServiceError(
      'ErrorInvalidFractionalPagingParameters',
      'The numerator must not be greater than the denominator.',
    )
  }
  const first = Math.floor((all.length * numerator) / denominator)
  const items = all.slice(first, first + Math.min(maxEntriesReturned, limit))
  const numeratorOffset = first + items.length
  return {
    items,
    numeratorOffset,
    absoluteDenominator: all.length,
    totalItemsInView: all.length,
    includesLastItemInRange: numeratorOffset >= all.length,
  }
}

/** An indexed page that begins at the first item, from either end, that fulfills the condition. It is empty if none does. */
function soughtPage<Item>(
  all: readonly Item[],
  { basePoint, maxEntriesReturned }: SeekToConditionPageView,
  limit: number,
  fulfills: Predicate<Item>,
): Page<Item> {
  const found = basePoint === 'Beginning' ? all.findIndex(fulfills) : all.findLastIndex(fulfills)
  const offset = basePoint === 'Beginning' ? found : all.length - 1 - found
  return indexedPage(all, { basePoint, maxEntriesReturned, offset: found === -1 ? all.length : offset }, limit)
}
