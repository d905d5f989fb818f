import type { RowContext } from './context'
import type { Vault } from './vault'

/** What of the record of a booking is told to nobody who reads the database. A booking of `ews-booking/booking` goes beside it as it is. */
export interface BookingTexts {
  readonly title: string
  readonly description?: string | null | undefined
}

/**
 * The record of a booking with title and description sealed, each for the column of its name in the row of `context`. All else stays as
 * it is, as do a `description` that is missing and one that is `null`.
 *
 * @example
 * const booking = await calendar.book({ key, start, end, title, description })
 * await save(sealBooking(vault, { ...booking, title, description }, { tenant, table: 'bookings', row: key }))
 * @throws what `Vault.seal` throws
 */
export function sealBooking<Booking extends BookingTexts>(
  vault: Vault,
  booking: Booking,
  context: RowContext,
): Booking {
  return withTexts(booking, (text, column) => vault.seal(text, { ...context, column }))
}

/**
 * The record of a booking as it was before it was sealed.
 *
 * @throws what `Vault.open` throws
 */
export function openBooking<Booking extends BookingTexts>(vault: Vault, stored: Booking, context: RowContext): Booking {
  return withTexts(stored, (text, column) => vault.open(text, { ...context, column }))
}

function withTexts<Booking extends BookingTexts>(
  booking: Booking,
  change: (text: string, column: keyof BookingTexts) => string,
): Booking {
  const { title, description } = booking
  const texts = { ...booking, title: change(title, 'title') }
  if (description === undefined || description === null) return texts
  return { ...texts, description: change(description, 'description') }
}
