import type { CalendarItem } from '../../operations/types/calendar-item'
import { occurrenceIdOf } from '../items/exchange-id'
import type { Property } from '../items/property'
import { omit } from '../items/property-set'
import type { Appointment } from './appointment'
import { zoneOf } from './defined-zone'
import { type Occurrence, occurrenceByIndex, occurrencesBetween, type Series } from './recurrence'

/** Properties that only the series as a whole has, not its occurrences. */
const ofSeries: readonly Property[] = [
  'recurrence',
  'firstOccurrence',
  'lastOccurrence',
  'modifiedOccurrences',
  'deletedOccurrences',
]

/**
 * Returns the series of a recurring master; `undefined` for other items.
 *
 * @throws ServiceError ErrorTimeZone
 */
export function seriesOf({ recurrence, start, end, startTimeZone }: Appointment): Series | undefined {
  return recurrence && { recurrence, start, end, zone: zoneOf(startTimeZone) }
}

const isAt = (instant: Date, other: Date) => instant.getTime() === other.getTime()

/** True if the occurrence with this original start has been deleted. */
export const isDeleted = ({ deletedOccurrences = [] }: CalendarItem, originalStart: Date): boolean =>
  deletedOccurrences.some(({ start }) => isAt(start, originalStart))

/** An occurrence as an item of its own, with the properties of its series and its own times (MS-OXWSMTGS, CalendarItemType). */
export function occurrenceItem(master: Appointment, { start, end }: Occurrence): Appointment {
  return {
    ...omit(master, ofSeries),
    itemClass: 'IPM.Appointment.Occurrence',
    itemId: { id: occurrenceIdOf(master.itemId.id, start), changeKey: master.itemId.changeKey },
    start,
    end,
    recurrenceId: start,
    calendarItemType: 'Occurrence',
    isRecurring: true,
  }
}

/** The occurrences by the pattern that overlap or touch the time, without the deleted ones. */
export function occurrencesOf(master: Appointment, from: Date, to: Date): Appointment[] {
  const series = seriesOf(master)
  if (series === undefined) return []
  return Array.from(occurrencesBetween(series, from, to))
    .filter(({ start }) => !isDeleted(master, start))
    .map((occurrence) => occurrenceItem(master, occurrence))
}

/** The occurrence with this original start. */
export const occurrenceAt = (master: Appointment, originalStart: Date): Appointment | undefined =>
  occurrencesOf(master, originalStart, originalStart).find(({ start }) => isAt(start, originalStart))

/** The `index`th occurrence by the pattern, counted from 1. Deleted occurrences keep their index. */
export function occurrenceNumber(master: Appointment, index: number): Appointment | undefined {
  const series = seriesOf(master)
  const occurrence = series && occurrenceByIndex(series, index)
  return occurrence && occurrenceItem(master, occurrence)
}
