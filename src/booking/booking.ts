import type { AppointmentDetails, AppointmentTimes } from './appointment/appointment'
import { invalid } from './argument/invalid-argument'
import { isSingleLine } from './argument/single-line'
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
  /** The SMTP address of the calendar's mailbox. */
  readonly mailbox: string
  /** ISO 8601, UTC. */
  readonly start: string
  /** ISO 8601, UTC. */
  readonly end: string
}

const MAX_KEY_LENGTH = 255

/** @throws EwsRequestError */
export function checkKey(key: unknown): void {
  if (typeof key !== 'string' || key.length < 1 || key.length > MAX_KEY_LENGTH) {
    throw invalid('key', `must be a string of 1 to ${MAX_KEY_LENGTH} characters`)
  }
  // Exchange would store a different key.
  if (!isSingleLine(key)) throw invalid('key', 'must not contain control characters')
}

/** Makes the `Booking` that the caller stores. */
export const bookingOf = (key: string, mailbox: string, { id, changeKey, start, end }: BookedItem): Booking => ({
  key,
  itemId: id,
  changeKey,
  mailbox,
  start: start.toISOString(),
  end: end.toISOString(),
})
