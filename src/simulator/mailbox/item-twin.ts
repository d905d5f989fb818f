import type { ExtendedProperty } from '../../operations/types/extended-property'
import type { ExtendedFieldURI } from '../../operations/types/field-uri'
import type { DatedItem } from '../calendar/property-value'
import { numberOfItemId } from '../items/exchange-id'
import { isSameProperty } from '../items/extended-property'
import { twinsOf } from '../items/mapi-twin'
import { systemTime } from '../items/system-time'
import type { Mail } from '../mail/mail'

/** An item of a folder: a calendar item, or a message, which has a kind. */
export type AnyItem = (DatedItem & { readonly kind?: undefined }) | Mail

/** A property that clients read by its name in MAPI, and that they can't set by it. */
interface ReadOnlyTwin {
  readonly path: ExtendedFieldURI
  readonly read: (item: AnyItem) => string | undefined
}

type MapiType = 'Integer' | 'Boolean' | 'String' | 'SystemTime'

const tagged = (propertyTag: string, propertyType: MapiType) => ({ propertyTag, propertyType }) as const
const ofAppointment = (propertyId: number, propertyType: MapiType) =>
  ({ distinguishedPropertySetId: 'Appointment', propertyId, propertyType }) as const

/** The kinds of calendar items by their numbers (Exchange Server 2003 SDK, instancetype). */
const INSTANCE_TYPES = { Single: '0', RecurringMaster: '1', Occurrence: '2', Exception: '3' } as const

const READ = 1
const UNSENT = 8

/** What clients such as DavMail ask of items by names in MAPI (MS-OXPROPS). */
const readOnly: readonly ReadOnlyTwin[] = [
  // PidTagMessageClass, PidTagSubject, PidTagClientSubmitTime, PidTagMessageDeliveryTime and PidTagInternetMessageId
  { path: tagged('0x1a', 'String'), read: ({ itemClass }) => itemClass },
  { path: tagged('0x37', 'String'), read: ({ kind, subject }) => (kind === undefined ? undefined : subject) },
  { path: tagged('0x39', 'SystemTime'), read: ({ dateTimeSent }) => systemTime(dateTimeSent) },
  { path: tagged('0xe06', 'SystemTime'), read: ({ dateTimeReceived }) => systemTime(dateTimeReceived) },
  { path: tagged('0x1035', 'String'), read: (item) => (item.kind === undefined ? undefined : item.internetMessageId) },
  // PidTagMessageFlags, and PidTagRead
  {
    path: tagged('0xe07', 'Integer'),
    read: (item) => (item.kind === undefined ? undefined : `${(item.isRead ? READ : 0) | (item.isDraft ? UNSENT : 0)}`),
  },
  {
    path: tagged('0xe69', 'Boolean'),
    read: (item) => (item.kind === undefined ? undefined : `${item.isRead === true}`),
  },
  // PidTagUrlCompName, under which WebDAV knew the item, and PidTagInternetArticleNumber
  { path: tagged('0x10f3', 'String'), read: ({ itemId }) => itemId && `${numberOfItemId(itemId.id)}.EML` },
  { path: tagged('0xe23', 'Integer'), read: ({ itemId }) => itemId && `${numberOfItemId(itemId.id)}` },
  // PidTagCreationTime and PidTagLastModificationTime
  { path: tagged('0x3007', 'SystemTime'), read: ({ dateTimeCreated }) => systemTime(dateTimeCreated) },
  { path: tagged('0x3008', 'SystemTime'), read: ({ lastModifiedTime }) => systemTime(lastModifiedTime) },
  // PidLidRecurring, by which series are found (MS-OXOCAL, 2.2.1.12), and its times
  {
    path: ofAppointment(0x8223, 'Boolean'),
    read: ({ kind, recurrence }) => (kind === undefined ? `${recurrence !== undefined}` : undefined),
  },
  { path: ofAppointment(0x820d, 'SystemTime'), read: ({ start }) => systemTime(start) },
  { path: ofAppointment(0x820e, 'SystemTime'), read: ({ end }) => systemTime(end) },
  {
    path: {
      distinguishedPropertySetId: 'PublicStrings',
      propertyName: 'urn:schemas:calendar:instancetype',
      propertyType: 'Integer',
    },
    read: ({ kind, calendarItemType = 'Single' }) =>
      kind === undefined ? INSTANCE_TYPES[calendarItemType] : undefined,
  },
]

/** The twins that were looked for: a request names the same properties for each item. */
const known = new WeakMap<ExtendedFieldURI, ReadOnlyTwin | 'none'>()

function twinAt(path: ExtendedFieldURI): ReadOnlyTwin | undefined {
  const twin = known.get(path) ?? readOnly.find((each) => isSameProperty(each.path, path)) ?? 'none'
  known.set(path, twin)
  return twin === 'none' ? undefined : twin
}

/** The values of those of the given properties that an item has under another name in EWS. What a client has set itself comes first. */
export function itemTwinsOf(item: AnyItem, paths: readonly ExtendedFieldURI[]): ExtendedProperty[] {
  const own = paths.flatMap((extendedFieldURI) => {
    const isSet = item.extendedProperty?.some((each) => isSameProperty(each.extendedFieldURI, extendedFieldURI))
    const twin = isSet ? undefined : twinAt(extendedFieldURI)
    const value = twin?.read(item)
    return value === undefined ? [] : [{ extendedFieldURI, value }]
  })
  return item.kind === undefined ? [...own, ...twinsOf(item, paths)] : own
}
