import type { ExtendedProperty } from '../../operations'
import type { AnyMessage } from '../../operations/mail/message'
import type { RealItem } from '../../operations/mail/real-items'
import type { CalendarItem } from '../../operations/types/calendar-item'
import type { ExtendedFieldURI } from '../../operations/types/field-uri'
import type { ItemShape } from '../../operations/types/item-shape'
import type { Access } from '../authorization/access'
import { type DatedItem, valuesOf } from '../calendar/property-value'
import { listedAttachments } from '../items/attachment'
import { bodyAs, cutBody } from '../items/body'
import { isSameProperty } from '../items/extended-property'
import { namedProperties } from '../items/named-property'
import { calendarItemProperties } from '../items/property'
import type { PropertySet } from '../items/property-set'
import type { Mail, MailKind } from '../mail/mail'
import { mailProperties, mailValuesOf, realItemOf } from '../mail/mail-property'
import { itemTwinsOf } from '../mailbox/item-twin'
import type { StoredItem } from '../mailbox/stored-item'

/** A property of items of any kind. */
type AnyProperty = keyof CalendarItem | keyof AnyMessage

/** The properties that items of all kinds have, of those that need care. */
type CommonValues = Pick<CalendarItem, 'attachments' | 'body' | 'uniqueBody' | 'normalizedBody' | 'extendedProperty'>

/** What is read of an item beside its properties' values. */
type Source = Pick<CalendarItem, 'extendedProperty'>

/** Items of one kind, and how their properties are read. */
interface Kind<Item extends Source, Value extends CommonValues> {
  readonly properties: PropertySet<Value>
  /** The properties of the base shape `Default`. */
  readonly defaults: readonly AnyProperty[]
  readonly valuesOf: (item: Item, properties: Iterable<keyof Value>) => Value
  /** The values of properties that MAPI has other names for, of those that are asked for. */
  readonly twinsOf: (item: Item, paths: readonly ExtendedFieldURI[]) => readonly ExtendedProperty[]
}

/** The properties that only GetItem returns, and neither FindItem nor SyncFolderItems (Microsoft, "Mailbox synchronization and EWS"). */
export const onlyInGetItem: readonly AnyProperty[] = [
  'mimeContent',
  'body',
  'textBody',
  'normalizedBody',
  'uniqueBody',
  'attachments',
  'requiredAttendees',
  'optionalAttendees',
  'resources',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'replyTo',
]

/** The properties that are returned only if the request names them. */
const onRequest: readonly AnyProperty[] = [
  'extendedProperty',
  'displayBcc',
  'mimeContent',
  'uniqueBody',
  'normalizedBody',
  'preview',
  'textBody',
]

