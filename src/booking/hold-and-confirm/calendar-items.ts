import {
  type CalendarItem,
  type EwsClient,
  EwsResponseError,
  type FindItemRequest,
  type ItemId,
  type ItemShape,
  type ResponseCode,
  type UpdateItemRequest,
} from 'ews-booking'
import { incomplete } from '../incomplete-answer'
import { type Status, statusOf } from '../status'
import { overlaps, type Window } from '../window'
import { type BookingMark, BookingProperty, bookingMark, bookingPaths, bookingProperties } from './booking-property'

/** One item of a calendar, as far as it counts for who may have which time. */
export interface CalendarEntry extends Window {
  readonly id: string
  readonly changeKey: string
  readonly status: Status
  /** By the server's clock; known of all items of ours. */
  readonly created: Date | undefined
  /** Of items that `book` has made. */
  readonly mark: BookingMark | undefined
}

/** The operations of the client that bookings are made with. */
export type BookingClient = Pick<EwsClient, 'findItem' | 'getItem' | 'createItem' | 'updateItem' | 'deleteItem'>

/** What a conditional change comes to: the item as it is now, or why it was left as it is. */
export type ChangeOutcome = ItemVersion | 'conflict' | 'gone'

/** One state of an item. */
export interface ItemVersion {
  readonly id: string
  readonly changeKey: string
}

export type Updates = UpdateItemRequest['itemChanges'][number]['updates']

/** What sets properties of ours. */
export const propertyUpdates = (mark: Partial<BookingMark>): Updates =>
  bookingProperties(mark).map((property) => ({
    setItemField: {
      extendedFieldURI: property.extendedFieldURI,
      calendarItem: { extendedProperty: [property] },
    },
  }))

/** Who gets mail of a change. */
export type Notification = UpdateItemRequest['sendMeetingInvitationsOrCancellations']

const SHAPE: ItemShape = {
  baseShape: 'IdOnly',
  additionalProperties: [
    { fieldURI: { fieldURI: 'calendar:Start' } },
    { fieldURI: { fieldURI: 'calendar:End' } },
    { fieldURI: { fieldURI: 'calendar:LegacyFreeBusyStatus' } },
    { fieldURI: { fieldURI: 'item:DateTimeCreated' } },
    ...bookingPaths,
  ],
}

/** Exchange's own limit for a search (EWSFindCountLimit); no window of one appointment comes near it. */
const MAX_ENTRIES = 1000

/** More than a key can have, unless somebody copies appointments by hand. */
const MAX_ENTRIES_OF_KEY = 100

/** The calendar folder of one mailbox. Each method is one request; errors are the client's. */
export class CalendarItems {
  readonly #client: BookingClient
  readonly #mailbox: string

  constructor(client: BookingClient, mailbox: string) {
    this.#client = client
    this.#mailbox = mailbox
  }

  /** All that has a part in the window, whoever made it; occurrences of series for themselves. */
  async inWindow(window: Window, signal?: AbortSignal): Promise<CalendarEntry[]> {
    const calendarView = { startDate: window.start, endDate: window.end, maxEntriesReturned: MAX_ENTRIES }
    const entries = await this.#find({ ...this.#search, calendarView }, signal)
    return entries.filter((entry) => overlaps(entry, window))
  }

  /** What was made for a key, wherever in the calendar it is. */
  async withKey(key: string, signal?: AbortSignal): Promise<CalendarEntry[]> {
    const restriction = {
      isEqualTo: { extendedFieldURI: BookingProperty.key, fieldURIOrConstant: { constant: { value: key } } },
    }
    const indexedPageItemView = { offset: 0, maxEntriesReturned: MAX_ENTRIES_OF_KEY, basePoint: 'Beginning' } as const
    const entries = await this.#find({ ...this.#search, indexedPageItemView, restriction }, signal)
    // Exchange compares without regard to case.
    return entries.filter(({ mark }) => mark?.key === key)
  }

