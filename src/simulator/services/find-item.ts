import { type ExtendedProperty, FindItem, type FindItemRequest } from '../../operations'
import type { CalendarItem } from '../../operations/types/calendar-item'
import { type NamedFolder, resolveFolder } from '../authorization/named-folder'
import { type Appointment, yearsAfter } from '../calendar/appointment'
import { withDerived } from '../calendar/derived-property'
import { omit, type Property } from '../items/property'
import { shortText } from '../items/short-text'
import { calendarView } from '../mailbox/calendar-view'
import { pageOf } from '../search/paging'
import { query } from '../search/query-string'
import { restriction } from '../search/restriction'
import { sorted } from '../search/sort-order'
import { answerEach, noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { refuseInvalidShape, shapeItem } from './item-shape'
import { service } from './service'

type CalendarView = NonNullable<FindItemRequest['calendarView']>

/** How many items come at most (Microsoft, "EWS throttling in Exchange", EWSFindCountLimit), and how many of a search. */
const FIND_COUNT_LIMIT = { all: 1000, searched: 250 } as const
const LONGEST_VIEW_YEARS = 2

/** MS-OXWSSRCH, FindItem. */
export const findItem = service(FindItem, (request, { caller, store }) => {
  const isSearched = request.restriction !== undefined || request.queryString !== undefined
  return {
    responseMessages: answerEach(
      request.parentFolderIds,
      (folderId) => {
        const folder = resolveFolder(folderId, caller, store)
        refuseRequest(request)
        const items = itemsOf(folder, request)
        // A calendar view is neither searched nor sorted by what would have to be derived of each of its items.
        const found = request.calendarView === undefined ? items.map(withDerived) : items
        const matches = sorted(found.filter(filterOf(request)), request.sortOrder)
        const { items: some, ...page } = pageOf(matches, request, FIND_COUNT_LIMIT[isSearched ? 'searched' : 'all'])
        const rows = some.map((appointment) => rowOf(shapeItem(appointment, request.itemShape)))
        return { ...noError, rootFolder: { ...page, items: rows } }
      },
      (message) => message,
    ),
  }
})

/** A guess, to verify: both codes; of the words, those of the first are Exchange's. */
function refuseRequest({ itemShape, calendarView, restriction, queryString, sortOrder }: FindItemRequest) {
  refuseInvalidShape(itemShape)
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

function filterOf({ restriction: expression, queryString }: FindItemRequest): (item: CalendarItem) => boolean {
  if (expression !== undefined) return restriction(expression)
  return queryString === undefined ? () => true : query(queryString.value)
}

/** Without a calendar view, a series is one item: its master. No items here are hidden or in the dumpster. */
function itemsOf(folder: NamedFolder, { calendarView: view, traversal }: FindItemRequest): Appointment[] {
  if (view !== undefined) refuseView(view, folder.isCalendar)
  if (traversal !== 'Shallow') return []
  return view === undefined ? folder.appointments() : calendarView(folder.mailbox, view.startDate, view.endDate)
}

function refuseView({ startDate, endDate }: CalendarView, isCalendar: boolean) {
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

/** What only GetItem returns. */
const notInRows: readonly Property[] = [
  'mimeContent',
  'body',
  'textBody',
  'normalizedBody',
  'uniqueBody',
  'attachments',
  'requiredAttendees',
  'optionalAttendees',
  'resources',
]

/** What a row of a search has: no bodies, no attendees, of the organizer the name, and short strings. */
function rowOf(item: CalendarItem): CalendarItem {
  const row = omit(item, notInRows)
  const name = item.organizer?.mailbox.name
  return {
    ...row,
    subject: item.subject && shortText(item.subject),
    location: item.location && shortText(item.location),
    organizer: item.organizer && { mailbox: { name } },
    extendedProperty: item.extendedProperty?.map(shortened),
  }
}

const shortened = (property: ExtendedProperty): ExtendedProperty =>
  property.value === undefined ? property : { ...property, value: shortText(property.value) }
