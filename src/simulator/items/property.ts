import { CalendarItem } from '../../operations/types/calendar-item'
import type { ExtendedFieldURI } from '../../operations/types/field-uri'
import { ServiceError } from '../soap/service-error'

/** A property of a calendar item. */
export type Property = keyof CalendarItem

const isProperty = (key: string): key is Property => CalendarItem.slots.some((slot) => slot.key === key)

/** All properties of a calendar item, by their names in EWS: `UID`, `Start`. */
const properties: ReadonlyMap<string, Property> = new Map(
  CalendarItem.slots.flatMap(({ key, xmlName }): [string, Property][] => (isProperty(key) ? [[xmlName, key]] : [])),
)

/** Every property that an item can have. */
export const allProperties: readonly Property[] = [...properties.values()]

/** The property that `calendar:Start` names (MS-OXWSCDATA, UnindexedFieldURIType); none for those that no item here has. */
export const findProperty = (fieldURI: string): Property | undefined =>
  /^(item|calendar):/.test(fieldURI) ? properties.get(fieldURI.slice(fieldURI.indexOf(':') + 1)) : undefined

/** `item` with no other properties than `kept`. */
export function pick(item: CalendarItem, kept: Iterable<Property>): CalendarItem {
  const keep = new Set(kept)
  return omit(
    item,
    allProperties.filter((property) => !keep.has(property)),
  )
}

/** `item` without `omitted`. */
export function omit(item: CalendarItem, omitted: Iterable<Property>): CalendarItem {
  const copy = { ...item }
  for (const property of omitted) delete copy[property]
  return copy
}

/** True if both name the same MAPI property (MS-OXWSXPROP, PathToExtendedFieldType); GUIDs know no case. */
export function isSameProperty(a: ExtendedFieldURI, b: ExtendedFieldURI): boolean {
  return (
    a.distinguishedPropertySetId === b.distinguishedPropertySetId &&
    a.propertySetId?.toLowerCase() === b.propertySetId?.toLowerCase() &&
    // Hexadecimal or decimal, it is the same tag; `NaN` is the same as itself here.
    Object.is(Number(a.propertyTag), Number(b.propertyTag)) &&
    a.propertyName === b.propertyName &&
    a.propertyId === b.propertyId &&
    a.propertyType === b.propertyType
  )
}

/**
 * Only a tag alone, or one set id with a name or an id, names a property (MS-OXWSXPROP, PathToExtendedFieldType).
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
