import { BookingCalendar, type CalendarInfo } from 'ews-booking/booking'
import { mailboxOf, withClient } from '../connection/connection'
import type { ConnectionFlags } from '../connection/flags'
import { onTerminal } from '../on-terminal'
import type { Surroundings } from '../surroundings'
import { table } from '../table'

/** Prints the calendars of a mailbox. */
export async function calendars(
  this: Surroundings,
  flags: ConnectionFlags & { readonly json: boolean },
): Promise<void> {
  const found = await withClient(flags, this, (client, connection) =>
    BookingCalendar.list(client, mailboxOf(connection), { signal: this.signal }),
  )
  if (flags.json) this.print(JSON.stringify(found))
  else this.print(table(found.map((calendar) => [nameOf(calendar), rightsOf(calendar)])))
}

const nameOf = ({ name, isDefault }: CalendarInfo) => `${onTerminal(name)}${isDefault ? ' (default)' : ''}`

function rightsOf({ canRead, canCreate, canEdit, canDelete }: CalendarInfo): string {
  const rights = Object.entries({ read: canRead, create: canCreate, edit: canEdit, delete: canDelete })
  if (rights.every(([, may]) => may === undefined)) return 'rights unknown'
  return rights.flatMap(([right, may]) => (may === true ? right : [])).join(', ') || 'no rights'
}
