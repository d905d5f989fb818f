import { type CallOptions, type EwsClient, EwsResponseError, type GetItemRequest } from 'ews-booking'
import { takeSteps } from './concurrency'
import {
  type CalendarEvent,
  eventWithoutTexts,
  eventWithTexts,
  isPrivate,
  TEXT_PROPERTIES,
  TIME_PROPERTIES,
} from './event'
import { type FoundItem, foundItem, isIn, searchCalendar } from './event-search'
import { incomplete } from './incomplete-answer'
import { byStart, checkWindow, type Window } from './window'

/** How events are asked for. */
export interface EventsOptions extends CallOptions {
  /** True to have what private events are about, too: for their owner's eyes. False where left out. */
  readonly includePrivate?: boolean | undefined
}

/** Exchange answers larger batches slowly. */
const GET_ITEM_BATCH = 100

/** How Exchange says that an item was deleted after it had been found. */
const GONE: ReadonlySet<string> = new Set(['ErrorItemNotFound', 'ErrorCalendarOccurrenceIsDeletedFromRecurrence'])

/**
 * The events of a window of any length, by start, series as their occurrences. What they are about comes with further requests,
 * a hundred events each, for a search returns neither bodies nor attendees (Microsoft, "FindItem operation"); of private ones
 * it isn't asked for.
 *
 * @throws EwsRequestError, and what the client and `searchCalendar` throw
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

/** The items as they are now, with their texts; what was deleted since they were found is missing. */
async function currentItems(client: EwsClient, items: readonly FoundItem[], signal: AbortSignal | undefined) {
  const batches = batchesOf(items).entries()
  const current: FoundItem[][] = []
  await takeSteps(
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
