import { readFile } from 'node:fs/promises'
import type { EwsClient } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { type Connection, clientFor, mailboxOf, withClient } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import type { Surroundings } from '../surroundings'
import { UsageError } from '../usage-error'
import { type StoredBooking, storedBookings } from './stored-booking'

type Flags = ConnectionFlags & { readonly key?: string }

/** Cancels bookings, in the mailbox that each of them names, or the one with a key. */
export async function cancel(this: Surroundings, flags: Flags, file?: string): Promise<void> {
  const { key } = flags
  if (key !== undefined && file !== undefined) throw new UsageError('Give --key or a file, and not both.')
  const stored = key === undefined ? storedBookings(await inputOf(this, file)) : []
  await withClient(flags, this, async (client, connection) => {
    const bookings = key === undefined ? stored : [await bookingWithKey(key, client, connection, this.signal)]
    for (const booking of bookings) {
      const { mailbox } = booking
      const calendar = new BookingCalendar(clientFor(mailbox, client, connection), { mailbox })
      await calendar.cancel(booking, { signal: this.signal })
      this.print(`Cancelled ${nameOf(booking)} in the calendar of ${mailbox}.`)
    }
  })
}

/** @throws Error if no booking has the key */
async function bookingWithKey(
  key: string,
  client: EwsClient,
  connection: Connection,
  signal: AbortSignal,
): Promise<StoredBooking> {
  const mailbox = mailboxOf(connection)
  const booking = await new BookingCalendar(client, { mailbox }).find(key, { signal })
  if (booking !== undefined) return booking
  throw new Error(
    `The calendar of ${mailbox} has no booking with the key ${key}. Nothing was cancelled.\n` +
      'It was cancelled before, or is in another mailbox: name that with --mailbox.',
  )
}

const nameOf = ({ key, start }: StoredBooking) =>
  key ?? (start === undefined ? 'the booking' : `the booking of ${start}`)

const inputOf = ({ readInput }: Surroundings, file: string | undefined) =>
  file === undefined ? readInput() : contentOf(file)

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`The bookings can't be read: ${error instanceof Error ? error.message : error}`)
  }
}
