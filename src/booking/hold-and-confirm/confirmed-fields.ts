import type { CalendarItem, ExtendedFieldURI, LegacyFreeBusyStatus } from 'ews-booking'
import type { Updates } from './calendar-items'

/** The fields of a confirmation that some servers accept without setting them. Each has a MAPI property that such servers do set. */
type VerifiedField = 'legacyFreeBusyStatus' | 'reminderIsSet' | 'reminderMinutesBeforeStart'

const VERIFIED_FIELDS: readonly VerifiedField[] = [
  'legacyFreeBusyStatus',
  'reminderIsSet',
  'reminderMinutesBeforeStart',
]

/** The verified fields that a confirmation sets. */
export type ConfirmedFields = Pick<CalendarItem, VerifiedField>

/** PidLidBusyStatus, PidLidReminderSet and PidLidReminderDelta (MS-OXOCAL 2.2.1.2, MS-OXORMDR 2.2.1.1 and 2.2.1.3). */
const MAPI_PROPERTY: Readonly<Record<VerifiedField, ExtendedFieldURI>> = {
  legacyFreeBusyStatus: { distinguishedPropertySetId: 'Appointment', propertyId: 0x8205, propertyType: 'Integer' },
  reminderIsSet: { distinguishedPropertySetId: 'Common', propertyId: 0x8503, propertyType: 'Boolean' },
  reminderMinutesBeforeStart: { distinguishedPropertySetId: 'Common', propertyId: 0x8501, propertyType: 'Integer' },
}

/** MS-OXOCAL, 2.2.1.2. */
const MAPI_STATUS: Readonly<Record<LegacyFreeBusyStatus, string>> = {
  Free: '0',
  Tentative: '1',
  Busy: '2',
  OOF: '3',
  WorkingElsewhere: '4',
  NoData: '0',
}

/** Returns the verified fields that the updates of a confirmation set. */
export function confirmedFields(updates: Updates): ConfirmedFields {
  const set: CalendarItem = Object.assign({}, ...updates.map(({ setItemField }) => setItemField?.calendarItem))
  const { legacyFreeBusyStatus, reminderIsSet, reminderMinutesBeforeStart } = set
  return { legacyFreeBusyStatus, reminderIsSet, reminderMinutesBeforeStart }
}

/** Returns the fields that the server hasn't set. */
export const unsetFields = (wanted: ConfirmedFields, item: CalendarItem): readonly VerifiedField[] =>
  VERIFIED_FIELDS.filter((field) => wanted[field] !== undefined && wanted[field] !== item[field])

/** Whether these fields differ from those of a hold, so that finding them in an item shows that an update has set them. */
export const showUpdates = ({ legacyFreeBusyStatus, reminderIsSet }: ConfirmedFields): boolean =>
  (legacyFreeBusyStatus ?? 'Tentative') !== 'Tentative' || reminderIsSet === true

/** The updates that set the fields by their MAPI properties. */
export const mapiUpdates = (wanted: ConfirmedFields): Updates =>
  VERIFIED_FIELDS.flatMap((field) => {
    const value = mapiValue(wanted, field)
    if (value === undefined) return []
    const extendedFieldURI = MAPI_PROPERTY[field]
    return [{ setItemField: { extendedFieldURI, calendarItem: { extendedProperty: [{ extendedFieldURI, value }] } } }]
  })

const mapiValue = (wanted: ConfirmedFields, field: VerifiedField): string | undefined =>
  field === 'legacyFreeBusyStatus'
    ? wanted.legacyFreeBusyStatus && MAPI_STATUS[wanted.legacyFreeBusyStatus]
    : wanted[field]?.toString()
