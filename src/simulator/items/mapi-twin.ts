import type { CalendarItem } from '../../operations/types/calendar-item'
import type { ExtendedProperty } from '../../operations/types/extended-property'
import type { ExtendedFieldURI } from '../../operations/types/field-uri'
import type { LegacyFreeBusyStatus } from '../../operations/types/free-busy-status'
import { bodyAs } from './body'
import { isSameProperty } from './extended-property'
import { globalObjectIdOf, uidOfGlobalObjectId } from './global-object-id'

/** A property that EWS and MAPI know by different names. */
interface Twin {
  readonly path: ExtendedFieldURI
  /** What the item has, as a value in MAPI. */
  readonly read: (item: CalendarItem) => string | undefined
  /** The same in EWS. */
  readonly itemOf: (value: string) => CalendarItem
}

/** The statuses by their numbers (MS-OXOCAL, 2.2.1.2). */
const statuses: readonly (LegacyFreeBusyStatus | undefined)[] = ['Free', 'Tentative', 'Busy', 'OOF', 'WorkingElsewhere']

const common = (propertyId: number, propertyType: 'Boolean' | 'Integer'): ExtendedFieldURI => ({
  distinguishedPropertySetId: 'Common',
  propertyId,
  propertyType,
})

/** PidLidBusyStatus, PidLidReminderSet and PidLidReminderDelta (MS-OXOCAL, 2.2.1.2; MS-OXORMDR, 2.2.1.1 and 2.2.1.3). */
const statusTwins: readonly Twin[] = [
  {
    path: { distinguishedPropertySetId: 'Appointment', propertyId: 0x8205, propertyType: 'Integer' },
    read({ legacyFreeBusyStatus }) {
      const number = statuses.indexOf(legacyFreeBusyStatus ?? 'Busy')
      return number === -1 ? undefined : `${number}`
    },
    itemOf: (value) => ({ legacyFreeBusyStatus: statuses[Number(value)] ?? 'Busy' }),
  },
  {
    path: common(0x8503, 'Boolean'),
    read: ({ reminderIsSet }) => reminderIsSet?.toString(),
    itemOf: (value) => ({ reminderIsSet: value === 'true' || value === '1' }),
  },
  {
    path: common(0x8501, 'Integer'),
    read: ({ reminderMinutesBeforeStart }) => reminderMinutesBeforeStart?.toString(),
    itemOf: (value) => ({ reminderMinutesBeforeStart: Number(value) }),
  },
]

/** PidTagSubject and PidTagBody, by which DavMail changes them. */
const textTwins: readonly Twin[] = [
  {
    path: { propertyTag: '0x37', propertyType: 'String' },
    read: ({ subject }) => subject,
    itemOf: (subject) => ({ subject }),
  },
  {
    path: { propertyTag: '0x1000', propertyType: 'String' },
    read: ({ body }) => body && bodyAs(body, 'Text').value,
    itemOf: (value) => ({ body: { bodyType: 'Text', value } }),
  },
]

const globalObjectId = (propertyId: number, dayOf: (item: CalendarItem) => Date | undefined): Twin => ({
  path: { distinguishedPropertySetId: 'Meeting', propertyId, propertyType: 'Binary' },
  read: (item) => (item.uid ? globalObjectIdOf(item.uid, dayOf(item)).toString('base64') : undefined),
  itemOf: (value) => ({ uid: uidOfGlobalObjectId(Buffer.from(value, 'base64')) }),
})

/** PidLidGlobalObjectId and PidLidCleanGlobalObjectId (MS-OXOCAL, 2.2.1.27 and 2.2.1.28). */
const twins: readonly Twin[] = [
  ...statusTwins,
  ...textTwins,
  globalObjectId(0x03, ({ originalStart, recurrenceId = originalStart }) => recurrenceId),
  globalObjectId(0x23, () => undefined),
]

const isAt = (path: ExtendedFieldURI) => (property: ExtendedProperty) => isSameProperty(path, property.extendedFieldURI)

const names = (path: ExtendedFieldURI) => (twin: Twin) => isSameProperty(twin.path, path)

/** True for the path of a property that EWS has a name of its own for. */
export const hasTwin = (path: ExtendedFieldURI): boolean => twins.some(names(path))

/** True for the path of a property about the status or the reminder that EWS has a name of its own for. */
export const isStatusTwin = (path: ExtendedFieldURI): boolean => statusTwins.some(names(path))

/** Moves properties that were set by their names in MAPI to those of EWS, under which an item holds them. */
export function withoutTwins<Item extends CalendarItem>(item: Item): Item {
  const { extendedProperty } = item
  if (extendedProperty === undefined || !extendedProperty.some((each) => hasTwin(each.extendedFieldURI))) return item
  const set = twins.map(({ path, itemOf }) => {
    const value = extendedProperty.find(isAt(path))?.value
    return value === undefined ? {} : itemOf(value)
  })
  const left = extendedProperty.filter((each) => !hasTwin(each.extendedFieldURI))
  return Object.assign({}, item, ...set, { extendedProperty: left })
}

/** The properties of an item, of those that `paths` name, that MAPI has a name of its own for. */
export const twinsOf = (item: CalendarItem, paths: readonly ExtendedFieldURI[]): ExtendedProperty[] =>
  twins.flatMap((twin) => {
    const value = paths.some((path) => names(path)(twin)) ? twin.read(item) : undefined
    return value === undefined ? [] : [{ extendedFieldURI: twin.path, value }]
  })