  get #search() {
    return { traversal: 'Shallow', itemShape: SHAPE, parentFolderIds: [this.#folder] } as const
  }

  async #find(request: FindItemRequest, signal: AbortSignal | undefined): Promise<CalendarEntry[]> {
    const { responseMessages } = await this.#client.findItem(request, { signal })
    const [message] = responseMessages
    if (message?.error !== undefined) throw message.error
    const { items, includesLastItemInRange } = message?.rootFolder ?? {}
    if (items === undefined) throw incomplete('FindItem', 'the answer has no list of items')
    if (includesLastItemInRange === false)
      throw incomplete('FindItem', 'the answer is not the whole of what was asked for')
    return items.map((item) => entryOf('FindItem', item))
  }

  /** The items as they are now; of those that are gone there is nothing. */
  async get(ids: readonly string[], signal?: AbortSignal): Promise<CalendarEntry[]> {
    if (ids.length === 0) return []
    const { responseMessages } = await this.#client.getItem(
      { itemShape: SHAPE, itemIds: ids.map((id) => ({ itemId: { id } })) },
      { signal },
    )
    return responseMessages.flatMap(({ error, items = [] }) => {
      if (isGone(error)) return []
      if (error !== undefined) throw error
      return items.map((item) => entryOf('GetItem', item))
    })
  }

  /** Makes an item of which nobody is told. */
  async create(calendarItem: CalendarItem, signal?: AbortSignal): Promise<ItemVersion> {
    const { responseMessages } = await this.#client.createItem(
      { sendMeetingInvitations: 'SendToNone', savedItemFolderId: this.#folder, items: [{ calendarItem }] },
      { signal },
    )
    const [message] = responseMessages
    if (message?.error !== undefined) throw message.error
    return versionOf('CreateItem', message?.items?.[0]?.itemId)
  }

  /** Changes an item if it is still the version that is given (`NeverOverwrite`). */
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

  /** Changes properties of ours, of which nobody is told, in an item that is still the version that is given. */
  mark(version: ItemVersion, mark: Partial<BookingMark>, signal?: AbortSignal): Promise<ChangeOutcome> {
    return this.change(version, propertyUpdates(mark), 'SendToNone', signal)
  }

  /** Deletes an item that has claimed time and that nobody was told of: for good, for it was never an appointment. */
  discard(id: string, signal?: AbortSignal): Promise<void> {
    return this.#delete(id, 'HardDelete', 'SendToNone', signal)
  }

  /** Calls an appointment off: it goes to Deleted Items, and its attendees get a cancellation. One that is gone already is fine. */
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

  get #folder() {
    return { distinguishedFolderId: { id: 'calendar', mailbox: { emailAddress: this.#mailbox } } } as const
  }
}

/** By which Exchange says that an item isn't the version any more that was to be changed (MS-OXWSCDATA, ResponseCodeType). */
const CONFLICTS: readonly ResponseCode[] = ['ErrorIrresolvableConflict', 'ErrorStaleObject']

function hasCode(error: unknown, code: ResponseCode): boolean {
  return error instanceof EwsResponseError && error.responseCode === code
}

const isGone = (error: unknown) => hasCode(error, 'ErrorItemNotFound')

function versionOf(operation: string, { id, changeKey }: Partial<ItemId> = {}): ItemVersion {
  if (id === undefined || changeKey === undefined) throw incomplete(operation, 'the answer has no item id')
  return { id, changeKey }
}

function entryOf(operation: string, item: CalendarItem): CalendarEntry {
  const { itemId, start, end, dateTimeCreated, legacyFreeBusyStatus } = item
  const mark = bookingMark(item)
  if (start === undefined || end === undefined) throw incomplete(operation, 'an item came without its times')
  if (mark !== undefined && dateTimeCreated === undefined) {
    throw incomplete(operation, 'an item came without the time of its creation')
  }
  return {
    ...versionOf(operation, itemId),
    start,
    end,
    status: statusOf(legacyFreeBusyStatus),
    created: dateTimeCreated,
    mark,
  }
}
