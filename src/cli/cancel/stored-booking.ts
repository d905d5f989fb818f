import type { Booking } from 'ews-booking/booking'
import { UsageError } from '../usage-error'

/** What `cancel` needs of a booking. */
export type StoredBooking = Pick<Booking, 'itemId' | 'mailbox'> & Partial<Booking>

/**
 * Reads bookings as `book` prints them: one, several one a line, or an array.
 *
 * @throws UsageError
 */
export function storedBookings(text: string): readonly StoredBooking[] {
  const found = (wholeDocument(text) ?? lines(text)).flat()
  if (found.length === 0) throw new UsageError("There is no booking. Give the JSON that 'book' printed.")
  return found.map((value, index) => {
    if (isStoredBooking(value)) return value
    throw new UsageError(`Booking ${index + 1} is not what 'book' printed: itemId and mailbox are needed.`)
  })
}

function wholeDocument(text: string): unknown[] | undefined {
  try {
    return [JSON.parse(text)]
  } catch {
    return undefined
  }
}

const lines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const [value] = wholeDocument(line) ?? []
      if (value === undefined) throw new UsageError(`Line ${index + 1} is not JSON. Give what 'book' printed.`)
      return value
    })

function isStoredBooking(value: unknown): value is StoredBooking {
  if (typeof value !== 'object' || value === null) return false
  const booking: Partial<Record<string, unknown>> = { ...value }
  const { itemId, mailbox, key = '', start = '' } = booking
  return [itemId, mailbox, key, start].every((text) => typeof text === 'string') && itemId !== '' && mailbox !== ''
}
