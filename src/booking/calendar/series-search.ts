import type { CalendarItem, FindItemRequest } from 'ews-booking'
import { UnreliableServerError } from '../booking-error'
import { type CalendarAddress, calendarFolder } from './calendar-folder'
import type { Searcher } from './calendar-search'
import { incomplete } from './incomplete-answer'
import { recordViewTypes, type ServerRecord } from './server-record'

/** PidLidRecurring: true for the master of a series (MS-OXOCAL, 2.2.1.12). EWS's own IsRecurring is false for it. */
export const IS_SERIES = {
  distinguishedPropertySetId: 'Appointment',
  propertyId: 0x8223,
  propertyType: 'Boolean',
} as const

/**
 * Makes sure that views of a calendar show the occurrences of its series. It takes no request once the server has shown an occurrence in any
 * view, one if the calendar has no series, and two otherwise.
 *
 * Free/busy, which would show them, is about default calendars alone. So if the server doesn't expand series, nobody can tell when another
 * calendar with series is free.
 *
 * @throws UnreliableServerError if the calendar has series, and the server doesn't expand them
 */
export async function checkExpansion(
  client: Searcher,
  calendar: CalendarAddress,
  record: ServerRecord,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (isExpanded(record)) return
  const series = await findSeries(client, calendar, signal)
  if (series === undefined) return
  const { start, end } = series
  if (record.expandedViews === 'unknown' && start !== undefined && end !== undefined) {
    const items = await find(
      client,
      { ...searchOf(calendar), calendarView: { startDate: start, endDate: end } },
      signal,
    )
    recordViewTypes(
      record,
      items.map(({ calendarItemType }) => calendarItemType),
    )
  }
  if (!isExpanded(record)) throw seriesHidden(calendar)
}

/** A function, because the record changes while a request is under way. */
const isExpanded = ({ expandedViews }: ServerRecord): boolean => expandedViews === 'kept'

async function findSeries(
  client: Searcher,
  calendar: CalendarAddress,
  signal: AbortSignal | undefined,
): Promise<CalendarItem | undefined> {
  const restriction = {
    isEqualTo: { extendedFieldURI: IS_SERIES, fieldURIOrConstant: { constant: { value: 'true' } } },
  }
  const indexedPageItemView = { maxEntriesReturned: 1, offset: 0, basePoint: 'Beginning' } as const
  const [series] = await find(client, { ...searchOf(calendar), indexedPageItemView, restriction }, signal)
  return series
}

const PROPERTIES = ['calendar:Start', 'calendar:End', 'calendar:CalendarItemType'] as const

const searchOf = (calendar: CalendarAddress) =>
  ({
    traversal: 'Shallow',
    itemShape: {
      baseShape: 'IdOnly',
      additionalProperties: PROPERTIES.map((fieldURI) => ({ fieldURI: { fieldURI } })),
    },
    parentFolderIds: [calendarFolder(calendar)],
  }) as const

async function find(client: Searcher, request: FindItemRequest, signal: AbortSignal | undefined) {
  const { responseMessages } = await client.findItem(request, { signal })
  const [message] = responseMessages
  if (message?.error !== undefined) throw message.error
  const { items } = message?.rootFolder ?? {}
  if (items === undefined) throw incomplete('FindItem', 'the answer has no list of items')
  return items
}

const seriesHidden = ({ mailbox }: CalendarAddress) =>
  new UnreliableServerError(
    'expandedViews',
    `The times of a calendar of ${mailbox} are unknown`,
    "Use the mailbox's default calendar, whose free/busy times have all occurrences. Update the server if you can.",
  )
