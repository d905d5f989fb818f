import type { Appointment } from '../calendar/appointment'
import { lastOccurrence, occurrencesBetween } from '../calendar/recurrence'
import { seriesOf } from '../calendar/series'
import { overlapping } from '../mailbox/calendar-view'
import type { Folder } from '../mailbox/folder'
import type { CheckedRoomProcessing } from '../mailbox/room'

const DAY_MS = 24 * 60 * 60 * 1000
const MINUTE_MS = 60_000

interface Times {
  readonly start: Date
  readonly end: Date
}

/**
 * Whether a room accepts a meeting: within its booking window, not too long, and, unless conflicts are allowed, at a time that is
 * free in `calendar`. One conflict declines a whole series (Microsoft, "Set-CalendarProcessing").
 */
export function accepts(meeting: Appointment, calendar: Folder, room: CheckedRoomProcessing, now: Date): boolean {
  const horizon = new Date(now.getTime() + room.bookingWindowInDays * DAY_MS)
  const series = seriesOf(meeting)
  const last = series === undefined ? meeting : lastOccurrence(series)
  if (last === undefined || last.end > horizon) return false
  if (meeting.end.getTime() - meeting.start.getTime() > room.maximumDurationInMinutes * MINUTE_MS) return false
  const times: Iterable<Times> = series === undefined ? [meeting] : occurrencesBetween(series, meeting.start, last.end)
  return room.allowConflicts || [...times].every((time) => isFree(calendar, time, meeting.uid))
}

/** True if nothing but the meeting itself takes the time. */
const isFree = (calendar: Folder, { start, end }: Times, uid: string | undefined) =>
  overlapping(calendar.between(start, end), start, end).every(
    ({ uid: other, legacyFreeBusyStatus, isCancelled }) =>
      (uid !== undefined && other === uid) || legacyFreeBusyStatus === 'Free' || isCancelled,
  )
