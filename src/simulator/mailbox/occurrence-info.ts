import type { OccurrenceInfo } from '../../operations'
import type { CalendarItem } from '../../operations/types/calendar-item'
import type { Appointment } from '../calendar/appointment'
import { lastOccurrence } from '../calendar/recurrence'
import { occurrenceItem, occurrenceNumber, seriesOf } from '../calendar/series'
import type { Folder } from './folder'

const infoOf = ({ itemId, start, end, recurrenceId, originalStart = recurrenceId }: Appointment): OccurrenceInfo => ({
  itemId,
  start,
  end,
  originalStart: originalStart ?? start,
})

/**
 * The properties in which a series lists its occurrences (MS-OXWSMTGS, FirstOccurrence, LastOccurrence, ModifiedOccurrences).
 * Other items have none of them.
 */
export function occurrenceInfoOf(folder: Folder, master: Appointment): CalendarItem {
  const series = seriesOf(master)
  if (series === undefined) return {}
  const first = occurrenceNumber(master, 1)
  const last = lastOccurrence(series)
  const modified = folder.exceptionsOf(master).map(infoOf)
  return {
    firstOccurrence: first && infoOf(first),
    lastOccurrence: last && infoOf(occurrenceItem(master, last)),
    modifiedOccurrences: modified.length === 0 ? undefined : modified,
  }
}
