import type { AppointmentChanges, AppointmentDetails, AppointmentTimes } from './appointment/appointment'
import { given } from './argument/given'
import { invalid } from './argument/invalid-argument'
import { checkNames, type NamesOf } from './argument/names'
import { isSingleLine } from './argument/single-line'
import type { CalendarAddress } from './calendar/calendar-folder'
import type { BookedItem } from './hold-and-confirm/purpose'

/** An appointment to book: either from one instant to another, or whole days in the calendar's time zone. */
export type BookingRequest = AppointmentDetails &
  AppointmentTimes & {
    /**
     * Your own name for this booking, 1 to 255 characters. A repeated call with the same key never makes a second appointment. The key is
     * stored with the item and visible to readers of the calendar, so put no personal data in it.
     */
    readonly key: string
  }

/**
 * The data of an appointment to store: plain JSON, without title and description. `itemId` is long and case-sensitive: store it in a column of
 * at least 512 bytes that compares byte by byte.
 */
export interface Booking {
  readonly key: string
  /** The item's EWS id. Opaque. */
  readonly itemId: string
  /** The version of the item. Every change of the item changes it. */
  readonly changeKey: string
  /** The appointment's iCalendar UID, the same in its attendees' calendars (RFC 5545, 3.8.4.7). Missing if the server doesn't tell. */
  readonly uid?: string | undefined
  /** The SMTP address of the calendar's mailbox. */
  readonly mailbox: string
  /** The id of the calendar's folder. Only if it isn't the mailbox's default calendar. */
  readonly calendar?: string | undefined
  /** ISO 8601, UTC. */
  readonly start: string
  /** ISO 8601, UTC. */
  readonly end: string
}

const MAX_KEY_LENGTH = 255

/** @throws EwsRequestError */
export function checkKey(key: unknown, path = 'key'): void {
  if (typeof key !== 'string' || key.length < 1 || key.length > MAX_KEY_LENGTH) {
    throw invalid(path, `must be a string of 1 to ${MAX_KEY_LENGTH} characters`)
  }
  // Exchange would store a different key.
  if (!isSingleLine(key)) throw invalid(path, 'must not contain control characters')
}

const BOOKING_REQUEST: NamesOf<BookingRequest> = {
  key: true,
  start: true,
  end: true,
  allDay: true,
  title: true,
  description: true,
  location: true,
  status: true,
  categories: true,
  reminder: true,
  sensitivity: true,
  attendees: true,
  rooms: true,
}

const { key: _, ...CHANGES } = BOOKING_REQUEST

/** @throws EwsRequestError if it isn't an object, or has a name that isn't known */
export const checkChanges = (changes: AppointmentChanges): void =>
  checkNames<AppointmentChanges>('changes', changes, CHANGES)

/** @throws EwsRequestError if it isn't an object, has a name that isn't known, or no key */
export function checkBookingRequest(request: BookingRequest): void {
  checkNames<BookingRequest>('request', request, BOOKING_REQUEST)
  checkKey(request.key)
}

/**
 * Checks what the caller gives as a booking: a `Booking`, or the row of a database with more columns.
 *
 * @throws EwsRequestError
 */
export function checkBooking(booking: Pick<Booking, 'itemId'>): void {
  const value: unknown = booking
  if (typeof value !== 'object' || value === null) {
    throw invalid('booking', `must be what \`book\` returned, and ${given(value)}`)
  }
  const { itemId } = booking
  if (typeof itemId !== 'string' || itemId === '') {
    throw invalid('booking.itemId', `must be what \`book\` returned, and ${given(itemId)}`)
  }
}

/** Makes the `Booking` that the caller stores. */
export const bookingOf = (
  key: string,
  { mailbox, calendar }: CalendarAddress,
  { id, changeKey, uid, start, end }: BookedItem,
): Booking => ({
  key,
  itemId: id,
  changeKey,
  ...(uid === undefined ? {} : { uid }),
  mailbox,
  ...(calendar === undefined ? {} : { calendar }),
  start: start.toISOString(),
  end: end.toISOString(),
})
