import type { CalendarItem } from 'ews-booking'
import { checkWindow, invalid, type Window } from './window'

/** An appointment to be made. */
export interface BookingRequest extends Window {
  /** Your own name for this booking, 1 to 255 characters; it is kept with the item. No personal data: readers of the calendar see it. */
  readonly key: string
  readonly title: string
  /** Plain text. */
  readonly description?: string | undefined
  readonly location?: string | undefined
}

/**
 * What to store of an appointment: plain JSON, and neither title nor description. `itemId` is long and case-sensitive:
 * store it in a column of 512 bytes or more that compares byte by byte.
 */
export interface Booking {
  readonly key: string
  readonly itemId: string
  readonly changeKey: string
  readonly mailbox: string
  /** ISO 8601, in UTC. */
  readonly start: string
  /** ISO 8601, in UTC. */
  readonly end: string
}

/** The property set of this library's own properties, and in it the booking's key. */
const KEY_PROPERTY = {
  propertySetId: 'fffab4fa-2560-4a9a-93a0-ed0b9480c57c',
  propertyName: 'BookingKey',
  propertyType: 'String',
} as const

const MAX_KEY_LENGTH = 255

/**
 * The calendar item of a booking.
 *
 * @throws EwsRequestError
 */
export function bookingItem({ key, start, end, title, description, location }: BookingRequest): CalendarItem {
  checkWindow({ start, end })
  if (typeof key !== 'string' || key.length < 1 || key.length > MAX_KEY_LENGTH) {
    throw invalid('key', `must be a string of 1 to ${MAX_KEY_LENGTH} characters`)
  }
  return {
    subject: title,
    body: description === undefined ? undefined : { bodyType: 'Text', value: description },
    extendedProperty: [{ extendedFieldURI: KEY_PROPERTY, value: key }],
    start,
    end,
    legacyFreeBusyStatus: 'Busy',
    location,
  }
}
