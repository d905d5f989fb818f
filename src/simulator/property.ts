import { CalendarItem } from '../operations/calendar-item'
import type { ExtendedFieldURI } from '../operations/field-uri'

/** A property of a calendar item. */
export type Property = keyof CalendarItem

const isProperty = (key: string): key is Property => CalendarItem.slots.some((slot) => slot.key === key)

/** All properties of a calendar item, by their names in EWS: `UID`, `Start`. */
const properties: ReadonlyMap<string, Property> = new Map(
  CalendarItem.slots.flatMap(({ key, xmlName }): [string, Property][] => (isProperty(key) ? [[xmlName, key]] : [])),
)

/** Every property that an item can have. */
export const allProperties: readonly Property[] = [...properties.values()]

/** The property that `calendar:Start` names (MS-OXWSCDATA, UnindexedFieldURIType); none if calendar items have no such one. */
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
    a.propertyName === b.propertyName &&
    a.propertyId === b.propertyId &&
    a.propertyType === b.propertyType
  )
}
