import type { ExtendedProperty } from '../../operations'
import { FindItem, type FindItemRequest, type RootFolder } from '../../operations/mail/find-item'
import type { AnyMessage } from '../../operations/mail/message'
import type { RealItem } from '../../operations/mail/real-items'
import type { CalendarItem } from '../../operations/types/calendar-item'
import type { Access } from '../authorization/access'
import { yearsAfter } from '../calendar/appointment'
import { shortText } from '../items/short-text'
import { calendarView } from '../mailbox/calendar-view'
import type { Folder } from '../mailbox/folder'
import { itemSearch, itemTexts } from '../mailbox/item-search'
import type { AnyItem } from '../mailbox/item-twin'
import { isMail, type StoredItem } from '../mailbox/stored-item'
import { grouped, groupsOf, standardGrouping } from '../search/grouping'
import { pageOf } from '../search/paging'
import { query } from '../search/query-string'
import { type Predicate, restriction } from '../search/restriction'
import { sorted } from '../search/sort-order'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { onlyInGetItem, shaper, withRights } from './item-shape'
import { service } from './service'

type CalendarView = NonNullable<FindItemRequest['calendarView']>

/** The most items of an answer, and of a search (Microsoft, "EWS throttling in Exchange", EWSFindCountLimit). */
const FIND_COUNT_LIMIT = { all: 1000, searched: 250 } as const
const LONGEST_VIEW_YEARS = 2

/** MS-OXWSSRCH, FindItem. */
export const findItem = service(FindItem, (request, { folders, answerEach }) => {
  const isSearched = request.restriction !== undefined || request.queryString !== undefined
  const limit = FIND_COUNT_LIMIT[isSearched ? 'searched' : 'all']
  return {
    responseMessages: answerEach(
      request.parentFolderIds,
      (folderId) => {
        const { folder, access } = folders.folder(folderId)
        const shaped = shaper(request.itemShape, onlyInGetItem, shorten)
        refuseRequest(request)
        const found = visible(matchesIn(folder, request), access)
        const element = (item: StoredItem) => shaped(withRights(item, access))
        return { ...noError, rootFolder: rootFolderOf(found, request, limit, element) }
      },
      (message) => message,
    ),
  }
})

/** A page of what was found, in groups if the request asks for them. */
function rootFolderOf(
  found: readonly StoredItem[],
  request: FindItemRequest,
  limit: number,
  element: (item: StoredItem) => RealItem,
): RootFolder {
  const { groupBy, distinguishedGroupBy } = request
  const paging = pagingOf(request)
  const condition = (sought: SearchExpressions) => restriction(sought, itemSearch)
  const grouping = distinguishedGroupBy === undefined ? groupBy : standardGrouping(distinguishedGroupBy)
  if (grouping === undefined) {
    const { items, ...page } = pageOf(found, paging, limit, condition)
    return { ...page, items: items.map(element) }
  }
  const { items, ...page } = pageOf(grouped(found, grouping, itemSearch), paging, limit, (sought) => {
    const fulfills = condition(sought)
    return ({ item }) => fulfills(item)
  })
  const groups = groupsOf(items).map((group) => ({ ...group, items: group.items.map(element) }))
  return { ...page, groups }
}

type SearchExpressions = NonNullable<FindItemRequest['seekToConditionPageItemView']>['condition']

/** The items that the caller may read. */
const visible = (items: readonly StoredItem[], access: Access) =>
  access.viewsPrivate ? items : items.filter((item) => access.sees(item))

/** A guess, to verify: both codes. The words of the first error are Exchange's. */
function refuseRequest(request: FindItemRequest) {
  const { calendarView, restriction, queryString, sortOrder, groupBy, distinguishedGroupBy } = request
  const isArranged = [restriction, sortOrder, groupBy, distinguishedGroupBy].some((each) => each !== undefined)
  if (calendarView !== undefined && isArranged) {
    throw new ServiceError(
      'ErrorInvalidRequest',
      'Restrictions and sort order may not be specified for a CalendarView.',
    )
  }
  if (queryString !== undefined && (calendarView !== undefined || restriction !== undefined)) {
    throw new ServiceError(
      'ErrorInvalidRequest',
      'A query string may not be specified together with a restriction or a CalendarView.',
    )
  }
}

const pagingOf = (request: FindItemRequest) => ({
  indexed: request.indexedPageItemView,
  fractional: request.fractionalPageItemView,
  sought: request.seekToConditionPageItemView,
  maxEntriesReturned: request.calendarView?.maxEntriesReturned,
})

/** The items of a folder that match, sorted. Without a calendar view, a series is one item, its master. */
function matchesIn(folder: Folder, request: FindItemRequest): readonly StoredItem[] {
  const { calendarView: view, traversal, sortOrder } = request
  if (view !== undefined) refuseView(view, folder)
  const fulfills = filterOf(request)
  // The simulator has no hidden items, and none in the dumpster.
  if (traversal !== 'Shallow') return []
  if (view !== undefined) return calendarView(folder, view.startDate, view.endDate)
  return sorted([...folder.items()].filter(fulfills).sort(byTime), sortOrder, itemSearch)
}

/** The order without a sort order: calendar items by their start, and messages from the newest. */
function byTime(a: StoredItem, b: StoredItem): number {
  const timeOf = (item: StoredItem) => (isMail(item) ? -(item.dateTimeReceived?.getTime() ?? 0) : item.start.getTime())
  return Number(isMail(a)) - Number(isMail(b)) || timeOf(a) - timeOf(b)
}

function filterOf({ restriction: expression, queryString }: FindItemRequest): Predicate<AnyItem> {
  if (expression !== undefined) return restriction(expression, itemSearch)
  return queryString === undefined ? () => true : query(queryString.value, itemTexts)
}

function refuseView({ startDate, endDate }: CalendarView, { isCalendar }: Folder) {
  if (!isCalendar) {
    throw new ServiceError('ErrorCalendarFolderIsInvalidForCalendarView', 'The folder is invalid for a calendar view.')
  }
  if (endDate < startDate) {
    throw new ServiceError('ErrorCalendarEndDateIsEarlierThanStartDate', 'EndDate is earlier than StartDate')
  }
  if (endDate > yearsAfter(startDate, LONGEST_VIEW_YEARS)) {
    throw new ServiceError(
      'ErrorCalendarViewRangeTooBig',
      'The specified view range exceeds the maximum range of two years.',
    )
  }
}

/** FindItem returns short strings. */
function shorten(item: CalendarItem | AnyMessage): void {
  const { subject, location, extendedProperty } = item
  if (subject !== undefined) item.subject = shortText(subject)
  if (location !== undefined) item.location = shortText(location)
  if (extendedProperty !== undefined) item.extendedProperty = extendedProperty.map(shortened)
}

const shortened = (property: ExtendedProperty): ExtendedProperty =>
  property.value === undefined ? property : { ...property, value: shortText(property.value) }
