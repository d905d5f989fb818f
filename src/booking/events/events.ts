import {
  type CallOptions,
  type EwsClient,
  type EwsError,
  EwsProtocolError,
  EwsResponseError,
  type GetItemRequest,
  type ResponseCode,
} from 'ews-booking'
import { checkCallOptions } from '../argument/call-options'
import { flag } from '../argument/flag'
import type { NamesOf } from '../argument/names'
import type { CalendarAddress } from '../calendar/calendar-folder'
import { type FoundItem, foundItem, isIn, type Searcher, searchCalendar } from '../calendar/calendar-search'
import { isTransient } from '../calendar/failure'
import { hiddenTime } from '../calendar/hidden-time'
import { incomplete } from '../calendar/incomplete-answer'
import { about } from '../calendar/named-error'
import { checkExpansion } from '../calendar/series-search'
import { serverRecord } from '../calendar/server-record'
import { byStart, checkWindow, type Window } from '../calendar/window'
import { runSteps } from '../concurrency'
import { type AvailabilityClient, freeBusyOf } from '../free-busy/free-busy'
import {
  eventWithError,
  eventWithoutTexts,
  eventWithTexts,
  isPrivate,
  type MailboxEvent,
  TEXT_PROPERTIES,
  TIME_PROPERTIES,
} from './event'

/** Options of `events`. */
export interface EventsOptions extends CallOptions {
  /** Whether to read the texts of private events too, for their owner's eyes. Defaults to false. */
  readonly includePrivate?: boolean | undefined
  /** The longest window to ask for, in days of 24 hours, against mistakes. Defaults to the calendar's own, five years. */
  readonly maxDays?: number | undefined
}

const EVENTS_OPTIONS: NamesOf<EventsOptions> = { signal: true, includePrivate: true, maxDays: true }

/** Exchange answers larger batches slowly. */
const GET_ITEM_BATCH = 100

/** The codes for an item that was deleted after the search had found it. */
const GONE: ReadonlySet<ResponseCode> = new Set<ResponseCode>([
  'ErrorItemNotFound',
  'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
])

/** Whether an error says that an item was deleted. */
export const isGone = (error: EwsError | undefined): boolean =>
  error instanceof EwsResponseError && GONE.has(error.responseCode)

/** The texts of an item. An item that was deleted since the search has none. */
type Reading = { readonly item: FoundItem } | { readonly error: EwsError } | undefined

/** What it takes of a client to read events. */
export type EventsClient = Searcher & AvailabilityClient & Pick<EwsClient, 'getItem'>

/** The calendar that is read, and how. */
export interface Reader {
  readonly client: EventsClient
  readonly calendar: CalendarAddress
  readonly signal: AbortSignal | undefined
}

/**
 * Returns the events that overlap a window, sorted by start. Series come as their occurrences. A search returns neither
 * bodies nor attendees (Microsoft, "FindItem operation"), so further requests read the texts, a hundred events at a time. The texts of
 * private events are not asked for.
 *
 * Time that is taken by something that can't be read is an event with `error`.
 *
 * @throws EwsRequestError for a wrong window, and the errors of the client and of `searchCalendar`
 */
export async function eventsOf(
  client: EventsClient,
  calendar: CalendarAddress,
  window: Window,
  options: EventsOptions = {},
): Promise<MailboxEvent[]> {
  checkCallOptions(options, EVENTS_OPTIONS)
  const { signal, maxDays } = options
  const includePrivate = flag('includePrivate', options.includePrivate)
  checkWindow(window, maxDays)
  const reader = { client, calendar, signal }
  const found = await searchCalendar(client, calendar, window, TIME_PROPERTIES, signal)
  const events = await eventsFrom(reader, found, includePrivate)
  return [...events.values(), ...(await hiddenOccurrences(reader, found, window))]
    .filter((event) => isIn(event, window))
    .sort(byStart)
}

/** Makes events of items that a search has found, with their texts. An item that is gone by now has none. */
export async function eventsFrom(
  reader: Reader,
  found: readonly FoundItem[],
  includePrivate: boolean,
): Promise<ReadonlyMap<FoundItem, MailboxEvent>> {
  const isWithheld = (item: FoundItem) => !includePrivate && isPrivate(item)
  const isRead = (item: FoundItem) => item.otherKind === undefined && !isWithheld(item)
  const readings = await readItems(reader, found.filter(isRead))
  const eventFrom = (item: FoundItem) => {
    if (item.otherKind !== undefined) return [eventWithError(item, unknownKind(item))]
    return isRead(item) ? eventOf(item, readings.get(item), isWithheld) : [eventWithoutTexts(item)]
  }
  return new Map(found.flatMap((item) => eventFrom(item).map((event) => [item, event])))
}

/** An item may have become private since the search. */
function eventOf(found: FoundItem, reading: Reading, isWithheld: (item: FoundItem) => boolean): MailboxEvent[] {
  if (reading === undefined) return []
  if ('error' in reading) return [eventWithError(found, reading.error)]
  return [isWithheld(reading.item) ? eventWithoutTexts(reading.item) : eventWithTexts(reading.item)]
}

/**
 * Free/busy shows the occurrences of series on a server that doesn't expand views. It knows no more of them than their times, and nothing of
 * calendars other than the default one.
 */
