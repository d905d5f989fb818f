import { type ExtendedProperty, FindItem, type FindItemRequest } from '../../operations'
import type { CalendarItem } from '../../operations/types/calendar-item'
import type { Access } from '../authorization/access'
import { type Appointment, byStart, yearsAfter } from '../calendar/appointment'
import { calendarItemSearch, calendarItemTexts } from '../calendar/item-search'
import type { DatedItem } from '../calendar/property-value'
import { shortText } from '../items/short-text'
import { calendarView } from '../mailbox/calendar-view'
import type { Folder } from '../mailbox/folder'
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
        const shaped = shaper(request.itemShape, onlyInGetItem)
        refuseRequest(request)
        const { items, ...page } = pageOf(
          visible(matchesIn(folder, request), access),
          pagingOf(request),
          limit,
          (condition) => restriction(condition, calendarItemSearch),
        )
        return {
          ...noError,
          rootFolder: { ...page, items: items.map((item) => rowOf(shaped(withRights(item, access)))) },
        }
      },
      (message) => message,
    ),
  }
})

/** The items that the caller may read. */
const visible = (items: readonly Appointment[], access: Access) =>
  access.viewsPrivate ? items : items.filter((item) => access.sees(item))

/** A guess, to verify: both codes. The words of the first error are Exchange's. */
function refuseRequest({ calendarView, restriction, queryString, sortOrder }: FindItemRequest) {
  if (calendarView !== undefined && (restriction !== undefined || sortOrder !== undefined)) {
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
function matchesIn(folder: Folder, request: FindItemRequest): readonly Appointment[] {
  const { calendarView: view, traversal, sortOrder } = request
  if (view !== undefined) refuseView(view, folder)
  const fulfills = filterOf(request)
  // The simulator has no hidden items, and none in the dumpster.
  if (traversal !== 'Shallow') return []
  if (view !== undefined) return calendarView(folder, view.startDate, view.endDate)
  return sorted([...folder.items()].filter(fulfills).sort(byStart), sortOrder, calendarItemSearch)
}

function filterOf({ restriction: expression, queryString }: FindItemRequest): Predicate<DatedItem> {
  if (expression !== undefined) return restriction(expression, calendarItemSearch)
  return queryString === undefined ? () => true : query(queryString.value, calendarItemTexts)
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

/** An item as FindItem returns it: with short strings. */
function rowOf(item: CalendarItem): CalendarItem {
  const { subject, location, extendedProperty } = item
  if (subject !== undefined) item.subject = shortText(subject)
  if (location !== undefined) item.location = shortText(location)
  if (extendedProperty !== undefined) item.extendedProperty = extendedProperty.map(shortened)
  return item
}

const shortened = (property: ExtendedProperty): ExtendedProperty =>
  property.value === undefined ? property : { ...property, value: shortText(property.value) }
