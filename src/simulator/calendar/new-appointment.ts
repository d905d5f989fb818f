import type { Body, CalendarItem, LegacyFreeBusyStatus } from 'ews-booking'
import { CalendarItem as calendarItem } from '../../operations/types/calendar-item'
import { types } from '../../operations/types/namespaces'
import { writeXml } from '../../xml'
import { calendarItemProperties } from '../items/property'
import { pick } from '../items/property-set'

/** An appointment to add to a calendar: EWS's properties (MS-OXWSMTGS, CalendarItemType), and two shortcuts. */
export interface NewAppointment extends Omit<CalendarItem, 'itemId' | 'parentFolderId' | 'isMeeting' | 'body'> {
  readonly subject: string
  readonly start: Date
  readonly end: Date
  /** Short for `legacyFreeBusyStatus`. Defaults to `Busy`. */
  readonly status?: LegacyFreeBusyStatus | undefined
  /** The body. A string is plain text. */
  readonly body?: string | Body | undefined
}

const element = types.element('CalendarItem', calendarItem)

/**
 * Checks a new appointment and copies it as a calendar item.
 *
 * @throws TypeError if the end isn't after the start
 * @throws XmlWriteError if a property can't be written as XML
 */
export function toCalendarItem({ status, body, ...properties }: NewAppointment): CalendarItem {
  const item: CalendarItem = { legacyFreeBusyStatus: status, ...properties, body: bodyOf(body) }
  const given = pick(item, calendarItemProperties.all)
  writeXml(element, given, [types])
  if (properties.end <= properties.start) throw new TypeError('An appointment must end after its start')
  return structuredClone(given)
}

const bodyOf = (body: string | Body | undefined): Body | undefined =>
  typeof body === 'string' ? { bodyType: 'Text', value: body } : body