async function hiddenOccurrences(
  { client, calendar, signal }: Reader,
  found: readonly FoundItem[],
  window: Window,
): Promise<MailboxEvent[]> {
  const record = serverRecord(client)
  if (record.expandedViews !== 'ignored') return []
  const { mailbox } = calendar
  if (calendar.calendar !== undefined) {
    await checkExpansion(client, calendar, record, signal)
    return []
  }
  const answers = await freeBusyOf(client, [mailbox], window, { signal, maxDays: Number.POSITIVE_INFINITY })
  const { periods, error = notExpanded() } = answers.get(mailbox) ?? {}
  if (periods === undefined) throw error
  return hiddenTime(periods, found, window).map((period) => ({
    ...period,
    allDay: false,
    private: true,
    type: 'occurrence',
    error: notExpanded(),
  }))
}

/** Reads the items again, with their texts. */
async function readItems(reader: Reader, items: readonly FoundItem[]): Promise<ReadonlyMap<FoundItem, Reading>> {
  const readings = new Map(await inBatches(reader, items, (batch, signal) => readBatch(reader.client, batch, signal)))
  for (const [item, reading] of await withHtml(reader, readings)) readings.set(item, reading)
  return readings
}

async function inBatches<Result>(
  { client, signal }: Reader,
  items: readonly FoundItem[],
  read: (batch: readonly FoundItem[], signal: AbortSignal) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const batches = batchesOf(items).entries()
  const results: (readonly Result[])[] = []
  await runSteps(
    client.maxConnections,
    signal,
    { next: () => batches.next().value },
    async ([index, batch], either) => {
      results[index] = await read(batch, either)
    },
  )
  return results.flat()
}

const batchesOf = (items: readonly FoundItem[]) =>
  Array.from({ length: Math.ceil(items.length / GET_ITEM_BATCH) }, (_, index) =>
    items.slice(index * GET_ITEM_BATCH, (index + 1) * GET_ITEM_BATCH),
  )

async function readBatch(
  client: EventsClient,
  batch: readonly FoundItem[],
  signal: AbortSignal,
  bodyType: 'Text' | 'Best' = 'Text',
): Promise<(readonly [FoundItem, Reading])[]> {
  const { responseMessages } = await client.getItem(textsRequest(batch, bodyType), { signal })
  return batch.map((found, index) => {
    const { error, items } = responseMessages[index] ?? {}
    if (isGone(error)) return [found, undefined]
    if (error !== undefined && isTransient(error)) throw about(error, nameOf(found))
    if (error !== undefined) return [found, { error: about(error, nameOf(found)) }]
    const [item] = items ?? []
    if (item === undefined) throw about(incomplete('GetItem', 'an item is missing in the answer'), nameOf(found))
    // The id is the one of the search: of an occurrence, GetItem may return another form.
    const itemId = { ...item.itemId, id: found.itemId?.id ?? '' }
    return [found, { item: foundItem({ ...found, ...item, itemId }, 'GetItem') }]
  })
}

/**
 * Some servers return an empty text for a description that was written as HTML. Until the server has shown that it isn't one of them, one
 * batch of events without description is read once more, as whatever it was written. If that shows one, so are all the others.
 */
async function withHtml(reader: Reader, readings: ReadonlyMap<FoundItem, Reading>) {
  const record = serverRecord(reader.client)
  const bodyOf = (reading: Reading) => (reading !== undefined && 'item' in reading ? reading.item.body : undefined)
  const empty = [...readings].flatMap(([item, reading]) => (bodyOf(reading)?.value === '' ? [item] : []))
  if (record.textBodies === 'kept' || empty.length === 0) return []
  const best = (items: readonly FoundItem[]) =>
    inBatches(reader, items, (batch, signal) => readBatch(reader.client, batch, signal, 'Best'))
  if (record.textBodies === 'ignored') return best(empty)
  const written = [...readings].find(([, reading]) => (bodyOf(reading)?.value ?? '') !== '')?.[0]
  const sample = await best([...empty.slice(0, GET_ITEM_BATCH - 1), ...(written === undefined ? [] : [written])])
  const isHtml = ([, reading]: readonly [FoundItem, Reading]) =>
    bodyOf(reading)?.bodyType === 'HTML' && bodyOf(reading)?.value !== ''
  const found = sample.filter(isHtml).filter(([item]) => item !== written)
  if (found.length === 0) {
    if (sample.some(isHtml)) record.textBodies = 'kept'
    return []
  }
  record.textBodies = 'ignored'
  return [...found, ...(await best(empty.slice(GET_ITEM_BATCH - 1)))]
}

const textsRequest = (batch: readonly FoundItem[], bodyType: 'Text' | 'Best'): GetItemRequest => ({
  itemShape: {
    baseShape: 'IdOnly',
    bodyType,
    additionalProperties: [...TIME_PROPERTIES, ...TEXT_PROPERTIES].map((fieldURI) => ({ fieldURI: { fieldURI } })),
  },
  itemIds: batch.map(({ itemId }) => ({ itemId: { id: itemId?.id ?? '' } })),
})

const nameOf = ({ itemId }: FoundItem): string => `item ${itemId?.id ?? 'without id'}`

const unknownKind = (item: FoundItem) =>
  new EwsProtocolError({
    message: `FindItem found an item of an unknown kind in the calendar: ${item.otherKind} (${nameOf(item)})`,
    hint: 'Check the item in Outlook. Its time counts as taken.',
    operation: 'FindItem',
  })

const notExpanded = () =>
  new EwsProtocolError({
    message: 'FindItem returned a series without its occurrences: the times of this one come from free/busy',
    hint: 'The server does not expand series in calendar views. Update it if you can.',
    operation: 'FindItem',
  })
