import type { OccurrenceInfo } from '../../operations'
import type { CalendarItem } from '../../operations/types/calendar-item'
import type { Appointment } from '../calendar/appointment'
import { lastOccurrence } from '../calendar/recurrence'
import { occurrenceItem, occurrenceNumber, seriesOf } from '../calendar/series'
import type { Mailbox } from './mailbox'

const infoOf = ({ itemId, start, end, recurrenceId, originalStart = recurrenceId }: Appointment): OccurrenceInfo => ({
  itemId,
  start,
  end,
  originalStart: originalStart ?? start,
})

/** What a series says of its occurrences (MS-OXWSMTGS, FirstOccurrence, LastOccurrence, ModifiedOccurrences); nothing for other items. */
export function occurrenceInfoOf(mailbox: Mailbox, master: Appointment): CalendarItem {
  const series = seriesOf(master)
  if (series === undefined) return {}
  const first = occurrenceNumber(master, 1)
  const last = lastOccurrence(series)
  const modified = mailbox.exceptionsOf(master).map(infoOf)
  return {
    firstOccurrence: first && infoOf(first),
    lastOccurrence: last && infoOf(occurrenceItem(master, last)),
    modifiedOccurrences: modified.length === 0 ? undefined : modified,
  }
}
