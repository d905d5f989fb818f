import type { AppointmentDetails, AppointmentTimes } from './appointment'
import type { BookedItem } from './hold-and-confirm/hold-and-confirm'
import { isSingleLine } from './single-line'
import { invalid } from './window'

/** An appointment to be made: from one instant to another, or whole days of the calendar's time zone. */
export type BookingRequest = AppointmentDetails &
  AppointmentTimes & {
    /**
     * Your own name for this booking, 1 to 255 characters; it is kept with the item. A call that is repeated with it makes no second
     * appointment. No personal data: readers of the calendar see it.
     */
    readonly key: string
  }

/**
 * What to store of an appointment: plain JSON, and neither title nor description. `itemId` is long and case-sensitive:
 * store it in a column of 512 bytes or more that compares byte by byte.
 */
export interface Booking {
  readonly key: string
  readonly itemId: string
  /** Of this version of the item; it changes with each change of it. */
  readonly changeKey: string
  readonly mailbox: string
  /** ISO 8601, in UTC. */
  readonly start: string
  /** ISO 8601, in UTC. */
  readonly end: string
}

const MAX_KEY_LENGTH = 255

/** @throws EwsRequestError */
export function checkKey(key: unknown): void {
  if (typeof key !== 'string' || key.length < 1 || key.length > MAX_KEY_LENGTH) {
    throw invalid('key', `must be a string of 1 to ${MAX_KEY_LENGTH} characters`)
  }
  // Exchange would keep another key than was given.
  if (!isSingleLine(key)) throw invalid('key', 'must not contain control characters')
}

/** What is handed over to be stored. */
export const bookingOf = (key: string, mailbox: string, { id, changeKey, start, end }: BookedItem): Booking => ({
  key,
  itemId: id,
  changeKey,
  mailbox,
  start: start.toISOString(),
  end: end.toISOString(),
})
