import type { RowContext } from './context'
import type { Vault } from './vault'

/** The members of a booking's record that are sealed. Those of a `Booking` of `ews-booking/booking` may stand beside them; they stay as they are. */
export interface BookingTexts {
  readonly title: string
  readonly description?: string | null | undefined
}

/**
 * Returns the record of a booking with its title and description sealed, each for the column of its name in the row of `context`. All other
 * members stay as they are, and so does a `description` that is missing or `null`.
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

function withTexts<Booking extends BookingTexts>(
  booking: Booking,
  change: (text: string, column: keyof BookingTexts) => string,
): Booking {
  const { title, description } = booking
  const texts = { ...booking, title: change(title, 'title') }
  if (description === undefined || description === null) return texts
  return { ...texts, description: change(description, 'description') }
}
