import type { Body, CalendarItem, LegacyFreeBusyStatus } from 'ews-booking'
import { CalendarItem as calendarItem } from '../../operations/types/calendar-item'
import { types } from '../../operations/types/namespaces'
import { writeXml } from '../../xml'
import { calendarItemProperties } from '../items/property'
import { pick } from '../items/property-set'

/** An appointment that is to be in a calendar, in EWS's words (MS-OXWSMTGS, CalendarItemType), with two short cuts. */
export interface NewAppointment extends Omit<CalendarItem, 'itemId' | 'parentFolderId' | 'isMeeting' | 'body'> {
  readonly subject: string
  readonly start: Date
  readonly end: Date
  /** Short for `legacyFreeBusyStatus`; `Busy` where both are left out. */
  readonly status?: LegacyFreeBusyStatus | undefined
  /** A string is plain text. */
  readonly body?: string | Body | undefined
}

const element = types.element('CalendarItem', calendarItem)

/**
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
