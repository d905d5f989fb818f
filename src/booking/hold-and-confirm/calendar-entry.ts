import type { CalendarItem, ItemFieldURI, ItemId, ItemShape } from 'ews-booking'
import { incomplete } from '../calendar/incomplete-answer'
import { type Status, statusOf } from '../calendar/status'
import type { Window } from '../calendar/window'
import { type BookingMark, type BookingState, bookingMark, bookingPaths } from './booking-property'

/** One version of an item, as a conditional update names it. */
export interface ItemVersion {
  readonly id: string
  readonly changeKey: string
}

/** The part of a calendar item that decides who gets which time. */
export interface CalendarEntry extends Window, ItemVersion {
  readonly status: Status
  /** By the server's clock. Always known for items that `book` has made. */
  readonly created: Date | undefined
  /** Only for items that `book` has made. */
  readonly mark: BookingMark | undefined
  /** The name of the item's element if it is of another kind than a calendar item. Such an item always blocks. */
  readonly otherKind?: string | undefined
  /** The id of the calendar that the item is in, if that is one that only blocks. */
  readonly otherCalendar?: string | undefined
  /** The iCalendar UID. Some servers leave it out of views. */
  readonly uid?: string | undefined
}

/** An item that `book` has made. */
export type MarkedEntry = CalendarEntry & {
  readonly mark: BookingMark
  readonly created: Date
}

type EntryInState<State extends BookingState> = MarkedEntry & { readonly mark: { readonly state: State } }

/** A hold: it claims its time, but may give way. */
export type HoldEntry = EntryInState<'hold'>

/** A booking: an appointment that `book` has made. */
export type ConfirmedEntry = EntryInState<'confirmed'>

export const isMarked = (entry: CalendarEntry): entry is MarkedEntry =>
  entry.mark !== undefined && entry.created !== undefined

export const isHold = (entry: CalendarEntry): entry is HoldEntry => isMarked(entry) && entry.mark.state === 'hold'

export const isConfirmed = (entry: CalendarEntry): entry is ConfirmedEntry =>
  isMarked(entry) && entry.mark.state === 'confirmed'

/** Whether an item is about to be deleted: a hold that was given up, or a booking that is being cancelled. */
export const isVoid = ({ mark }: CalendarEntry): boolean => mark?.state === 'void'

/** The properties that a `CalendarEntry` is read from, beside our own. */
export const ENTRY_PROPERTIES: readonly ItemFieldURI[] = [
  'calendar:Start',
  'calendar:End',
  'calendar:LegacyFreeBusyStatus',
  'calendar:CalendarItemType',
  'calendar:UID',
  'item:DateTimeCreated',
]

/** The shape of an item that a `CalendarEntry` is read from, with further properties. */
export const entryShape = (...properties: readonly ItemFieldURI[]): ItemShape => ({
  baseShape: 'IdOnly',
  additionalProperties: [
    ...[...new Set([...ENTRY_PROPERTIES, ...properties])].map((fieldURI) => ({ fieldURI: { fieldURI } })),
    ...bookingPaths,
  ],
})

/** @throws EwsProtocolError if the server left out the id or the change key */
export function versionOf(operation: string, { id, changeKey }: Partial<ItemId> = {}): ItemVersion {
  if (id === undefined || changeKey === undefined) throw incomplete(operation, 'the answer has no item id')
  return { id, changeKey }
}

/** An item of a kind that EWS doesn't describe for calendars. Where its times are missing, it takes the whole window that it was found in. */
export const entryOfOtherKind = (item: CalendarItem, window: Window): CalendarEntry => ({
  id: item.itemId?.id ?? '',
  changeKey: item.itemId?.changeKey ?? '',
  start: item.start ?? window.start,
  end: item.end ?? window.end,
  status: 'unknown',
  created: undefined,
  mark: undefined,
  otherKind: item.otherKind,
})

/** @throws EwsProtocolError if the server left out a property that decides who gets the time */
export function entryOf(operation: string, item: CalendarItem): CalendarEntry {
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
    ...(item.uid === undefined || item.uid === '' ? {} : { uid: item.uid }),
  }
}
