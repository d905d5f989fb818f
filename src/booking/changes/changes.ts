import { type CallOptions, EwsError } from 'ews-booking'
import { checkCallOptions } from '../argument/call-options'
import { flag } from '../argument/flag'
import type { NamesOf } from '../argument/names'
import type { CalendarAddress } from '../calendar/calendar-folder'
import { type FoundItem, foundItem, isIn, searchCalendar } from '../calendar/calendar-search'
import { isTransient } from '../calendar/failure'
import { serverRecord } from '../calendar/server-record'
import { byStart, checkWindow, type Window } from '../calendar/window'
import { eventWithoutTexts, type MailboxEvent, TIME_PROPERTIES } from '../events/event'
import { type EventsClient, eventsFrom, isGone } from '../events/events'
import { type BookingMark, bookingMark, bookingPaths } from '../hold-and-confirm/booking-property'
import type { CalendarChange } from './change'
import { cursorOf, type Position, positionOf } from './cursor'
import { folderSync, type SyncClient } from './folder-sync'
import { changeOf, deletionOf, isAsTold, type Memory, type Remembered, remember, within } from './memory'

/** Options of `changes`. */
export interface ChangesOptions extends CallOptions {
  /**
   * The time in which events matter. Needed in the first call; later calls default to the window of the cursor. A later window may be
   * another one: what it reaches for the first time comes as `made`, and what it leaves behind is forgotten.
   */
  readonly window?: Window | undefined
  /** Whether events come with their texts, as `events` returns them. Defaults to false: times and status. */
  readonly texts?: boolean | undefined
  /** Whether to read the texts of private events too, for their owner's eyes. Defaults to false. */
  readonly includePrivate?: boolean | undefined
  /** The longest window, in days of 24 hours, against mistakes. Defaults to the calendar's own, five years. */
  readonly maxDays?: number | undefined
}

export const CHANGES_OPTIONS: NamesOf<ChangesOptions> = {
  signal: true,
  window: true,
  texts: true,
  includePrivate: true,
  maxDays: true,
}

/** Changes, and how far each of them gets. */
export interface ToldChanges {
  readonly changes: readonly CalendarChange[]
  /** The cursor once all changes are told. */
  readonly cursor: string
  /** The cursor once the first `count` changes are told. */
  cursorAfter(count: number): string
  readonly resynced: boolean
}

/** What it takes of a client to tell changes. */
export type ChangesClient = EventsClient & SyncClient

/** A calendar, and what is asked about it. */
interface Question {
  readonly client: ChangesClient
  readonly calendar: CalendarAddress
  readonly window: Window
  readonly texts: boolean
  readonly includePrivate: boolean
  readonly signal: AbortSignal | undefined
}

/** An item that is there, with the key of its booking if it is one. */
interface Present {
  readonly id: string
  readonly item: FoundItem
  readonly mark: BookingMark | undefined
}

/**
 * Returns what happened in a window since a cursor, or everything in it as made.
 *
 * SyncFolderItems says whether anything happened, which costs one small request while nothing does. Then the window is read again and
 * compared with what was told: so series come as their occurrences, nothing is told twice, and nothing is missed, even if the server has
 * forgotten the state. The state is asked for before the window is read, so what changes in between is found by the next call.
 *
 * @throws EwsRequestError for a wrong argument, and the errors of the client
 */
export async function changesOf(
  client: ChangesClient,
  calendar: CalendarAddress,
  cursor: string | undefined,
  options: ChangesOptions = {},
): Promise<ToldChanges> {
  checkCallOptions(options, CHANGES_OPTIONS)
  const last = cursor === undefined ? undefined : positionOf(calendar, cursor)
  const { signal, window = last?.window } = options
  checkWindow(window, options.maxDays)
  const question = {
    client,
    calendar,
    window,
    signal,
    texts: flag('texts', options.texts),
    includePrivate: flag('includePrivate', options.includePrivate),
  }
  const memory = within(last?.memory ?? new Map(), window)
  const { isChanged, state, isForgotten } = await folderSync(client, calendar, last?.state, signal)
  const isSameWindow = last !== undefined && isSame(last.window, window)
  const changes = isSameWindow && !isChanged ? [] : await compared(question, memory)
  const cursorAfter = (count: number): string => {
    const told = new Map(memory)
    for (const change of changes.slice(0, count)) remember(told, change, window)
    // The server's state goes with the last change: until then, everything is to be compared again.
    const position: Position = { window, state: count < changes.length ? undefined : state, memory: told }
    return cursorOf(calendar, position)
  }
  return { changes, cursor: cursorAfter(changes.length), cursorAfter, resynced: isForgotten }
}

const isSame = (first: Window, second: Window): boolean =>
  first.start.getTime() === second.start.getTime() && first.end.getTime() === second.end.getTime()

