import type { CalendarItem } from '../../operations/types/calendar-item'
import { calendarItemOf } from '../calendar/icalendar-item'

const decoded = ({ value }: NonNullable<CalendarItem['mimeContent']>) => Buffer.from(value, 'base64').toString()

/**
 * A new calendar item with what its MIME content says. The other properties of the request count more (Microsoft, "MimeContent").
 *
 * @throws ServiceError as `calendarItemOf`
 */
export function createdFromMime({ mimeContent, ...item }: CalendarItem): CalendarItem {
  return mimeContent === undefined ? item : { ...calendarItemOf(decoded(mimeContent)), ...item }
}

/**
 * An item after an update, which may have set the MIME content.
 *
 * @throws ServiceError as `calendarItemOf`
 */
export function updatedFromMime({ mimeContent, ...item }: CalendarItem): CalendarItem {
  return mimeContent === undefined ? item : { ...item, ...calendarItemOf(decoded(mimeContent)) }
}
