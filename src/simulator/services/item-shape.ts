import type { CalendarItem } from '../../operations/types/calendar-item'
import type { ItemShape } from '../../operations/types/item-shape'
import { type DatedItem, valuesOf } from '../calendar/property-value'
import { bodyAs, cutBody } from '../items/body'
import { isSameProperty, refuseUnnamed } from '../items/extended-property'
import { calendarItemProperties, type Property } from '../items/property'

/** The properties that are returned only if the request names them. */
const onRequest: readonly Property[] = [
  'extendedProperty',
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

/**
 * Refuses a shape with an extended property that isn't named properly, even if there are no items.
 *
 * @throws ServiceError ErrorInvalidExtendedProperty
 */
export function refuseInvalidShape({ additionalProperties = [] }: ItemShape): void {
  for (const { extendedFieldURI } of additionalProperties) if (extendedFieldURI) refuseUnnamed(extendedFieldURI)
}

/** The properties that `shape` asks for, without extended ones. */
function propertiesOf({ baseShape, additionalProperties = [] }: ItemShape): readonly Property[] {
  const added = additionalProperties.flatMap(
    ({ fieldURI }) => (fieldURI && calendarItemProperties.find(fieldURI.fieldURI)) ?? [],
  )
  return [...baseShapes[baseShape], ...added]
}

/** True if `shape` asks for one of the properties. */
export const asksFor = (shape: ItemShape, properties: readonly Property[]): boolean =>
  propertiesOf(shape).some((property) => properties.includes(property))

/**
 * The properties of an item that `shape` asks for, as GetItem returns them.
 *
 * @throws ServiceError ErrorInvalidExtendedProperty
 */
export function shapeItem(item: DatedItem, shape: ItemShape): CalendarItem {
  refuseInvalidShape(shape)
  const { additionalProperties = [], bodyType, maximumBodySize } = shape
  const values = valuesOf(item, propertiesOf(shape))
  const extendedProperty = item.extendedProperty?.filter((property) =>
    additionalProperties.some(
      ({ extendedFieldURI }) => extendedFieldURI && isSameProperty(extendedFieldURI, property.extendedFieldURI),
    ),
  )
  const body = values.body && cutBody(bodyAs(values.body, bodyType), maximumBodySize)
  return { ...values, body, extendedProperty: extendedProperty?.length ? extendedProperty : undefined }
}
