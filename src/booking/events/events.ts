import { type CallOptions, type EwsClient, EwsResponseError, type GetItemRequest, type ResponseCode } from 'ews-booking'
import { incomplete } from '../calendar/incomplete-answer'
import { byStart, checkWindow, type Window } from '../calendar/window'
import { runSteps } from '../concurrency'
import {
  type CalendarEvent,
  eventWithoutTexts,
  eventWithTexts,
  isPrivate,
  TEXT_PROPERTIES,
  TIME_PROPERTIES,
} from './event'
import { type FoundItem, foundItem, isIn, searchCalendar } from './event-search'

/** Options of `events`. */
export interface EventsOptions extends CallOptions {
  /** Whether to read the texts of private events too, for their owner's eyes. Defaults to false. */
  readonly includePrivate?: boolean | undefined
}

/** Exchange answers larger batches slowly. */
const GET_ITEM_BATCH = 100

/** The codes for an item that was deleted after the search had found it. */
const GONE: ReadonlySet<ResponseCode> = new Set<ResponseCode>([
  'ErrorItemNotFound',
  'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
])

/**
 * Returns the events that overlap a window of any length, sorted by start. Series come as their occurrences. A search returns neither
 * bodies nor attendees (Microsoft, "FindItem operation"), so further requests read the texts, a hundred events at a time. The texts of
 * private events are not asked for.
 *
 * @throws EwsRequestError for a wrong window, and the errors of the client and of `searchCalendar`
 */
export async function eventsOf(
  client: EwsClient,
  mailbox: string,
  window: Window,
  { signal, includePrivate = false }: EventsOptions = {},
): Promise<CalendarEvent[]> {
  checkWindow(window)
  const found = await searchCalendar(client, mailbox, window, TIME_PROPERTIES, signal)
  const isWithheld = (item: FoundItem) => !includePrivate && isPrivate(item)
  const open = found.filter((item) => !isWithheld(item))
  const current = new Map((await currentItems(client, open, signal)).map((item) => [item.itemId.id, item]))
  return found
    .flatMap((item) => (isWithheld(item) ? [item] : (current.get(item.itemId.id) ?? [])))
    .filter((item) => isIn(item, window))
    .map((item) => (isWithheld(item) ? eventWithoutTexts(item) : eventWithTexts(item)))
    .sort(byStart)
}

/** Reads the items again, with their texts. Items that were deleted since the search are missing. */
async function currentItems(client: EwsClient, items: readonly FoundItem[], signal: AbortSignal | undefined) {
  const batches = batchesOf(items).entries()
  const current: FoundItem[][] = []
  await runSteps(
    client.maxConnections,
    signal,
    { next: () => batches.next().value },
    async ([index, batch], either) => {
      current[index] = await currentBatch(client, batch, either)
    },
  )
  return current.flat()
}

const batchesOf = (items: readonly FoundItem[]) =>
  Array.from({ length: Math.ceil(items.length / GET_ITEM_BATCH) }, (_, index) =>
    items.slice(index * GET_ITEM_BATCH, (index + 1) * GET_ITEM_BATCH),
  )

async function currentBatch(client: EwsClient, batch: readonly FoundItem[], signal: AbortSignal): Promise<FoundItem[]> {
  const { responseMessages } = await client.getItem(textsRequest(batch), { signal })
  return batch.flatMap((found, index) => {
    const { error, items } = responseMessages[index] ?? {}
    if (error instanceof EwsResponseError && GONE.has(error.responseCode)) return []
    if (error !== undefined) throw error
    const [item] = items ?? []
    if (item === undefined) throw incomplete('GetItem', 'an item is missing in the answer')
    return [foundItem({ ...found, ...item, itemId: { ...item.itemId, id: found.itemId.id } }, 'GetItem')]
  })
}

const textsRequest = (batch: readonly FoundItem[]): GetItemRequest => ({
  itemShape: {
    baseShape: 'IdOnly',
    bodyType: 'Text',
    additionalProperties: [...TIME_PROPERTIES, ...TEXT_PROPERTIES].map((fieldURI) => ({ fieldURI: { fieldURI } })),
  },
  itemIds: batch.map(({ itemId: { id } }) => ({ itemId: { id } })),
})
