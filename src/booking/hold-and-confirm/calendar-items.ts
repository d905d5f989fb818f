import { randomUUID } from 'node:crypto'
import {
  type Body,
  type CalendarItem,
  type EwsClient,
  EwsProtocolError,
  EwsResponseError,
  type FindItemRequest,
  type ItemFieldURI,
  type ItemShape,
  type ResponseCode,
  type UpdateItemRequest,
} from 'ews-booking'
import { type CalendarAddress, calendarFolder } from '../calendar/calendar-folder'
import { incomplete } from '../calendar/incomplete-answer'
import { MAX_ENTRIES, searchPage } from '../calendar/search-page'
import { checkExpansion, IS_SERIES } from '../calendar/series-search'
import { recordViewTypes, type ServerRecord, serverRecord } from '../calendar/server-record'
import { overlaps, type Window } from '../calendar/window'
import { answersFor } from '../free-busy/answer'
import type { BusyPeriod } from '../free-busy/busy-period'
import { type BookingMark, BookingProperty, bookingProperties, REVISION_PROPERTY } from './booking-property'
import {
  type CalendarEntry,
  entryOf,
  entryOfOtherKind,
  entryShape,
  type ItemVersion,
  isMarked,
  versionOf,
} from './calendar-entry'

/** The operations that booking takes. */
export type BookingClient = Pick<
  EwsClient,
  'findItem' | 'getItem' | 'createItem' | 'updateItem' | 'deleteItem' | 'getUserAvailability'
>

/** The result of a conditional update: the item's new version, or why the item is unchanged. */
export type ChangeOutcome = ItemVersion | 'conflict' | 'gone'

export type Updates = UpdateItemRequest['itemChanges'][number]['updates']

/** The updates that set our extended properties. */
export const propertyUpdates = (mark: Partial<BookingMark>): Updates =>
  bookingProperties(mark).map((property) => ({
    setItemField: {
      extendedFieldURI: property.extendedFieldURI,
      calendarItem: { extendedProperty: [property] },
    },
  }))

/** The people who receive mail about a change. */
export type Notification = UpdateItemRequest['sendMeetingInvitationsOrCancellations']

/** The items that were created for a key, and whether the calendar has series. */
export interface KeySearch {
  readonly entries: readonly CalendarEntry[]
  /**
   * The times of a series' first occurrence, or `unknown` if the server can't tell whether there are series. Only while it is unknown
   * whether the server expands series in views.
   */
  readonly series?: Window | 'unknown' | undefined
}

/** A key has at most a handful of items, unless somebody copies appointments by hand. */
const MAX_ENTRIES_OF_KEY = 100

/** The properties that a confirmation sets, beside those of an entry. */
const CONFIRMED_PROPERTIES: readonly ItemFieldURI[] = ['item:ReminderIsSet', 'item:ReminderMinutesBeforeStart']

/** An item, and the part of it that decides who gets which time. */
export interface FoundEntry {
  readonly entry: CalendarEntry
  readonly item: CalendarItem
}

const equals = (extendedFieldURI: typeof IS_SERIES | typeof BookingProperty.key, value: string) => ({
  isEqualTo: { extendedFieldURI, fieldURIOrConstant: { constant: { value } } },
})

/** One calendar. Each method is one request, unless it says otherwise, and throws the client's errors. */
export class CalendarItems {
  readonly #client: BookingClient
  /** The calendar itself. */
  readonly calendar: CalendarAddress
  /** The server's record. */
  readonly record: ServerRecord

  constructor(client: BookingClient, calendar: CalendarAddress, record = serverRecord(client)) {
    this.#client = client
    this.calendar = calendar
    this.record = record
  }

  /** Returns everything that overlaps the window, whoever made it. Series come as their occurrences, if the server expands them. */
  async inWindow(window: Window, signal?: AbortSignal): Promise<CalendarEntry[]> {
    const calendarView = { startDate: window.start, endDate: window.end, maxEntriesReturned: MAX_ENTRIES }
    const items = await this.#find({ ...this.#search, calendarView }, MAX_ENTRIES, signal)
    recordViewTypes(
      this.record,
      items.map(({ calendarItemType }) => calendarItemType),
    )
    const entries = items
      .map((item) => (item.otherKind === undefined ? entryOf('FindItem', item) : entryOfOtherKind(item, window)))
      .filter((entry) => overlaps(entry, window))
    if (entries.some(isMarked)) this.record.markedViews = 'kept'
    return entries
  }

