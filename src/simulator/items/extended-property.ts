import type { ExtendedFieldURI } from '../../operations/types/field-uri'
import { ServiceError } from '../soap/service-error'

/** True if both name the same MAPI property (MS-OXWSXPROP, PathToExtendedFieldType). GUIDs are compared without regard to case. */
export function isSameProperty(a: ExtendedFieldURI, b: ExtendedFieldURI): boolean {
  return (
    a.distinguishedPropertySetId === b.distinguishedPropertySetId &&
    a.propertyName === b.propertyName &&
    a.propertyId === b.propertyId &&
    a.propertyType === b.propertyType &&
    a.propertySetId?.toLowerCase() === b.propertySetId?.toLowerCase() &&
    // A tag may be written in hexadecimal or in decimal. A missing tag is NaN, which Object.is takes for equal to itself.
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
