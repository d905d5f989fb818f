import type { CalendarItem } from '../../operations/types/calendar-item'
import type { Appointment } from '../calendar/appointment'
import { type Property, pick } from '../items/property'
import type { Mailbox } from './mailbox'

const inShort = (appointment: Appointment) => {
  const { itemId, subject, start, end, legacyFreeBusyStatus, location } = pick(appointment, [
    'itemId',
    'subject',
    'start',
    'end',
    'legacyFreeBusyStatus',
    'location',
  ])
  return { itemId, subject, start, end, legacyFreeBusyStatus, location }
}

/** An array of the schema that must have an entry, or isn't there. */
const someOf = <Entry>(entries: readonly Entry[]) => (entries.length === 0 ? undefined : entries)

/** What takes a look at the whole calendar. */
export const neighbourProperties: readonly Property[] = [
  'conflictingMeetingCount',
  'adjacentMeetingCount',
  'conflictingMeetings',
  'adjacentMeetings',
]

/** What overlaps an item in its calendar, and what touches it (MS-OXWSMTGS, ConflictingMeetings, AdjacentMeetings). */
export function neighboursOf(mailbox: Mailbox, appointment: Appointment): CalendarItem {
  if (mailbox.isDeletedItem(appointment)) return {}
  const { itemId, start, end } = appointment
  const others = mailbox
    .appointmentsBetween(start, end)
    .filter((other) => other.itemId.id !== itemId.id && mailbox.masterOf(other)?.itemId.id !== itemId.id)
  const conflicting = others.filter((other) => other.start < end && other.end > start)
  const adjacent = others.filter((other) => !conflicting.includes(other))
  return {
    conflictingMeetingCount: conflicting.length,
    adjacentMeetingCount: adjacent.length,
    conflictingMeetings: someOf(conflicting.map(inShort)),
    adjacentMeetings: someOf(adjacent.map(inShort)),
  }
}
