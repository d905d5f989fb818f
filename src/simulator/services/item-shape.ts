import type { ExtendedProperty } from '../../operations'
import type { CalendarItem } from '../../operations/types/calendar-item'
import type { ItemShape } from '../../operations/types/item-shape'
import type { Access } from '../authorization/access'
import type { Appointment } from '../calendar/appointment'
import { type DatedItem, valuesOf } from '../calendar/property-value'
import { listedAttachments } from '../items/attachment'
import { bodyAs, cutBody } from '../items/body'
import { isSameProperty } from '../items/extended-property'
import { twinsOf } from '../items/mapi-twin'
import { namedProperties } from '../items/named-property'
import { calendarItemProperties, type Property } from '../items/property'

/** The properties that only GetItem returns, and neither FindItem nor SyncFolderItems (Microsoft, "Mailbox synchronization and EWS"). */
export const onlyInGetItem: readonly Property[] = [
  'mimeContent',
  'body',
  'textBody',
  'normalizedBody',
  'uniqueBody',
  'attachments',
  'requiredAttendees',
  'optionalAttendees',
  'resources',
]

/** The properties that are returned only if the request names them. */
const onRequest: readonly Property[] = [
  'extendedProperty',
  'displayBcc',
  'mimeContent',
  'uniqueBody',
  'normalizedBody',
  'preview',
  'textBody',
]

/**
 * The properties of each base shape (Microsoft, "Property sets and response shapes in EWS", tables 3 and 4). None of them
 * includes extended properties.
 */
const baseShapes: Readonly<Record<ItemShape['baseShape'], readonly Property[]>> = {
  IdOnly: ['itemId'],
  Default: [
    'itemId',
    'subject',
    'body',
    'hasAttachments',
    'start',
    'end',
    'legacyFreeBusyStatus',
    'location',
    'organizer',
  ],
  AllProperties: calendarItemProperties.all.filter((property) => !onRequest.includes(property)),
}

/** The properties that `shape` asks for, without extended ones. */
function propertiesOf(shape: ItemShape): readonly Property[] {
  const mime: readonly Property[] = shape.includeMimeContent ? ['mimeContent'] : []
  const named = namedProperties(shape, calendarItemProperties)
  return [...new Set([...baseShapes[shape.baseShape], ...mime, ...named])]
}

/** An item with the caller's rights on it, unless those are all rights. */
export function withRights<Item extends Appointment>(item: Item, access: Access): Item {
  return access.viewsPrivate && access.mayEdit(item) && access.mayDelete(item)
    ? item
    : { ...item, effectiveRights: access.onItem(item) }
}

/** True if `shape` asks for one of the properties. */
export const asksFor = (shape: ItemShape, properties: readonly Property[]): boolean =>
  propertiesOf(shape).some((property) => properties.includes(property))

/**
 * Returns a function that copies from an item what `shape` asks for. It is made once for each request, so that an invalid
 * shape is refused even if there are no items.
 *
 * @param omitted properties that aren't copied even if the shape asks for them
 * @throws ServiceError as `namedProperties`
 */
export function shaper(shape: ItemShape, omitted: readonly Property[] = []): (item: DatedItem) => CalendarItem {
  const { additionalProperties = [], bodyType, maximumBodySize } = shape
  const properties = propertiesOf(shape).filter((property) => !omitted.includes(property))
  const extended = additionalProperties.flatMap(({ extendedFieldURI }) => extendedFieldURI ?? [])
  /** Under the name that the request has for it, of which there may be several. */
  const asWanted = (property: ExtendedProperty) =>
    extended
      .filter((path) => isSameProperty(path, property.extendedFieldURI))
      .slice(0, 1)
      .map((extendedFieldURI) => ({ ...property, extendedFieldURI }))
  const propertiesOfMapi = (item: DatedItem) => [...(item.extendedProperty ?? []), ...twinsOf(item, extended)]
  return (item) => {
    const values = valuesOf(item, properties)
    const extendedProperty = extended.length === 0 ? undefined : propertiesOfMapi(item).flatMap(asWanted)
    if (extendedProperty?.length) values.extendedProperty = extendedProperty
    if (values.attachments !== undefined) values.attachments = listedAttachments(values.attachments)
    const { uniqueBody, normalizedBody } = values
    if (uniqueBody !== undefined) values.uniqueBody = bodyAs(uniqueBody, shape.uniqueBodyType)
    if (normalizedBody !== undefined) values.normalizedBody = bodyAs(normalizedBody, shape.normalizedBodyType)
    if (values.body !== undefined) values.body = cutBody(bodyAs(values.body, bodyType), maximumBodySize)
    return values
  }
}
