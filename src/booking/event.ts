import {
  type CalendarItem,
  type EwsClient,
  EwsRequestError,
  EwsResponseError,
  type ItemId,
  type UnindexedFieldURI,
} from 'ews-booking'
import { incomplete } from './incomplete-answer'
import { type Status, statusOf } from './status'
import { byStart, checkWindow, overlaps, type Window } from './window'

/** An appointment as an online calendar shows it. */
export interface CalendarEvent extends Window {
  readonly itemId: string
  readonly status: Status
  readonly allDay: boolean
  /** Marked private: title, description and location stay on the server. */
  readonly private: boolean
  readonly title?: string | undefined
  /** Plain text. */
  readonly description?: string | undefined
  readonly location?: string | undefined
}

/** Every other sensitivity is private, one that is newer than this library among them. */
const NOT_PRIVATE: ReadonlySet<string> = new Set(['Normal', 'Personal'])

/** Exchange's own limit for a search (EWSFindCountLimit). */
const MAX_EVENTS = 1000

/** Exchange answers larger batches slowly. */
const GET_ITEM_BATCH = 100

const fields = (names: readonly UnindexedFieldURI[]) => names.map((fieldURI) => ({ fieldURI: { fieldURI } }))

/**
 * The events of a window in which `mailbox` has any part, series expanded. Descriptions come with a second request, for
 * a search never returns them.
 */
export async function eventsOf(
  client: EwsClient,
  mailbox: string,
  window: Window,
  signal: AbortSignal | undefined,
): Promise<CalendarEvent[]> {
  checkWindow(window)
  const found = (await findItems(client, mailbox, window, signal)).flatMap(eventWithoutTexts)
  const events = found.filter((event) => overlaps(event, window))
  const texts = await textsOf(
    client,
    events.filter((event) => !event.private).map(({ itemId }) => ({ id: itemId })),
    signal,
  )
  return events
    .filter((event) => event.private || texts.has(event.itemId))
    .map((event) => ({ ...event, ...texts.get(event.itemId) }))
    .sort(byStart)
}

async function findItems(client: EwsClient, mailbox: string, window: Window, signal: AbortSignal | undefined) {
  const response = await client.findItem(
    {
      traversal: 'Shallow',
      itemShape: {
        baseShape: 'IdOnly',
        additionalProperties: fields([
          'item:Sensitivity',
          'calendar:Start',
          'calendar:End',
          'calendar:IsAllDayEvent',
          'calendar:LegacyFreeBusyStatus',
        ]),
      },
      calendarView: { startDate: window.start, endDate: window.end, maxEntriesReturned: MAX_EVENTS },
      parentFolderIds: [{ distinguishedFolderId: { id: 'calendar', mailbox: { emailAddress: mailbox } } }],
    },
    { signal },
  )
  const [message] = response.responseMessages
  if (message?.error !== undefined) throw message.error
  if (message?.rootFolder?.includesLastItemInRange === false) throw tooManyEvents()
  if (message?.rootFolder?.items === undefined) throw incomplete('FindItem', 'the answer has no list of items')
  return message.rootFolder.items
}

function eventWithoutTexts(item: CalendarItem): CalendarEvent {
  const { itemId, start, end } = item
  if (itemId === undefined || start === undefined || end === undefined) {
    throw incomplete('FindItem', 'an item came without its id or times')
  }
  return {
    itemId: itemId.id,
    start,
    end,
    status: statusOf(item.legacyFreeBusyStatus),
    allDay: item.isAllDayEvent ?? false,
    private: !NOT_PRIVATE.has(item.sensitivity ?? 'Normal'),
  }
}

type Texts = Pick<CalendarEvent, 'title' | 'description' | 'location'>

/** Texts by item id. An item that was deleted between the two requests is missing. */
async function textsOf(client: EwsClient, ids: readonly ItemId[], signal: AbortSignal | undefined) {
  const texts = new Map<string, Texts>()
  for (let position = 0; position < ids.length; position += GET_ITEM_BATCH) {
    const batch = ids.slice(position, position + GET_ITEM_BATCH)
    const response = await client.getItem(
      {
        itemShape: {
          baseShape: 'IdOnly',
          bodyType: 'Text',
          additionalProperties: fields(['item:Subject', 'item:Body', 'calendar:Location']),
        },
        itemIds: batch.map((itemId) => ({ itemId })),
      },
      { signal },
    )
    response.responseMessages.forEach(({ error, items }, index) => {
      if (error instanceof EwsResponseError && error.responseCode === 'ErrorItemNotFound') return
      if (error !== undefined) throw error
      const [item] = items ?? []
      const id = batch[index]?.id
      if (item === undefined || id === undefined) throw incomplete('GetItem', 'an item is missing')
      texts.set(id, { title: item.subject, description: item.body?.value, location: item.location })
    })
  }
  return texts
}

function tooManyEvents(): EwsRequestError {
  return new EwsRequestError({
    message: `The window has more than ${MAX_EVENTS} events`,
    hint: 'Ask for a shorter window.',
    operation: 'FindItem',
    path: 'end',
  })
}
