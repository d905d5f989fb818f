import { BookingCalendar, type MailboxEvent } from 'ews-booking/booking'
import { mailboxOf, withClient } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import { errorFacts } from '../failure'
import { fitted } from '../fitted'
import { onTerminal } from '../on-terminal'
import type { Surroundings } from '../surroundings'
import { daysOf, type WindowFlags } from '../time/window'
import { inWords, MARKS } from '../week/marks'
import { type WallTime, wallClock } from '../week/week'

type Flags = ConnectionFlags & WindowFlags & { readonly json: boolean; readonly private: boolean }

/** Prints the appointments of a calendar. */
export async function events(this: Surroundings, flags: Flags): Promise<void> {
  const { window, timeZone } = daysOf(flags, this)
  const found = await withClient(flags, this, (client, connection) =>
    new BookingCalendar(client, { mailbox: mailboxOf(connection), timeZone }).events(window, {
      signal: this.signal,
      includePrivate: flags.private,
    }),
  )
  if (flags.json) this.print(JSON.stringify(found.map(asJson)))
  else if (found.length === 0) this.note('There are no appointments in these days.')
  else this.print(agenda(found, timeZone))
}

const asJson = ({ error, ...event }: MailboxEvent) =>
  error === undefined ? event : { ...event, error: errorFacts(error) }

/** What is left of 80 columns next to `  09:00 to 10:00  █ `. */
const TITLE = 40
const LOCATION = 18

/** Returns events as a list with a heading for each day. */
function agenda(found: readonly MailboxEvent[], timeZone: string): string {
  const wall = wallClock(timeZone)
  const days = new Map<string, string[]>()
  for (const event of found) {
    const { weekday, date } = wall(event.start)
    const day = `${weekday} ${date}`
    days.set(day, [...(days.get(day) ?? []), line(event, wall)])
  }
  return Array.from(days, ([day, lines]) => [day, ...lines].join('\n')).join('\n\n')
}

function line(event: MailboxEvent, wall: (instant: Date) => WallTime): string {
  const title = fitted(onTerminal(titleOf(event)), TITLE)
  const location = fitted(onTerminal(event.location ?? ''), LOCATION)
  return `  ${timesOf(event, wall).padEnd(14)}  ${MARKS[event.status]} ${title.padEnd(TITLE)}  ${location}`.trimEnd()
}

function titleOf({ title, status, error, private: isPrivate }: MailboxEvent): string {
  if (error !== undefined) return `(${error.message})`
  return title || (isPrivate ? '(private)' : `(${inWords(status)}, without title)`)
}

function timesOf({ start, end, allDay }: MailboxEvent, wall: (instant: Date) => WallTime): string {
  if (allDay) return 'all day'
  const [from, to] = [wall(start), wall(end)]
  return from.date === to.date ? `${from.time} to ${to.time}` : `${from.time} to ${to.date}`
}
