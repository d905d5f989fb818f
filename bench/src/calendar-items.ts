import type { CalendarItem, FindItemResponse } from 'ews-booking'
import { type AnswerFrame, escaped, soapFrame } from './envelope.js'
import type { Random } from './random.js'

/** The property in which a booking product keeps its own key. */
export const bookingKey = {
  propertySetId: '6f1f5a2e-7b43-4a61-9a3e-2c0f6d6e9b11',
  propertyName: 'bookingKey',
  propertyType: 'String',
} as const

const subjects = [
  'First consultation',
  'Rücksprache Röntgen & Labor',
  'Team meeting',
  'Follow-up: results <draft>',
  'Vertretung Dr. Größe',
  'Weekly planning of the outpatient department, with the ward managers',
] as const
const locations = ['Room 1', 'Room 2, 3rd floor', 'Behandlungszimmer "Süd"', 'Online'] as const
const people = ['Anna Müller', 'Jan de Vries', 'Dr. Erika Meier', 'Reception'] as const
const DAY = 24 * 60 * 60_000
const QUARTER_OF_AN_HOUR = 15 * 60_000

/** An appointment with twelve properties, as FindItem returns it. */
export function calendarItem(random: Random): CalendarItem {
  const start = new Date(Date.UTC(2027, 0, 1) + random.below(700) * DAY + random.below(96) * QUARTER_OF_AN_HOUR)
  const person = random.pick(...people)
  const categories = [...(random.chance(0.6) ? ['Booking'] : []), ...(random.chance(0.2) ? ['Grüne Kategorie'] : [])]
  return {
    itemId: { id: `AAMkAD${random.base64(144)}A=`, changeKey: `DwAAABYAAA${random.base64(30)}` },
    subject: random.pick(...subjects),
    sensitivity: random.pick('Normal', 'Normal', 'Normal', 'Private'),
    ...(categories.length > 0 && { categories }),
    extendedProperty: [{ extendedFieldURI: bookingKey, value: `order-${random.below(1e6)}` }],
    start,
    end: new Date(start.getTime() + (1 + random.below(8)) * QUARTER_OF_AN_HOUR),
    isAllDayEvent: random.chance(0.05),
    legacyFreeBusyStatus: random.pick('Busy', 'Busy', 'Busy', 'Tentative', 'OOF', 'Free'),
    ...(random.chance(0.7) && { location: random.pick(...locations) }),
    calendarItemType: random.pick('Single', 'Single', 'Occurrence', 'Exception'),
    organizer: {
      mailbox: { name: person, emailAddress: `person-${random.below(500)}@example.com`, routingType: 'SMTP' },
    },
  }
}

const element = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `<t:${name}>${escaped(value)}</t:${name}>`

/** To the second and in UTC, as Exchange writes them. */
const utc = (instant: Date | undefined): string | undefined => instant && `${instant.toISOString().slice(0, 19)}Z`

/** Returns an appointment as Exchange sends it. */
export const calendarItemXml = (item: CalendarItem): string =>
  `<t:CalendarItem><t:ItemId Id="${item.itemId?.id}" ChangeKey="${item.itemId?.changeKey}"/>` +
  `${element('Subject', item.subject)}${element('Sensitivity', item.sensitivity)}` +
  `${item.categories === undefined ? '' : `<t:Categories>${item.categories.map((name) => element('String', name)).join('')}</t:Categories>`}` +
  `${(item.extendedProperty ?? []).map(extendedPropertyXml).join('')}` +
  `${element('Start', utc(item.start))}${element('End', utc(item.end))}` +
  `${element('IsAllDayEvent', String(item.isAllDayEvent))}${element('LegacyFreeBusyStatus', item.legacyFreeBusyStatus)}` +
  `${element('Location', item.location)}${element('CalendarItemType', item.calendarItemType)}` +
  `<t:Organizer><t:Mailbox>${element('Name', item.organizer?.mailbox.name)}` +
  `${element('EmailAddress', item.organizer?.mailbox.emailAddress)}` +
  `${element('RoutingType', item.organizer?.mailbox.routingType)}</t:Mailbox></t:Organizer></t:CalendarItem>`

const extendedPropertyXml = ({
  extendedFieldURI: { propertySetId, propertyName, propertyType },
  value,
}: NonNullable<CalendarItem['extendedProperty']>[number]): string =>
  `<t:ExtendedProperty><t:ExtendedFieldURI PropertySetId="${propertySetId}" PropertyName="${propertyName}" ` +
  `PropertyType="${propertyType}"/>${element('Value', String(value))}</t:ExtendedProperty>`

/** A mail, which a reader of appointments passes over: long, and with all that Exchange sends of one. */
export const messageXml = (random: Random): string =>
  `<t:Message><t:ItemId Id="AAMkAD${random.base64(144)}A=" ChangeKey="CQAAABYAAA${random.base64(30)}"/>` +
  `${element('ItemClass', 'IPM.Note')}${element('Subject', random.pick(...subjects))}` +
  `<t:Body BodyType="Text">${Array.from({ length: 20 }, () => escaped(random.pick(...subjects))).join('&#xD;\n')}</t:Body>` +
  `${element('Importance', 'Normal')}${element('IsRead', String(random.chance(0.5)))}</t:Message>`

/** The envelope around the items. */
export function findItemFrame(totalItemsInView: number): AnswerFrame {
  return soapFrame({
    opening:
      '<m:FindItemResponse xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" ' +
      'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><m:ResponseMessages>' +
      '<m:FindItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>' +
      `<m:RootFolder TotalItemsInView="${totalItemsInView}" IncludesLastItemInRange="true"><t:Items>`,
    closing: '</t:Items></m:RootFolder></m:FindItemResponseMessage></m:ResponseMessages></m:FindItemResponse>',
  })
}

export function findItemAnswer(random: Random, length: number): FindItemResponse {
  const items = Array.from({ length }, () => calendarItem(random))
  const rootFolder = { totalItemsInView: length, includesLastItemInRange: true, items }
  return { responseMessages: [{ responseClass: 'Success', responseCode: 'NoError', rootFolder }] }
}

export function findItemXml({ responseMessages }: FindItemResponse): string {
  const items = responseMessages.flatMap(({ rootFolder }) => rootFolder?.items ?? [])
  const { opening, closing } = findItemFrame(items.length)
  return `${opening}${items.map(calendarItemXml).join('')}${closing}`
}
