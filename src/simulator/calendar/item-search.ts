import type { CalendarItem } from '../../operations/types/calendar-item'
import type { ExtendedProperty } from '../../operations/types/extended-property'
import { twinsOf } from '../items/mapi-twin'
import { calendarItemProperties } from '../items/property'
import type { SearchableTexts } from '../search/query-string'
import { SearchSchema } from '../search/search-schema'
import { type DatedItem, propertyOf } from './property-value'

const present = <Value>(value: Value | undefined): Value[] => (value === undefined ? [] : [value])

/** PidLidRecurring, by which the masters of series are found (MS-OXOCAL, 2.2.1.12). */
const IS_SERIES: ExtendedProperty = {
  extendedFieldURI: { distinguishedPropertySetId: 'Appointment', propertyId: 0x8223, propertyType: 'Boolean' },
  value: 'true',
}

/** How calendar items are searched and sorted (Microsoft, "Property paths and search"). */
export const calendarItemSearch = new SearchSchema<DatedItem, CalendarItem>({
  properties: calendarItemProperties,
  valueOf: propertyOf,
  texts: {
    body: ({ body }) => present(body?.value),
    categories: ({ categories = [] }) => categories,
    organizer: ({ organizer }) => present(organizer?.mailbox.name),
  },
  extendedPropertiesOf: (item, path) => [
    ...(item.extendedProperty ?? []),
    ...(item.recurrence === undefined ? [] : [IS_SERIES]),
    ...twinsOf(item, [path]),
  ],
})

/** The keywords of a query, and the texts of a calendar item in which each of them looks (Microsoft, "QueryString"). */
export const calendarItemTexts: SearchableTexts<CalendarItem> = {
  subject: ({ subject }) => [subject],
  body: ({ body }) => [body?.value],
  location: ({ location }) => [location],
  category: ({ categories = [] }) => categories,
  organizer: ({ organizer }) => [organizer?.mailbox.name, organizer?.mailbox.emailAddress],
}
