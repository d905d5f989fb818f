import {
  type CalendarItem,
  type EwsClient,
  type EwsError,
  EwsResponseError,
  type FindItemRequest,
  type ItemId,
  type UnindexedFieldURI,
} from 'ews-booking'
import { incomplete } from './incomplete-answer'
import { byStart, type Window } from './window'

/** An item that is somewhere in time. */
export type FoundItem = CalendarItem & Window & { readonly itemId: ItemId }

/** Exchange's own limit for a search (Microsoft, "EWS throttling in Exchange", EWSFindCountLimit). */
const MAX_ENTRIES = 1000

const MINUTE_MS = 60_000

/** Two years are the most that a calendar view may have (MS-OXWSCDATA, ErrorCalendarViewRangeTooBig), leap day or none. */
const LONGEST_VIEW_MS = 2 * 365 * 24 * 60 * MINUTE_MS

/** How a server says that a view has to be smaller. */
const TOO_BIG: ReadonlySet<string> = new Set(['ErrorCalendarViewRangeTooBig', 'ErrorExceededFindCountLimit'])

/**
 * The items of a calendar that have a part in the window, each once and by start, series as their occurrences. What lasts no time
 * belongs to the window that its moment is in.
 *
 * A window that a server doesn't answer completely is asked for in halves. One part follows the other, because Exchange
 * adds up what all running searches of an account return (EWSFindCountLimit).
 *
 * @throws EwsError what the server says against a part that can't be made smaller, among it `ErrorExceededFindCountLimit` where
 * more than a thousand items share one minute
 */
export async function searchCalendar(
  client: EwsClient,
  mailbox: string,
  window: Window,
  properties: readonly UnindexedFieldURI[],
  signal: AbortSignal | undefined,
): Promise<FoundItem[]> {
  const found = new Map<string, FoundItem>()
  const pending = [window]
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    const answer = isTooLong(part) ? undefined : await search(client, mailbox, part, properties, signal)
    if (answer?.items === undefined) pending.unshift(...halves(part, answer?.refusal))
    else for (const item of answer.items) found.set(item.itemId.id, item)
  }
  return [...found.values()].filter((item) => isIn(item, window)).sort(byStart)
}

/** Whether any of the item lies in the window: what lasts no time does so if it is at its start. */
export const isIn = (item: Window, window: Window): boolean =>
  item.start < window.end && (item.end > window.start || item.start >= window.start)

const isTooLong = ({ start, end }: Window) => end.getTime() - start.getTime() > LONGEST_VIEW_MS

/** @throws the refusal, or that of a server that has cut the list, if there is no whole minute between start and end */
function halves({ start, end }: Window, refusal: EwsError = tooManyItems()): readonly Window[] {
  const middle = new Date(Math.round((start.getTime() + end.getTime()) / 2 / MINUTE_MS) * MINUTE_MS)
  if (middle <= start || middle >= end) throw refusal
  return [
    { start, end: middle },
    { start: middle, end },
  ]
}

/** All items of a part, or why they aren't all there; a list that was cut has neither. */
interface SearchAnswer {
  readonly items?: readonly FoundItem[] | undefined
  readonly refusal?: EwsError | undefined
}

async function search(
  client: EwsClient,
  mailbox: string,
  part: Window,
  properties: readonly UnindexedFieldURI[],
  signal: AbortSignal | undefined,
): Promise<SearchAnswer> {
  const response = await client.findItem(searchRequest(mailbox, part, properties), { signal })
  const [message] = response.responseMessages
  if (message?.error instanceof EwsResponseError && TOO_BIG.has(message.error.responseCode)) {
    return { refusal: message.error }
  }
  if (message?.error !== undefined) throw message.error
  const { items, includesLastItemInRange } = message?.rootFolder ?? {}
  if (items === undefined) throw incomplete('FindItem', 'the answer has no list of items')
  const isComplete = includesLastItemInRange ?? items.length < MAX_ENTRIES
  return isComplete ? { items: items.map((item) => foundItem(item, 'FindItem')) } : {}
}

const searchRequest = (mailbox: string, part: Window, properties: readonly UnindexedFieldURI[]): FindItemRequest => ({
  traversal: 'Shallow',
  itemShape: { baseShape: 'IdOnly', additionalProperties: properties.map((fieldURI) => ({ fieldURI: { fieldURI } })) },
  calendarView: { startDate: part.start, endDate: part.end, maxEntriesReturned: MAX_ENTRIES },
  parentFolderIds: [{ distinguishedFolderId: { id: 'calendar', mailbox: { emailAddress: mailbox } } }],
})

/** @throws EwsProtocolError if `operation` left out what every item has */
export function foundItem(item: CalendarItem, operation: string): FoundItem {
  const { itemId, start, end } = item
  if (itemId === undefined || start === undefined || end === undefined) {
    throw incomplete(operation, 'an item came without its id or times')
  }
  return { ...item, itemId, start, end }
}

/** The error that Exchange has for it, which it doesn't send where the request sets a limit itself. */
const tooManyItems = () =>
  new EwsResponseError({
    message: 'FindItem failed: more items share one minute of this calendar than a search can return',
    hint: 'Look in the calendar for what was imported many times over, and delete the copies.',
    operation: 'FindItem',
    responseCode: 'ErrorExceededFindCountLimit',
    messageText: '',
    messageXml: {},
  })
