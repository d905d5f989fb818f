import type { CalendarItem } from '../../operations/types/calendar-item'
import type { Appointment } from '../calendar/appointment'
import type { Property } from '../items/property'
import type { Folder } from './folder'

const inShort = ({ itemId, subject, start, end, legacyFreeBusyStatus, location }: Appointment) => ({
  itemId,
  subject,
  start,
  end,
  legacyFreeBusyStatus,
  location,
})

/** The schema wants at least one entry in these arrays, or no array at all. */
const nonEmpty = <Entry>(entries: readonly Entry[]) => (entries.length === 0 ? undefined : entries)

/** The properties that depend on the other items of the calendar. */
export const neighborProperties: readonly Property[] = [
  'conflictingMeetingCount',
  'adjacentMeetingCount',
  'conflictingMeetings',
  'adjacentMeetings',
]

/** The items that overlap an item in its calendar, and those that touch it (MS-OXWSMTGS, ConflictingMeetings, AdjacentMeetings). */
export function neighborsOf(calendar: Folder, appointment: Appointment): CalendarItem {
  const { itemId, start, end } = appointment
  const others = calendar
    .between(start, end)
    .filter((other) => other.itemId.id !== itemId.id && calendar.masterOf(other)?.itemId.id !== itemId.id)
  const conflicting = others.filter((other) => other.start < end && other.end > start)
  const adjacent = others.filter((other) => !conflicting.includes(other))
  return {
    conflictingMeetingCount: conflicting.length,
    adjacentMeetingCount: adjacent.length,
    conflictingMeetings: nonEmpty(conflicting.map(inShort)),
    adjacentMeetings: nonEmpty(adjacent.map(inShort)),
  }
}
