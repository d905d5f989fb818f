import { BookingCalendar, type MailboxFreeBusy } from 'ews-booking/booking'
import { mailboxOf, withClient } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import { exitCodeOf } from '../exit-code'
import { errorFacts, explain } from '../failure'
import type { Surroundings } from '../surroundings'
import { type Days, daysOf, type WindowFlags } from '../time/window'
import { dayView } from '../week/day-view'
import { weeksOf } from '../week/week'
import { weekView } from '../week/week-view'

type Flags = ConnectionFlags & WindowFlags & { readonly json: boolean }

/** Prints when mailboxes are busy. One that can't be read doesn't hide the others, but makes the command fail. */
export async function freeBusy(this: Surroundings, flags: Flags, ...given: readonly string[]): Promise<void> {
  const days = daysOf(flags, this)
  const answers = await withClient(flags, this, (client, connection) =>
    BookingCalendar.freeBusyOf(client, given.length > 0 ? given : [mailboxOf(connection)], days.window, {
      signal: this.signal,
      merged: true,
    }),
  )
  this.print(flags.json ? JSON.stringify(Object.fromEntries([...answers].map(asJson))) : picture(answers, days))
  for (const [mailbox, { error }] of answers) {
    if (error === undefined) continue
    if (!flags.json) this.note(`\n${mailbox}: ${explain(error)}`)
    this.process.exitCode = exitCodeOf(error)
  }
}

const asJson = ([mailbox, { periods, error }]: [string, MailboxFreeBusy]) =>
  [mailbox, error === undefined ? { periods } : { error: errorFacts(error) }] as const

function picture(answers: ReadonlyMap<string, MailboxFreeBusy>, { window, timeZone }: Days): string {
  const rows = Array.from(answers, ([name, { periods }]) => ({ name, periods }))
  const [only, ...others] = rows
  if (only?.periods === undefined || others.length > 0) return `${timeZone}\n\n${dayView(rows, window, timeZone)}`
  const { name, periods } = only
  const weeks = weeksOf(window, timeZone).map((week) => weekView(periods, week, timeZone))
  return [`${name} (${timeZone})`, ...weeks].join('\n\n')
}
