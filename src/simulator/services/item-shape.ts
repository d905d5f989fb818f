import type { CalendarItem } from '../../operations/types/calendar-item'
import type { ItemShape } from '../../operations/types/item-shape'
import type { Appointment } from '../calendar/appointment'
import { withDerived } from '../calendar/derived-property'
import { bodyAs, cutBody } from '../items/body'
import { allProperties, findProperty, isSameProperty, type Property, pick, refuseUnnamed } from '../items/property'

/** What comes only where it is asked for by name. */
const onRequest: readonly Property[] = [
  'extendedProperty',
  'mimeContent',
  'uniqueBody',
  'normalizedBody',
  'preview',
  'textBody',
]

/**
 * Properties by base shape (Microsoft, "Property sets and response shapes in EWS", tables 3 and 4). Extended properties
 * are in none: they come only where they are asked for.
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
  AllProperties: allProperties.filter((property) => !onRequest.includes(property)),
}

/**
 * Refuses a shape that names an extended property in none of the two ways, whether there are items or not.
 *
 * @throws ServiceError ErrorInvalidExtendedProperty
 */
export function refuseInvalidShape({ additionalProperties = [] }: ItemShape): void {
  for (const { extendedFieldURI } of additionalProperties) if (extendedFieldURI) refuseUnnamed(extendedFieldURI)
}

/** What `shape` asks for, beside extended properties. */
function propertiesOf({ baseShape, additionalProperties = [] }: ItemShape): readonly Property[] {
  const added = additionalProperties.flatMap(({ fieldURI }) => (fieldURI && findProperty(fieldURI.fieldURI)) ?? [])
  return [...baseShapes[baseShape], ...added]
}

/** Whether `shape` asks for one of these. */
export const asksFor = (shape: ItemShape, properties: readonly Property[]): boolean =>
  propertiesOf(shape).some((property) => properties.includes(property))

/**
 * The properties of `appointment` that `shape` asks for, as GetItem returns them.
 *
 * @throws ServiceError ErrorInvalidExtendedProperty
 */
export function shapeItem(appointment: Appointment, shape: ItemShape): CalendarItem {
  refuseInvalidShape(shape)
  const { additionalProperties = [], bodyType, maximumBodySize } = shape
  const item = pick(withDerived(appointment), propertiesOf(shape))
  const extendedProperty = appointment.extendedProperty?.filter((property) =>
    additionalProperties.some(
      ({ extendedFieldURI }) => extendedFieldURI && isSameProperty(extendedFieldURI, property.extendedFieldURI),
    ),
  )
  const body = item.body && cutBody(bodyAs(item.body, bodyType), maximumBodySize)
  return { ...item, body, extendedProperty: extendedProperty?.length ? extendedProperty : undefined }
}