/** Calendar items, with their defaults (Microsoft, "Property sets and response shapes in EWS", tables 3 and 4). */
const calendarItems: Kind<DatedItem, CalendarItem> = {
  properties: calendarItemProperties,
  defaults: [
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
  valuesOf,
  twinsOf: itemTwinsOf,
}

const messageDefaults = [
  'itemId',
  'subject',
  'sensitivity',
  'body',
  'attachments',
  'size',
  'dateTimeSent',
  'dateTimeCreated',
  'hasAttachments',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'isReadReceiptRequested',
  'isDeliveryReceiptRequested',
  'from',
  'isRead',
] as const satisfies readonly AnyProperty[]

const meetingDefaults = [
  ...messageDefaults,
  'associatedCalendarItemId',
  'isDelegated',
  'isOutOfDate',
  'hasBeenProcessed',
  'responseType',
] as const satisfies readonly AnyProperty[]

const requestDefaults = [
  ...meetingDefaults,
  'meetingRequestType',
  'intendedFreeBusyStatus',
  'start',
  'end',
  'location',
  'organizer',
] as const satisfies readonly AnyProperty[]

/** Messages of one kind. A guess, to verify: their defaults. */
const messages = (kind: MailKind): Kind<Mail, AnyMessage> => ({
  properties: mailProperties[kind],
  defaults: kind === 'message' ? messageDefaults : kind === 'meetingRequest' ? requestDefaults : meetingDefaults,
  valuesOf: mailValuesOf,
  twinsOf: itemTwinsOf,
})

/** The properties that `shape` asks for, without extended ones. No base shape includes those. */
function propertiesOf<Value extends CommonValues>(
  shape: ItemShape,
  { properties, defaults }: Pick<Kind<never, Value>, 'properties' | 'defaults'>,
): readonly (keyof Value)[] {
  const base = {
    IdOnly: (property: PropertyKey) => property === 'itemId',
    Default: (property: PropertyKey) => includes(defaults, property),
    AllProperties: (property: PropertyKey) => !includes(onRequest, property),
  }[shape.baseShape]
  const isMime = (property: PropertyKey) => shape.includeMimeContent === true && property === 'mimeContent'
  const named = new Set(namedProperties(shape, properties))
  return properties.all.filter((property) => base(property) || isMime(property) || named.has(property))
}

const includes = (properties: readonly PropertyKey[], property: PropertyKey) => properties.includes(property)

/** An item with the caller's rights on it, unless those are all rights. */
export function withRights<Item extends StoredItem>(item: Item, access: Access): Item {
  return access.viewsPrivate && access.mayEdit(item) && access.mayDelete(item)
    ? item
    : { ...item, effectiveRights: access.onItem(item) }
}

/** True if `shape` asks for one of the properties of calendar items. */
export const asksFor = (shape: ItemShape, properties: readonly (keyof CalendarItem)[]): boolean =>
  propertiesOf(shape, calendarItems).some((property) => properties.includes(property))

/**
 * Returns a function that copies from an item of one kind what `shape` asks for.
 *
 * @throws ServiceError as `namedProperties`
 */
function shaperOf<Item extends Source, Value extends CommonValues>(
  kind: Kind<Item, Value>,
  shape: ItemShape,
  omitted: readonly AnyProperty[],
): (item: Item) => Value {
  const { additionalProperties = [], bodyType, maximumBodySize } = shape
  const properties = propertiesOf(shape, kind).filter((property) => !includes(omitted, property))
  const extended = additionalProperties.flatMap(({ extendedFieldURI }) => extendedFieldURI ?? [])
  /** Under the name that the request has for it, of which there may be several. */
  const asWanted = (property: ExtendedProperty) =>
    extended
      .filter((path) => isSameProperty(path, property.extendedFieldURI))
      .slice(0, 1)
      .map((extendedFieldURI) => ({ ...property, extendedFieldURI }))
  const propertiesOfMapi = (item: Item) => [...(item.extendedProperty ?? []), ...kind.twinsOf(item, extended)]
  return (item) => {
    const values = kind.valuesOf(item, properties)
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

/**
 * Returns a function that copies from an item what `shape` asks for. It is made once for each request, so that an invalid
 * shape is refused even if there are no items.
 *
 * @param omitted properties that aren't copied even if the shape asks for them
 * @param finish changes what was copied
 * @throws ServiceError as `namedProperties`
 */
export function shaper(
  shape: ItemShape,
  omitted: readonly AnyProperty[] = [],
  finish: (values: CalendarItem | AnyMessage) => void = () => {},
): (item: StoredItem) => RealItem {
  const shapeAppointment = shaperOf(calendarItems, shape, omitted)
  const shapeMail = new Map<MailKind, (mail: Mail) => AnyMessage>()
  const mailShaper = (kind: MailKind) => {
    const known = shapeMail.get(kind) ?? shaperOf(messages(kind), shape, omitted)
    shapeMail.set(kind, known)
    return known
  }
  return (item) => {
    const values = item.kind === undefined ? shapeAppointment(item) : mailShaper(item.kind)(item)
    finish(values)
    return item.kind === undefined ? { calendarItem: values } : realItemOf(item.kind, values)
  }
}
