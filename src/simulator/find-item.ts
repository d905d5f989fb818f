import { type ExtendedProperty, FindItem, type FindItemRequest } from '../operations'
import type { CalendarItem } from '../operations/calendar-item'
import type { ItemShape } from '../operations/item-shape'
import { type Appointment, yearsAfter } from './appointment'
import { type NamedFolder, resolveFolder } from './calendar-folder'
import { shapeItem } from './item-shape'
import { omit } from './property'
import { answerEach, noError } from './response-message'
import { service } from './service'
import { ServiceError } from './service-error'

type CalendarView = NonNullable<FindItemRequest['calendarView']>

/** Without `maxEntriesReturned`, more is an error (EWSFindCountLimit of the throttling policy). */
const FIND_COUNT_LIMIT = 1000
const LONGEST_VIEW_YEARS = 2
/** Characters of a string property (Microsoft, "FindItem operation", remarks). */
const LONGEST_STRING = 255

/** MS-OXWSSRCH, FindItem. */
export const findItem = service(FindItem, ({ itemShape, calendarView, parentFolderIds }, { caller, store }) => ({
  responseMessages: answerEach(
    parentFolderIds,
    (folderId) => {
      const matches = matching(resolveFolder(folderId, caller, store), calendarView)
      return { ...noError, rootFolder: rootFolder(matches, calendarView?.maxEntriesReturned, itemShape) }
    },
    (message) => message,
  ),
}))

function matching({ mailbox, isCalendar, appointments }: NamedFolder, view: CalendarView | undefined): Appointment[] {
  if (view === undefined) return appointments()
  if (!isCalendar) {
    throw new ServiceError('ErrorCalendarFolderIsInvalidForCalendarView', 'The folder is invalid for a calendar view.')
  }
  refuseView(view)
  return mailbox.appointmentsBetween(view.startDate, view.endDate).filter((appointment) => isInView(appointment, view))
}

/** What ends exactly at the view's start is in it, against the documentation of CalendarView but true of servers. */
const isInView = ({ start, end }: Appointment, { startDate, endDate }: CalendarView) =>
  start < endDate && end >= startDate

function refuseView({ startDate, endDate }: CalendarView) {
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

function rootFolder(matches: readonly Appointment[], maxEntriesReturned: number | undefined, itemShape: ItemShape) {
  if (maxEntriesReturned === undefined && matches.length > FIND_COUNT_LIMIT) {
    throw new ServiceError(
      'ErrorExceededFindCountLimit',
      'You have exceeded the maximum number of objects that can be returned for the find operation. Use paging to reduce the result size and try your request again.',
      { value: [{ name: 'PolicyLimit', value: `${FIND_COUNT_LIMIT}` }] },
    )
  }
  const items = matches.slice(0, maxEntriesReturned).map((appointment) => rowOf(shapeItem(appointment, itemShape)))
  return { totalItemsInView: items.length, includesLastItemInRange: items.length === matches.length, items }
}

/** What a row of a search has: no body, no attendees, of the organizer the name, and short strings. */
function rowOf(item: CalendarItem): CalendarItem {
  const row = omit(item, ['body', 'requiredAttendees', 'optionalAttendees', 'resources'])
  const name = item.organizer?.mailbox.name
  return {
    ...row,
    subject: item.subject?.slice(0, LONGEST_STRING),
    location: item.location?.slice(0, LONGEST_STRING),
    organizer: item.organizer && { mailbox: { name } },
    extendedProperty: item.extendedProperty?.map(shortened),
  }
}

const shortened = (property: ExtendedProperty): ExtendedProperty =>
  property.value === undefined ? property : { ...property, value: property.value.slice(0, LONGEST_STRING) }
