import type { CalendarItem } from '../../operations/types/calendar-item'
import { occurrenceIdOf } from '../items/exchange-id'
import { omit, type Property } from '../items/property'
import type { Appointment } from './appointment'
import { type Occurrence, occurrenceByIndex, occurrencesBetween, type Series } from './recurrence'
import { timeZoneOf } from './time-zone'

/** What belongs to a series as a whole and to none of its occurrences. */
const ofSeries: readonly Property[] = [
  'recurrence',
  'firstOccurrence',
  'lastOccurrence',
  'modifiedOccurrences',
  'deletedOccurrences',
]

/**
 * The series that an item is; `undefined` for others.
 *
 * @throws ServiceError ErrorTimeZone
 */
export function seriesOf({ recurrence, start, end, startTimeZone }: Appointment): Series | undefined {
  return recurrence && { recurrence, start, end, zone: timeZoneOf(startTimeZone?.id) }
}

/** The same moment as `other`. */
const isAt = (instant: Date, other: Date) => instant.getTime() === other.getTime()

/** True if the occurrence that would start then has been deleted. */
export const isDeleted = ({ deletedOccurrences = [] }: CalendarItem, originalStart: Date): boolean =>
  deletedOccurrences.some(({ start }) => isAt(start, originalStart))

/** An occurrence as an item of its own (MS-OXWSMTGS, CalendarItemType): its series' properties at its own time. */
export function occurrenceItem(master: Appointment, { start, end }: Occurrence): Appointment {
  const { itemId, itemClass, ...shared } = omit(master, ofSeries)
  return {
    ...shared,
    itemClass: 'IPM.Appointment.Occurrence',
    itemId: { id: occurrenceIdOf(master.itemId.id, start), changeKey: master.itemId.changeKey },
    start,
    end,
    recurrenceId: start,
    calendarItemType: 'Occurrence',
    isRecurring: true,
  }
}

/** The occurrences of a series by its pattern that overlap or touch the time, without those that were deleted. */
export function occurrencesOf(master: Appointment, from: Date, to: Date): Appointment[] {
  const series = seriesOf(master)
  if (series === undefined) return []
  return Array.from(occurrencesBetween(series, from, to))
    .filter(({ start }) => !isDeleted(master, start))
    .map((occurrence) => occurrenceItem(master, occurrence))
}

/** The occurrence that starts then by the pattern. */
export const occurrenceAt = (master: Appointment, originalStart: Date): Appointment | undefined =>
  occurrencesOf(master, originalStart, originalStart).find(({ start }) => isAt(start, originalStart))

/** The `index`th occurrence by the pattern, counted from 1, whether it has been deleted or not. */
export function occurrenceNumber(master: Appointment, index: number): Appointment | undefined {
  const series = seriesOf(master)
  const occurrence = series && occurrenceByIndex(series, index)
  return occurrence && occurrenceItem(master, occurrence)
}
