import {
  type CalendarItem,
  type EwsClient,
  type EwsError,
  EwsResponseError,
  type FindItemRequest,
  type ItemFieldURI,
  type ItemShape,
} from 'ews-booking'
import { type CalendarAddress, calendarFolder } from './calendar-folder'
import { incomplete } from './incomplete-answer'
import { MAX_ENTRIES, type SearchPage, searchPage } from './search-page'
import { recordViewTypes, serverRecord } from './server-record'
import { byStart, type Window } from './window'

/** What a search needs of a client. */
export type Searcher = Pick<EwsClient, 'findItem'>

/** An item with times. It has an id, unless it is of another kind than a calendar item. */
export type FoundItem = CalendarItem & Window

const MINUTE_MS = 60_000

/** The longest calendar view is two years (MS-OXWSCDATA, ErrorCalendarViewRangeTooBig). A leap day may or may not count. */
const LONGEST_VIEW_MS = 2 * 365 * 24 * 60 * MINUTE_MS

/**
 * Returns the items that overlap the window, each once and sorted by start. Series come as their occurrences. An item without duration
 * belongs to the window that contains its start.
 *
 * A window that a server doesn't answer completely is asked for in halves. The parts follow one another, because Exchange adds up what all
 * running searches of an account return (EWSFindCountLimit).
 *
 * @throws EwsError the server's refusal of a part that can't be halved, such as `ErrorExceededFindCountLimit` if more than a thousand items
 * share one minute
 */
export async function searchCalendar(
  client: Searcher,
  calendar: CalendarAddress,
  window: Window,
  properties: readonly ItemFieldURI[],
  signal: AbortSignal | undefined,
  ownProperties: PropertyPaths = [],
): Promise<FoundItem[]> {
  const found = new Map<unknown, FoundItem>()
  const record = serverRecord(client)
  const pending = [window]
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    const page = isTooLong(part)
      ? UNANSWERED
      : await search(client, searchRequest(calendar, part, properties, ownProperties), signal)
    if (!page.isComplete) pending.unshift(...halves(part, page.refusal))
    else {
      recordViewTypes(
        record,
        page.items.map(({ calendarItemType }) => calendarItemType),
      )
      for (const item of page.items) found.set(item.itemId?.id ?? item, foundItem(item, 'FindItem', part))
    }
  }
  return [...found.values()].filter((item) => isIn(item, window)).sort(byStart)
}

const UNANSWERED: SearchPage = { isComplete: false }

/** Whether the item overlaps the window. An item without duration does if its start lies in the window. */
export const isIn = (item: Window, window: Window): boolean =>
  item.start < window.end && (item.end > window.start || item.start >= window.start)

const isTooLong = ({ start, end }: Window) => end.getTime() - start.getTime() > LONGEST_VIEW_MS

/** @throws EwsError the refusal, if there is no whole minute between start and end */
function halves({ start, end }: Window, refusal: EwsError = tooManyItems()): readonly Window[] {
  const middle = new Date(Math.round((start.getTime() + end.getTime()) / 2 / MINUTE_MS) * MINUTE_MS)
  if (middle <= start || middle >= end) throw refusal
  return [
    { start, end: middle },
    { start: middle, end },
  ]
}

const search = async (client: Searcher, request: FindItemRequest, signal: AbortSignal | undefined) =>
  searchPage(await client.findItem(request, { signal }), MAX_ENTRIES)

type PropertyPaths = NonNullable<ItemShape['additionalProperties']>

const searchRequest = (
  calendar: CalendarAddress,
  part: Window,
  properties: readonly ItemFieldURI[],
  ownProperties: PropertyPaths,
): FindItemRequest => ({
  traversal: 'Shallow',
  itemShape: {
    baseShape: 'IdOnly',
    additionalProperties: [...properties.map((fieldURI) => ({ fieldURI: { fieldURI } })), ...ownProperties],
  },
  calendarView: { startDate: part.start, endDate: part.end, maxEntriesReturned: MAX_ENTRIES },
  parentFolderIds: [calendarFolder(calendar)],
})

/**
 * @param part the window in which an item of another kind was found. It takes all of it if its times are missing.
 * @throws EwsProtocolError if a calendar item lacks its id or times
 */
export function foundItem(item: CalendarItem, operation: string, part?: Window): FoundItem {
  const isOther = part !== undefined && item.otherKind !== undefined
  const { itemId, start = isOther ? part.start : undefined, end = isOther ? part.end : undefined } = item
  if (start === undefined || end === undefined || (itemId === undefined && !isOther)) {
    throw incomplete(operation, 'an item came without its id or times')
  }
  return { ...item, start, end }
}

/** Exchange's error for this case. It doesn't send it if the request itself sets a limit. */
const tooManyItems = () =>
  new EwsResponseError({
    message: 'FindItem failed: more items share one minute of this calendar than a search can return',
    hint: 'Look in the calendar for an item that was imported many times, and delete the copies.',
    operation: 'FindItem',
    responseCode: 'ErrorExceededFindCountLimit',
    messageText: '',
    messageXml: {},
  })