  /**
   * Returns everything that was made for a key, at any time. While it is unknown whether the server expands series, the same request finds
   * out whether there are any. A second request follows if the server refuses that, or if there are too many.
   */
  async withKey(key: string, signal?: AbortSignal): Promise<KeySearch> {
    const { record } = this
    const ofKey = equals(BookingProperty.key, key)
    const isSeriesWanted = record.expandedViews === 'unknown' && record.seriesSearch !== 'refused'
    const items = isSeriesWanted
      ? await this.#matching({ or: [ofKey, equals(IS_SERIES, 'true')] }, signal).catch(refused)
      : undefined
    if (items === undefined) {
      if (isSeriesWanted) record.seriesSearch = 'refused'
      const entries = entriesWithKey(await this.#matching(ofKey, signal), key)
      return { entries, series: record.expandedViews === 'unknown' ? 'unknown' : undefined }
    }
    const { start, end } = items.find(({ calendarItemType }) => calendarItemType === 'RecurringMaster') ?? {}
    const series = start === undefined || end === undefined ? undefined : { start, end }
    return { entries: entriesWithKey(items, key), series }
  }

  async #matching(restriction: FindItemRequest['restriction'], signal: AbortSignal | undefined) {
    const indexedPageItemView = { offset: 0, maxEntriesReturned: MAX_ENTRIES_OF_KEY, basePoint: 'Beginning' } as const
    return this.#find({ ...this.#search, indexedPageItemView, restriction }, MAX_ENTRIES_OF_KEY, signal)
  }

