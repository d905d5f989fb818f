import {
  type CalendarItem,
  type EwsClient,
  EwsResponseError,
  type FindItemRequest,
  type ResponseCode,
  type UpdateItemRequest,
} from 'ews-booking'
import { calendarFolder } from '../calendar/calendar-folder'
import { incomplete } from '../calendar/incomplete-answer'
import { MAX_ENTRIES, searchPage } from '../calendar/search-page'
import { overlaps, type Window } from '../calendar/window'
import { type BookingMark, BookingProperty, bookingProperties } from './booking-property'
import { type CalendarEntry, ENTRY_SHAPE, entryOf, type ItemVersion, versionOf } from './calendar-entry'

/** The operations that booking takes. */
export type BookingClient = Pick<EwsClient, 'findItem' | 'getItem' | 'createItem' | 'updateItem' | 'deleteItem'>

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

/** Who gets mail about a change. */
export type Notification = UpdateItemRequest['sendMeetingInvitationsOrCancellations']

/** A key has at most a handful of items, unless somebody copies appointments by hand. */
const MAX_ENTRIES_OF_KEY = 100

/** The calendar folder of one mailbox. Each method is one request and throws the client's errors. */
export class CalendarItems {
  readonly #client: BookingClient
  readonly #mailbox: string

  constructor(client: BookingClient, mailbox: string) {
    this.#client = client
    this.#mailbox = mailbox
  }

  /** Returns everything that overlaps the window, whoever made it. Series come as their occurrences. */
  async inWindow(window: Window, signal?: AbortSignal): Promise<CalendarEntry[]> {
    const calendarView = { startDate: window.start, endDate: window.end, maxEntriesReturned: MAX_ENTRIES }
    const entries = await this.#find({ ...this.#search, calendarView }, MAX_ENTRIES, signal)
    return entries.filter((entry) => overlaps(entry, window))
  }

  /** Returns everything that was made for a key, at any time. */
  async withKey(key: string, signal?: AbortSignal): Promise<CalendarEntry[]> {
    const restriction = {
      isEqualTo: { extendedFieldURI: BookingProperty.key, fieldURIOrConstant: { constant: { value: key } } },
    }
    const indexedPageItemView = { offset: 0, maxEntriesReturned: MAX_ENTRIES_OF_KEY, basePoint: 'Beginning' } as const
    const request = { ...this.#search, indexedPageItemView, restriction }
    const entries = await this.#find(request, MAX_ENTRIES_OF_KEY, signal)
    // Exchange ignores case when it compares.
    return entries.filter(({ mark }) => mark?.key === key)
  }

  get #search() {
    return { traversal: 'Shallow', itemShape: ENTRY_SHAPE, parentFolderIds: [calendarFolder(this.#mailbox)] } as const
  }

  async #find(request: FindItemRequest, maxEntries: number, signal: AbortSignal | undefined): Promise<CalendarEntry[]> {
    const page = searchPage(await this.#client.findItem(request, { signal }), maxEntries)
    if (!page.isComplete) throw page.refusal ?? incomplete('FindItem', 'the server left items out of its answer')
    return page.items.map((item) => entryOf('FindItem', item))
  }

  /** Reads items by their ids. Those that are gone are missing from the result. */
  async get(ids: readonly string[], signal?: AbortSignal): Promise<CalendarEntry[]> {
    if (ids.length === 0) return []
    const { responseMessages } = await this.#client.getItem(
      { itemShape: ENTRY_SHAPE, itemIds: ids.map((id) => ({ itemId: { id } })) },
      { signal },
    )
    return responseMessages.flatMap(({ error, items = [] }) => {
      if (isGone(error)) return []
      if (error !== undefined) throw error
      return items.map((item) => entryOf('GetItem', item))
    })
  }

  /** Creates an item without notifying anybody. */
  async create(calendarItem: CalendarItem, signal?: AbortSignal): Promise<ItemVersion> {
    const { responseMessages } = await this.#client.createItem(
      {
        sendMeetingInvitations: 'SendToNone',
        savedItemFolderId: calendarFolder(this.#mailbox),
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

  /** Deletes a hold for good, without notifying anybody: it was never an appointment. */
  discard(id: string, signal?: AbortSignal): Promise<void> {
    return this.#delete(id, 'HardDelete', 'SendToNone', signal)
  }

  /** Moves an appointment to Deleted Items and sends cancellations to its attendees. It succeeds if the appointment is already gone. */
  cancel(id: string, signal?: AbortSignal): Promise<void> {
    return this.#delete(id, 'MoveToDeletedItems', 'SendToAllAndSaveCopy', signal)
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

/** The codes for an item that no longer has the named version (MS-OXWSCDATA, ResponseCodeType). */
const CONFLICTS: readonly ResponseCode[] = ['ErrorIrresolvableConflict', 'ErrorStaleObject']

function hasCode(error: unknown, code: ResponseCode): boolean {
  return error instanceof EwsResponseError && error.responseCode === code
}

const isGone = (error: unknown) => hasCode(error, 'ErrorItemNotFound')
