import type { CalendarItem } from '../../operations'
import type { FindItemRequest, RootFolder } from '../../operations/items/find-item'
import type { FractionalPageView, IndexedPageView, SeekToConditionPageView } from '../../operations/types/paging'
import { ServiceError } from '../soap/service-error'
import { restriction } from './restriction'

/** Some of the items, and where to go on. */
export interface Page<Item> extends Omit<RootFolder, 'items'> {
  readonly items: readonly Item[]
}

/** Which view of the items a request asks for. */
type Paging = Pick<
  FindItemRequest,
  'indexedPageItemView' | 'fractionalPageItemView' | 'seekToConditionPageItemView' | 'calendarView'
>

/**
 * The page of `items` that `paging` asks for (MS-OXWSSRCH, FindResponsePagingAttributes). Of a request without pages, more
 * than `limit` items are an error; a page is merely cut there (Microsoft, "EWS throttling in Exchange", EWSFindCountLimit).
 *
 * @throws ServiceError
 */
export function pageOf<Item extends CalendarItem>(items: readonly Item[], paging: Paging, limit: number): Page<Item> {
  const { indexedPageItemView, fractionalPageItemView, seekToConditionPageItemView, calendarView } = paging
  if (indexedPageItemView !== undefined) return indexedPage(items, indexedPageItemView, limit)
  if (fractionalPageItemView !== undefined) return fractionalPage(items, fractionalPageItemView, limit)
  if (seekToConditionPageItemView !== undefined) return soughtPage(items, seekToConditionPageItemView, limit)
  return unpaged(items, calendarView?.maxEntriesReturned, limit)
}

/** A guess, to verify: that the total of a calendar view that is cut counts only what it returns. */
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
 * Counted from the end, a page is what stands before the last `offset` items.
 *
 * A guess, to verify: that such a page is in the order of the whole, and has the last item in range with the first of all.
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

/** An indexed page that begins at the first item, from either end, that fulfils the condition; empty if none does. */
function soughtPage<Item extends CalendarItem>(
  all: readonly Item[],
  { condition, basePoint, maxEntriesReturned }: SeekToConditionPageView,
  limit: number,
): Page<Item> {
  const fulfilled = all.map(restriction(condition))
  const [found, offset] =
    basePoint === 'Beginning'
      ? [fulfilled.indexOf(true), fulfilled.indexOf(true)]
      : [fulfilled.lastIndexOf(true), all.length - 1 - fulfilled.lastIndexOf(true)]
  return indexedPage(all, { basePoint, maxEntriesReturned, offset: found === -1 ? all.length : offset }, limit)
}
