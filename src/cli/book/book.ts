import { randomUUID } from 'node:crypto'
import { BookingCalendar, type Window } from 'ews-booking/booking'
import { mailboxOf, withClient } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import type { Surroundings } from '../surroundings'
import { instantOf } from '../time/local-time'
import { UsageError } from '../usage-error'
import { spoken } from '../week/week'

interface Flags extends ConnectionFlags {
  readonly start: string
  readonly end?: string
  readonly minutes?: number
  readonly title: string
  readonly description?: string
  readonly location?: string
  readonly attendee?: readonly string[]
  readonly key?: string
  readonly timeZone?: string
}

const MINUTE_MS = 60_000
const MINUTES = 30

/** Makes an appointment, and prints what to store of it. */
export async function book(this: Surroundings, flags: Flags): Promise<void> {
  const timeZone = flags.timeZone ?? this.timeZone
  const times = timesOf(flags, { timeZone, now: this.now() })
  const { key = `cli-${randomUUID()}`, title, description, location, attendee = [] } = flags
  const booking = await withClient(flags, this, (client, connection) =>
    new BookingCalendar(client, { mailbox: mailboxOf(connection), timeZone }).book(
      { key, ...times, title, description, location, attendees: attendee.map((address) => ({ address })) },
      { signal: this.signal },
    ),
  )
  this.note(`Booked ${spoken(times, timeZone)} (${timeZone}) in the calendar of ${booking.mailbox}. Store this:`)
  this.print(JSON.stringify(booking))
}

function timesOf({ start, end, minutes }: Flags, clock: { timeZone: string; now: Date }): Window {
  if (end !== undefined && minutes !== undefined) throw new UsageError('Give --end or --minutes, and not both.')
  const from = instantOf(start, clock)
  const to = end === undefined ? new Date(from.getTime() + (minutes ?? MINUTES) * MINUTE_MS) : instantOf(end, clock)
  if (to <= from) throw new UsageError('--end must be after --start.')
  return { start: from, end: to }
}
