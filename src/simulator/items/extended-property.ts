import type { ExtendedFieldURI } from '../../operations/types/field-uri'
import { ServiceError } from '../soap/service-error'

type SetName = NonNullable<ExtendedFieldURI['distinguishedPropertySetId']>

/** The GUIDs of the sets that have names in EWS (MS-OXPROPS, 1.3.2). */
const SETS: Readonly<Record<SetName, string>> = {
  Meeting: '6ed8da90-450b-101b-98da-00aa003f1305',
  Appointment: '00062002-0000-0000-c000-000000000046',
  Common: '00062008-0000-0000-c000-000000000046',
  PublicStrings: '00020329-0000-0000-c000-000000000046',
  Address: '00062004-0000-0000-c000-000000000046',
  InternetHeaders: '00020386-0000-0000-c000-000000000046',
  CalendarAssistant: '11000e07-b51b-40d6-af21-caa85edab1d0',
  UnifiedMessaging: '4442858e-a9e3-4e80-b900-317a210cc15b',
  Task: '00062003-0000-0000-c000-000000000046',
  Sharing: '00062040-0000-0000-c000-000000000046',
}

const setOf = ({ distinguishedPropertySetId: name, propertySetId }: ExtendedFieldURI) =>
  name === undefined ? propertySetId?.toLowerCase() : SETS[name]

/** True if both name the same MAPI property (MS-OXWSXPROP, PathToExtendedFieldType). A set has a GUID, and some have a name too. */
export function isSameProperty(a: ExtendedFieldURI, b: ExtendedFieldURI): boolean {
  return (
    a.propertyName === b.propertyName &&
    a.propertyId === b.propertyId &&
    a.propertyType === b.propertyType &&
    setOf(a) === setOf(b) &&
    // Tags can be in hexadecimal or decimal. A missing tag becomes NaN, which equals itself under Object.is.
    Object.is(Number(a.propertyTag), Number(b.propertyTag))
  )
}

/**
 * Refuses a path that names no property: it needs either a tag alone, or one property set with one name or id (MS-OXWSXPROP,
 * PathToExtendedFieldType).
 *
 * @throws ServiceError ErrorInvalidExtendedProperty
 */
export function refuseUnnamed(uri: ExtendedFieldURI): void {
  const given = (...values: unknown[]) => values.filter((value) => value !== undefined).length
  const sets = given(uri.distinguishedPropertySetId, uri.propertySetId)
  const names = given(uri.propertyName, uri.propertyId)
  const isNamed = uri.propertyTag === undefined ? sets === 1 && names === 1 : sets + names === 0
  if (isNamed) return
  throw new ServiceError('ErrorInvalidExtendedProperty', 'The extended property attribute combination is invalid.')
}
