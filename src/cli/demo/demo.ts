import { randomUUID } from 'node:crypto'
import type { EwsClient } from 'ews-booking'
import { BookingCalendar, type BusyPeriod, type Window } from 'ews-booking/booking'
import { type Connection, mailboxOf, useClient, withClient } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import { variable } from '../connection/setting'
import { linesOnTerminal, onTerminal } from '../on-terminal'
import type { Surroundings } from '../surroundings'
import { comingWeek, SLOT_MS, slotsOf, spoken, wallClock } from '../week/week'
import { weekView } from '../week/week-view'
import { simulatedExchange } from './exchange'

/** Books an appointment in the coming week, shows it, reads it back and cancels it. Prints each step. */
export async function demo(this: Surroundings, flags: ConnectionFlags): Promise<void> {
  const week = comingWeek(this.now(), this.timeZone)
  if (flags.url !== undefined || variable('EWS_URL', this) !== undefined) {
    await withClient(flags, this, (client, connection) => show(this, week, client, connection, connection.options.url))
    return
  }
  const { connection, close } = await simulatedExchange(week, this.timeZone)
  try {
    const name = `a simulated Exchange at ${connection.options.url} (HTTPS, NTLM)`
    await useClient(connection, flags, this, (client) => show(this, week, client, connection, name))
  } finally {
    await close()
  }
}

async function show(
  surroundings: Surroundings,
  week: Window,
  client: EwsClient,
  connection: Connection,
  name: string,
): Promise<void> {
  const { timeZone, print } = surroundings
  const calendar = new BookingCalendar(client, { mailbox: mailboxOf(connection), timeZone })
  const { auth } = connection.options
  print(`Connecting to ${name}${'username' in auth ? ` as ${auth.username}` : ''}.\n`)
  await walkThrough(calendar, week, surroundings)
}

async function walkThrough(calendar: BookingCalendar, week: Window, surroundings: Surroundings): Promise<void> {
  const { timeZone, print, signal } = surroundings
  const freeBusy = () => calendar.freeBusy(week, { signal })
  const before = await freeBusy()
  print(`Free/busy of ${calendar.mailbox} in the coming week (${timeZone}):\n`)
  print(`${weekView(before, week, timeZone)}\n`)

  const slot = freeHour(before, week, timeZone)
  const appointment = {
    key: `demo-${randomUUID()}`,
    ...slot,
    title: 'First consultation',
    description: 'Booked by the demo of ews-booking.\nIt cancels this appointment again.',
    location: 'Room 1',
  }
  // Neither this nor the cancellation is interrupted, so that nothing stays behind.
  const booking = await calendar.book(appointment)
  try {
    print(`Booked ${spoken(slot, timeZone)}. A booking product stores:`)
    print(`${JSON.stringify(booking, undefined, 2)}\n`)
    print(`${weekView(await freeBusy(), week, timeZone)}\n`)
    await readBack(calendar, booking.itemId, slot, surroundings)
  } finally {
    await calendar.cancel(booking)
    print('Cancelled.\n')
  }

  const after = await freeBusy()
  print(`${weekView(after, week, timeZone)}\n`)
  print(
    sameTimes(before, after) ? 'Free/busy is as it was.' : 'Free/busy has changed meanwhile: somebody else is at work.',
  )
}

async function readBack(
  calendar: BookingCalendar,
  itemId: string,
  slot: Window,
  { print, signal }: Surroundings,
): Promise<void> {
  const event = (await calendar.events(slot, { signal })).find((candidate) => candidate.itemId === itemId)
  if (event === undefined) throw new Error('The calendar does not have the appointment that was just booked.')
  const { title, description = '', location = '', status } = event
  print('Read back from the calendar:')
  print(`  title        ${onTerminal(title ?? '')}`)
  print(`  description  ${linesOnTerminal(description.trim()).replaceAll('\n', '\n               ')}`)
  print(`  location     ${onTerminal(location)}`)
  print(`  status       ${status}\n`)
}

/** Returns the first free hour between nine and five on a working day. */
function freeHour(periods: readonly BusyPeriod[], week: Window, timeZone: string): Window {
  const wall = wallClock(timeZone)
  const start = slotsOf(week).find((slot) => {
    const { weekday, time } = wall(slot)
    const isFree = !periods.some((period) => period.start.getTime() < slot.getTime() + 2 * SLOT_MS && period.end > slot)
    return isFree && time >= '09:00' && time <= '16:00' && weekday !== 'Sat' && weekday !== 'Sun'
  })
  if (start === undefined) throw new Error('There is no free hour in the coming week.')
  return { start, end: new Date(start.getTime() + 2 * SLOT_MS) }
}

const sameTimes = (first: readonly BusyPeriod[], second: readonly BusyPeriod[]) =>
  JSON.stringify(first) === JSON.stringify(second)