/** Reads the window, and says what is different from what was told. */
async function compared(question: Question, memory: Memory): Promise<CalendarChange[]> {
  const present = await presentIn(question, memory)
  const ids = new Set(present.map(({ id }) => id))
  const news = present.filter(
    ({ id, item }) => !isAsTold(memory.get(id), { ...item, changeKey: item.itemId?.changeKey }),
  )
  const vanished = [...memory].filter(([id]) => !ids.has(id))
  const changes = [...(await changesIn(question, news, memory)), ...(await farewells(question, vanished))]
  return changes.sort((first, second) => byStart(timesOf(first), timesOf(second)))
}

const timesOf = (change: CalendarChange): Window => (change.type === 'deleted' ? change.previous : change.event)

/** The last two tell a booking from a copy of it. */
const PROPERTIES = [...TIME_PROPERTIES, 'calendar:UID', 'item:DateTimeCreated'] as const

/** What is in the window now, without holds. */
async function presentIn(question: Question, memory: Memory): Promise<Present[]> {
  const { client, calendar, window, signal } = question
  const found = await searchCalendar(client, calendar, window, PROPERTIES, signal, bookingPaths)
  const present = found.flatMap((item) => {
    const id = item.itemId?.id
    return id === undefined ? [] : [{ id, item, mark: bookingMark(item) }]
  })
  return (await withMarks(question, present, memory)).filter(
    ({ mark }) => mark === undefined || mark.state === 'confirmed',
  )
}

/** A server may leave our properties out of its views. GetItem returns them, so what is news is read by its id until a view has shown some. */
async function withMarks(question: Question, present: readonly Present[], memory: Memory): Promise<readonly Present[]> {
  const record = serverRecord(question.client)
  if (present.some(({ mark }) => mark !== undefined)) record.markedViews = 'kept'
  if (record.markedViews === 'kept') return present
  const news = present.filter(({ id }) => !memory.has(id))
  const { found, gone } = await readAgain(
    question,
    news.map(({ id }) => id),
  )
  return present
    .filter(({ id }) => !gone.has(id))
    .map((each) => {
      const item = found.get(each.id)
      return item === undefined ? each : { ...each, mark: bookingMark(item) }
    })
}

async function changesIn(question: Question, news: readonly Present[], memory: Memory): Promise<CalendarChange[]> {
  const events = await eventsAbout(question, news)
  return news.flatMap(({ id, item, mark }) => {
    const known = memory.get(id)
    const event = events.get(item)
    // Deleted since the view was read.
    if (event === undefined) return known === undefined ? [] : [deletionOf(id, known)]
    return changeOf(known, { ...event, itemId: id }, mark?.key) ?? []
  })
}

async function eventsAbout(
  { client, calendar, texts, includePrivate, signal }: Question,
  news: readonly Present[],
): Promise<ReadonlyMap<FoundItem, MailboxEvent>> {
  const items = news.map(({ item }) => item)
  if (texts) return eventsFrom({ client, calendar, signal }, items, includePrivate)
  return new Map(items.map((item) => [item, eventWithoutTexts(item)]))
}

/** Tells events that were deleted from those that take place outside of the window now. */
async function farewells(
  question: Question,
  vanished: readonly (readonly [id: string, known: Remembered])[],
): Promise<CalendarChange[]> {
  const { found } = await readAgain(
    question,
    vanished.map(([id]) => id),
  )
  return vanished.flatMap(([id, known]) => {
    const item = found.get(id)
    // An item that would have to be in the view is in another folder.
    if (item === undefined || isIn(item, question.window)) return [deletionOf(id, known)]
    return changeOf(known, { ...eventWithoutTexts(item), itemId: id }) ?? []
  })
}

/** As many as Exchange answers fast. */
const GET_ITEM_BATCH = 100

/** Items that were read by their ids, and those that are gone. An item that can't be read is neither. */
interface ReadAgain {
  readonly found: ReadonlyMap<string, FoundItem>
  readonly gone: ReadonlySet<string>
}

async function readAgain({ client, signal }: Question, ids: readonly string[]): Promise<ReadAgain> {
  const found = new Map<string, FoundItem>()
  const gone = new Set<string>()
  for (let first = 0; first < ids.length; first += GET_ITEM_BATCH) {
    const batch = ids.slice(first, first + GET_ITEM_BATCH)
    const { responseMessages } = await client.getItem(
      {
        itemShape: {
          baseShape: 'IdOnly',
          additionalProperties: [...PROPERTIES.map((fieldURI) => ({ fieldURI: { fieldURI } })), ...bookingPaths],
        },
        itemIds: batch.map((id) => ({ itemId: { id } })),
      },
      { signal },
    )
    for (const [index, id] of batch.entries()) {
      const { error, items: [item] = [] } = responseMessages[index] ?? {}
      if (error instanceof EwsError && isTransient(error)) throw error
      if (isGone(error)) gone.add(id)
      if (item !== undefined) found.set(id, foundItem({ ...item, itemId: { ...item.itemId, id } }, 'GetItem'))
    }
  }
  return { found, gone }
}