  get #search() {
    return { traversal: 'Shallow', itemShape: entryShape(), parentFolderIds: [calendarFolder(this.calendar)] } as const
  }

  async #find(request: FindItemRequest, maxEntries: number, signal: AbortSignal | undefined) {
    const page = searchPage(await this.#client.findItem(request, { signal }), maxEntries)
    if (!page.isComplete) throw page.refusal ?? incomplete('FindItem', 'the server left items out of its answer')
    return page.items
  }

  /** Whether this is the calendar that free/busy shows to others. */
  get isDefault(): boolean {
    return this.calendar.calendar === undefined
  }

  /**
   * Makes sure that views show the occurrences of series, in up to two requests.
   *
   * @throws UnreliableServerError if they don't
   */
  checkExpansion(signal?: AbortSignal): Promise<void> {
    return checkExpansion(this.#client, this.calendar, this.record, signal)
  }

  /**
   * Returns when the mailbox's default calendar is busy, as others see it. Unlike a view that isn't expanded, it includes all occurrences of
   * series.
   */
  async busyTimes(window: Window, signal?: AbortSignal): Promise<readonly BusyPeriod[]> {
    const { freeBusyResponseArray = [] } = await this.#client.getUserAvailability(
      {
        mailboxDataArray: [{ email: { address: this.calendar.mailbox }, attendeeType: 'Required' }],
        freeBusyViewOptions: {
          timeWindow: { startTime: window.start, endTime: window.end },
          requestedView: 'FreeBusy',
        },
      },
      { signal },
    )
    const [[, answer] = []] = answersFor([this.calendar.mailbox], freeBusyResponseArray)
    if (answer === undefined) throw incomplete('GetUserAvailability', 'the mailbox is missing in the answer')
    if (answer.error !== undefined) throw answer.error
    return answer.periods.filter((period) => overlaps(period, window))
  }

  /** Reads items by their ids. Those that are gone are missing from the result. */
  async get(ids: readonly string[], signal?: AbortSignal): Promise<CalendarEntry[]> {
    const items = await this.#get(ids, entryShape(), signal)
    return items.map((item) => entryOf('GetItem', item))
  }

  /** Reads one item with everything that a confirmation sets. Returns `undefined` if it is gone. */
  async read(id: string, signal?: AbortSignal): Promise<FoundEntry | undefined> {
    return this.#read(id, CONFIRMED_PROPERTIES, signal)
  }

  /** Reads one item with these properties besides those of an entry. Returns `undefined` if it is gone. */
  async readWith(
    id: string,
    properties: readonly ItemFieldURI[],
    signal?: AbortSignal,
  ): Promise<FoundEntry | undefined> {
    return this.#read(id, [...CONFIRMED_PROPERTIES, ...properties], signal)
  }

  async #read(id: string, properties: readonly ItemFieldURI[], signal: AbortSignal | undefined) {
    const [item] = await this.#get([id], entryShape(...properties), signal)
    return item && { entry: entryOf('GetItem', item), item }
  }

  async #get(ids: readonly string[], itemShape: ItemShape, signal: AbortSignal | undefined): Promise<CalendarItem[]> {
    if (ids.length === 0) return []
    const { responseMessages } = await this.#client.getItem(
      { itemShape, itemIds: ids.map((id) => ({ itemId: { id } })) },
      { signal },
    )
    return responseMessages.flatMap(({ error, items = [] }) => {
      if (isGone(error)) return []
      if (error !== undefined) throw error
      return items
    })
  }

  /** Creates an item without notifying anybody. */
  async create(calendarItem: CalendarItem, signal?: AbortSignal): Promise<ItemVersion> {
    const { responseMessages } = await this.#client.createItem(
      {
        sendMeetingInvitations: 'SendToNone',
        savedItemFolderId: calendarFolder(this.calendar),
        items: [{ calendarItem }],
      },
      { signal },
    )
    const [message] = responseMessages
    if (message?.error !== undefined) throw message.error
    return versionOf('CreateItem', message?.items?.[0]?.itemId)
  }

  /** Updates an item if it still has the given version (`NeverOverwrite`). */
  async change(
    { id, changeKey }: ItemVersion,
    updates: Updates,
    notification: Notification,
    signal?: AbortSignal,
  ): Promise<ChangeOutcome> {
    const { responseMessages } = await this.#client.updateItem(
      {
        conflictResolution: 'NeverOverwrite',
        sendMeetingInvitationsOrCancellations: notification,
        itemChanges: [{ itemId: { id, changeKey }, updates }],
      },
      { signal },
    )
    const [message] = responseMessages
    if (isGone(message?.error)) return 'gone'
    if (CONFLICTS.some((code) => hasCode(message?.error, code))) return 'conflict'
    if (message?.error !== undefined) throw message.error
    return versionOf('UpdateItem', message?.items?.[0]?.itemId)
  }

  /** Updates our extended properties if the item still has the given version, without notifying anybody. */
  mark(version: ItemVersion, mark: Partial<BookingMark>, signal?: AbortSignal): Promise<ChangeOutcome> {
    return this.change(version, propertyUpdates(mark), 'SendToNone', signal)
  }

  /** Makes a new version of the item, if it still has the given one, and changes nothing that anybody reads. */
  touch(version: ItemVersion, signal?: AbortSignal): Promise<ChangeOutcome> {
    const extendedProperty = [{ extendedFieldURI: REVISION_PROPERTY, value: randomUUID() }]
    const setItemField = { extendedFieldURI: REVISION_PROPERTY, calendarItem: { extendedProperty } }
    return this.change(version, [{ setItemField }], 'SendToNone', signal)
  }

  /** Deletes a hold for good, without notifying anybody: it was never an appointment. */
  discard(id: string, signal?: AbortSignal): Promise<void> {
    return this.#delete(id, 'HardDelete', 'SendToNone', signal)
  }

  /**
   * Moves an appointment to Deleted Items and sends cancellations to its attendees, unless nobody is to be notified. It succeeds if the
   * appointment is already gone.
   */
  cancel(
    id: string,
    signal?: AbortSignal,
    notification: 'SendToNone' | 'SendToAllAndSaveCopy' = 'SendToAllAndSaveCopy',
  ): Promise<void> {
    return this.#delete(id, 'MoveToDeletedItems', notification, signal)
  }

  /** Cancels a meeting with a message to its attendees, if it still has the given version. */
  async cancelMeeting(
    { id, changeKey }: ItemVersion,
    newBodyContent: Body,
    signal?: AbortSignal,
  ): Promise<'cancelled' | 'conflict' | 'gone'> {
    const { responseMessages } = await this.#client.createItem(
      {
        messageDisposition: 'SendAndSaveCopy',
        sendMeetingInvitations: 'SendToAllAndSaveCopy',
        items: [{ cancelCalendarItem: { referenceItemId: { id, changeKey }, newBodyContent } }],
      },
      { signal },
    )
    const [message] = responseMessages
    if (message === undefined) throw incomplete('CreateItem', 'the answer is empty')
    if (isGone(message.error)) return 'gone'
    if (CONFLICTS.some((code) => hasCode(message.error, code))) return 'conflict'
    if (message.error !== undefined) throw message.error
    return 'cancelled'
  }

  async #delete(
    id: string,
    deleteType: 'HardDelete' | 'MoveToDeletedItems',
    sendMeetingCancellations: 'SendToNone' | 'SendToAllAndSaveCopy',
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { responseMessages } = await this.#client.deleteItem(
      { deleteType, sendMeetingCancellations, itemIds: [{ itemId: { id } }] },
      { signal },
    )
    const [message] = responseMessages
    if (message === undefined) throw incomplete('DeleteItem', 'the answer is empty')
    if (message.error !== undefined && !isGone(message.error)) throw message.error
  }
}

/** Exchange ignores case when it compares, and the search may have returned series. */
const entriesWithKey = (items: readonly CalendarItem[], key: string): CalendarEntry[] =>
  items
    .filter((item) => item.otherKind === undefined)
    .map((item) => entryOf('FindItem', item))
    .filter(({ mark }) => mark?.key === key)

/** A search that the server refuses or doesn't answer completely is made in a simpler way. Other errors are thrown. */
function refused(error: unknown): undefined {
  const mayBeSimplified = error instanceof EwsResponseError || error instanceof EwsProtocolError
  if (!mayBeSimplified || error.retryable) throw error
}

/** The codes for an item that no longer has the named version (MS-OXWSCDATA, ResponseCodeType). */
const CONFLICTS: readonly ResponseCode[] = ['ErrorIrresolvableConflict', 'ErrorStaleObject']

function hasCode(error: unknown, code: ResponseCode): boolean {
  return error instanceof EwsResponseError && error.responseCode === code
}

const isGone = (error: unknown) => hasCode(error, 'ErrorItemNotFound')
