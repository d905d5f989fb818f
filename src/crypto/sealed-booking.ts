import type { RowContext } from './context'
import type { Vault } from './vault'

/** Somebody who is invited. Other members, such as `optional`, stay as they are. */
export interface AttendeeTexts {
  readonly address: string
  readonly name?: string | null | undefined
}

/** The members of a booking's record that are sealed. Those of a `Booking` of `ews-booking/booking` may be there too, and stay as they are. */
export interface BookingTexts {
  readonly title: string
  readonly description?: string | null | undefined
  readonly location?: string | null | undefined
  /** The address and the name of each one are sealed. */
  readonly attendees?: readonly AttendeeTexts[] | null | undefined
}

/** The names under which texts are sealed, as the columns of their contexts. */
type Column = 'title' | 'description' | 'location' | 'attendees.address' | 'attendees.name'

/**
 * Returns the record of a booking with its title, description, location and attendees sealed, each for the column of its name in the row of
 * `context`: `title`, `attendees.address`. All other members stay as they are, and so does one that is missing or `null`.
 *
 * @example
 * const booking = await calendar.book({ key, start, end, title, description })
 * await save(sealBooking(vault, { ...booking, title, description }, { tenant, table: 'bookings', row: key }))
 * @throws the errors of `Vault.seal`
 */
export function sealBooking<Booking extends BookingTexts>(
  vault: Vault,
  booking: Booking,
  context: RowContext,
): Booking {
  return withTexts(booking, (text, column) => vault.seal(text, { ...context, column }))
}

/**
 * Returns the record of a booking as it was before `sealBooking`.
 *
 * @throws the errors of `Vault.open`
 */
export function openBooking<Booking extends BookingTexts>(vault: Vault, stored: Booking, context: RowContext): Booking {
  return withTexts(stored, (text, column) => vault.open(text, { ...context, column }))
}

type Change = (text: string, column: Column) => string

function withTexts<Booking extends BookingTexts>(booking: Booking, change: Change): Booking {
  const { title, description, location, attendees } = booking
  return {
    ...booking,
    title: change(title, 'title'),
    ...(isPresent(description) ? { description: change(description, 'description') } : {}),
    ...(isPresent(location) ? { location: change(location, 'location') } : {}),
    ...(isPresent(attendees) ? { attendees: attendees.map((attendee) => changedAttendee(attendee, change)) } : {}),
  }
}

const changedAttendee = (attendee: AttendeeTexts, change: Change): AttendeeTexts => ({
  ...attendee,
  address: change(attendee.address, 'attendees.address'),
  ...(isPresent(attendee.name) ? { name: change(attendee.name, 'attendees.name') } : {}),
})

const isPresent = <Value>(value: Value | null | undefined): value is Value => value !== undefined && value !== null
