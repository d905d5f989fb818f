import { readFile } from 'node:fs/promises'
import { BookingCalendar } from 'ews-booking/booking'
import { withClient } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import type { Surroundings } from '../surroundings'
import { UsageError } from '../usage-error'
import { type StoredBooking, storedBookings } from './stored-booking'

/** Cancels bookings, in the mailbox that each of them names. */
export async function cancel(this: Surroundings, flags: ConnectionFlags, file?: string): Promise<void> {
  const bookings = storedBookings(file === undefined ? await this.readInput() : await contentOf(file))
  await withClient(flags, this, async (client) => {
    for (const booking of bookings) {
      await new BookingCalendar(client, { mailbox: booking.mailbox }).cancel(booking, { signal: this.signal })
      this.print(`Cancelled ${nameOf(booking)} in the calendar of ${booking.mailbox}.`)
    }
  })
}

const nameOf = ({ key, start }: StoredBooking) =>
  key ?? (start === undefined ? 'the booking' : `the booking of ${start}`)

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`The bookings can't be read: ${error instanceof Error ? error.message : error}`)
  }
}
