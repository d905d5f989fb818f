import * as fc from 'fast-check'
import {
  DeleteFolder,
  FindItem,
  type FindItemRequest,
  ResolveNames,
  UpdateItem,
  type WholeAttachment,
} from '../../src/operations'
import { RequestedAttachmentId } from '../../src/operations/attachments/requested-attachment-ids'
import { FreeBusyViewOptions } from '../../src/operations/availability/free-busy-view'
import { SuggestionsViewOptions } from '../../src/operations/availability/suggestions'
import { AlternateId } from '../../src/operations/ids/convert-id'
import { SubscriptionId, Watermark } from '../../src/operations/subscriptions/subscription-id'
import { AvailabilityAddress } from '../../src/operations/types/availability-address'
import { CalendarItem } from '../../src/operations/types/calendar-item'
import { EmailAddress } from '../../src/operations/types/email-address'
import { ExtendedFieldURI, FieldURI } from '../../src/operations/types/field-uri'
import { DistinguishedFolderId, FolderId } from '../../src/operations/types/folder-id'
import { ItemId, OccurrenceItemId, RecurringMasterItemId } from '../../src/operations/types/item-id'
import { Recurrence } from '../../src/operations/types/recurrence'
import { Constant } from '../../src/operations/types/restriction'
import { TimeZoneDefinition } from '../../src/operations/types/time-zone'
import type { Account } from '../../src/simulator/authentication/account'
import { factsOf } from '../../src/simulator/items/attachment'
import { MailboxIds } from '../../src/simulator/items/exchange-id'
import { calendarItemProperties } from '../../src/simulator/items/property'
import { omit } from '../../src/simulator/items/property-set'
import { readOnlyProperties } from '../../src/simulator/items/read-only-property'
import type { Mailbox } from '../../src/simulator/mailbox/mailbox'
import { MailboxStore } from '../../src/simulator/mailbox/mailbox-store'
import { subscriptionIdOf } from '../../src/simulator/subscriptions/subscription-id'
import { Subscriptions } from '../../src/simulator/subscriptions/subscriptions'
import { watermarkOf } from '../../src/simulator/subscriptions/watermark'
import { instant, type Type, zonelessInstant } from '../../src/xml'
import { arbitraryOf, type Overrides } from '../arbitraries'
import { at, DOCTOR, NOW, ROOM } from './exchange'

const KEY: ExtendedFieldURI = {
  propertySetId: '6f1f5a2e-7b43-4a61-9a3e-2c0f6d6e9b11',
  propertyName: 'key',
  propertyType: 'String',
}
const COUNT: ExtendedFieldURI = {
  distinguishedPropertySetId: 'PublicStrings',
  propertyName: 'count',
  propertyType: 'Integer',
}

const hour = (start: string, end: string) => ({ start: at(start), end: at(end) })
const ROOMS = 'rooms@example.com'
const guest = { mailbox: { name: 'Guest', emailAddress: 'guest@example.com' } }

/** Attachments of every kind. */
const attached: readonly WholeAttachment[] = [
  { fileAttachment: { name: 'plan.pdf', content: 'JVBERg==', contentType: 'application/pdf' } },
  {
    itemAttachment: {
      name: 'Visit',
      calendarItem: { subject: 'Visit', body: { bodyType: 'HTML', value: '<p>a</p>' } },
    },
  },
]

/** Single items of every kind. */
const items: readonly CalendarItem[] = [
  { subject: 'Rounds', ...hour('08:00', '09:00') },
  { subject: 'Empty', ...hour('09:00', '09:00'), legacyFreeBusyStatus: 'Free' },
  { subject: 'Dentist', ...hour('10:00', '11:00'), sensitivity: 'Private', location: 'Zürich' },
  { subject: 'Meeting', ...hour('10:30', '12:00'), requiredAttendees: [guest], resources: [guest] },
  { subject: 'Letter', ...hour('13:00', '14:00'), body: { bodyType: 'HTML', value: '<p>Dear <b>all</b></p>' } },
  {
    subject: 'Note',
    ...hour('13:00', '14:00'),
    body: { bodyType: 'Text', value: 'a < b' },
    attachments: attached,
    categories: ['Blue', 'Red'],
  },
  { subject: 'Away', ...hour('00:00', '23:00'), isAllDayEvent: true, legacyFreeBusyStatus: 'OOF', importance: 'High' },
  {
    subject: 'Booking',
    ...hour('15:00', '16:00'),
    legacyFreeBusyStatus: 'Tentative',
    reminderIsSet: true,
    reminderMinutesBeforeStart: 15,
    extendedProperty: [
      { extendedFieldURI: KEY, value: 'order-4711' },
      { extendedFieldURI: COUNT, value: '6' },
    ],
  },
]

/** A meeting of another organizer, to which the owner of the calendar is invited. */
const invitation: CalendarItem = {
  subject: 'Invitation',
  ...hour('16:00', '17:00'),
  organizer: guest,
  myResponseType: 'NoResponseReceived',
  requiredAttendees: [guest],
}

const series: CalendarItem = {
  subject: 'Ward round',
  ...hour('07:00', '07:30'),
  startTimeZone: { id: 'W. Europe Standard Time' },
  requiredAttendees: [guest],
  recurrence: {
    dailyRecurrence: { interval: 1 },
    numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 9 },
  },
}

/** Adds a series with regular occurrences, one that is longer, and one that is deleted. */
function addSeries(store: MailboxStore, mailbox: Mailbox): void {
  const { start } = store.create(mailbox, series)
  const occurrences = mailbox.calendar
    .between(start, new Date('2026-12-05'))
    .filter(({ calendarItemType }) => calendarItemType === 'Occurrence')
  const [, second, third] = occurrences
  if (second === undefined || third === undefined) throw new TypeError('The series has no occurrences')
  store.update(mailbox, { ...second, subject: 'Late round', end: new Date(second.end.getTime() + 3_600_000) })
  store.delete(mailbox, third)
}

/** The name of a folder that can be deleted. */
const WARD = 'Ward'

/** A store with items of every kind in two mailboxes. The ids are always the same. */
export function populatedStore(): MailboxStore {
  const store = new MailboxStore([DOCTOR, ROOM], () => NOW, [{ address: ROOMS, members: [ROOM], isRoomList: true }])
  for (const mailbox of store.mailboxes()) {
    for (const item of [...items, invitation]) store.create(mailbox, item)
    addSeries(store, mailbox)
    mailbox.createFolder({ parent: mailbox.calendar, folderClass: 'IPF.Appointment', displayName: WARD })
    store.moveToDeletedItems(mailbox, store.create(mailbox, { subject: 'Off', ...hour('08:00', '09:00') }))
  }
  return store
}

/** The items of a mailbox with deleted ones, series, and the occurrences of the first ten days. */
export const everyItemOf = (mailbox: Mailbox) => [
  ...new Map(
    [
      ...mailbox.calendar.items(),
      ...mailbox.calendar.between(at('00:00'), new Date('2026-12-11')),
      ...mailbox.deletedItems.items(),
    ].map((item) => [item.itemId.id, item]),
  ).values(),
]

const mailboxes = populatedStore().mailboxes()
const known = mailboxes.flatMap(everyItemOf)
const itemIds = known.map(({ itemId }) => itemId)
const attachmentIds = known.flatMap(({ attachments = [] }) =>
  attachments.flatMap((each) => factsOf(each)?.attachmentId?.id ?? []),
)
const wards = mailboxes.flatMap((mailbox) => mailbox.childrenOf(mailbox.calendar).map(({ id }) => ({ id })))
const masterIds = known.filter(({ recurrence }) => recurrence !== undefined).map(({ itemId }) => itemId.id)
const occurrenceIds = known.filter(({ recurrenceId }) => recurrenceId !== undefined).map(({ itemId }) => itemId.id)
const address = fc.constantFrom(DOCTOR, ROOM)

/** Times near the items, at quarters of an hour. */
const near = fc.integer({ min: -100, max: 200 }).map((quarter) => new Date(NOW.getTime() + quarter * 15 * 60_000))

const timeWindow = fc
  .tuple(near, fc.integer({ min: 1, max: 30 }))
  .map(([startTime, hours]) => ({ startTime, endTime: new Date(startTime.getTime() + hours * 3_600_000) }))

const constants = ['true', '6', 'Meeting', 'o', 'Busy', 'order-4711', '2026-12-01T10:00:00Z', 'zurich']

/** Recurrences, most of them valid. */
const someRecurrence = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 9 })).map(
  ([interval, numberOfOccurrences]): Recurrence => ({
    weeklyRecurrence: { interval, daysOfWeek: ['Friday'] },
    numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences },
  }),
)

/** The properties that clients can set, with possible values. */
const writableItem = arbitraryOf(
  CalendarItem,
  new Map<Type<unknown>, fc.Arbitrary<unknown>>([
    [Recurrence, someRecurrence],
    [TimeZoneDefinition, fc.constantFrom({ id: 'W. Europe Standard Time' }, {})],
    [instant, near],
  ]),
).map((item) => omit(item, [...readOnlyProperties, 'mimeContent']))

/** Items that can be saved, and changes of one property. */
const savable = fc.oneof(
  writableItem.map((item) => ({ ...item, ...hour('17:00', '18:00') })),
  fc.constantFrom<CalendarItem>(
    { subject: 'Visit' },
    { end: at('23:59') },
    { extendedProperty: [{ extendedFieldURI: KEY, value: 'b' }] },
    { body: { bodyType: 'Text', value: 'more' } },
  ),
)

/** Three quarters of the values are from `known`, the others are arbitrary. */
function mostly<Value>(type: Type<Value>, known: fc.Arbitrary<Value>): [Type<unknown>, fc.Arbitrary<unknown>] {
  return [type, fc.oneof({ weight: 3, arbitrary: known }, { weight: 1, arbitrary: arbitraryOf(type) })]
}

const namingParts: Overrides = new Map([
  mostly(
    ItemId,
    fc.constantFrom(...itemIds).map(({ id, changeKey }) => ({ id, changeKey })),
  ),
  mostly(
    OccurrenceItemId,
    fc.record({
      recurringMasterId: fc.constantFrom(...masterIds),
      instanceIndex: fc.integer({ min: -1, max: 10 }),
    }),
  ),
  mostly(
    RecurringMasterItemId,
    fc.constantFrom(...occurrenceIds).map((occurrenceId) => ({ occurrenceId })),
  ),
  mostly(TimeZoneDefinition, fc.constantFrom({ id: 'W. Europe Standard Time' }, { id: 'UTC' }, { id: 'Nowhere' }, {})),
  mostly(Recurrence, someRecurrence),
  mostly(
    FolderId,
    fc.constantFrom(...mailboxes.flatMap((each) => [each.calendar.id, each.deletedItems.id])).map((id) => ({ id })),
  ),
  mostly(
    DistinguishedFolderId,
    fc.oneof(
      fc.constant<DistinguishedFolderId>({ id: 'calendar' }),
      address.map((emailAddress): DistinguishedFolderId => ({ id: 'calendar', mailbox: { emailAddress } })),
    ),
  ),
  mostly(
    EmailAddress,
    fc.constantFrom(DOCTOR, ROOM, ROOMS).map((emailAddress) => ({ emailAddress })),
  ),
  mostly(
    AvailabilityAddress,
    address.map((known) => ({ address: known })),
  ),
  mostly(CalendarItem, savable),
  mostly(
    FieldURI,
    fc
      .constantFrom('item:Subject', 'calendar:End', 'item:Body', 'item:Categories', 'calendar:LegacyFreeBusyStatus')
      .map((fieldURI) => ({ fieldURI })),
  ),
  mostly(ExtendedFieldURI, fc.constantFrom(KEY, COUNT)),
  mostly(
    Constant,
    fc.constantFrom(...constants).map((value) => ({ value })),
  ),
  mostly(
    FreeBusyViewOptions,
    fc.record({
      timeWindow,
      mergedFreeBusyIntervalInMinutes: fc.integer({ min: 5, max: 1440 }),
      requestedView: fc.constantFrom('MergedOnly', 'FreeBusy', 'FreeBusyMerged', 'Detailed', 'DetailedMerged'),
    }),
  ),
  mostly(
    SuggestionsViewOptions,
    fc.record({
      detailedSuggestionsWindow: timeWindow,
      meetingDurationInMinutes: fc.integer({ min: 30, max: 120 }),
      maximumNonWorkHourResultsByDay: fc.integer({ min: 0, max: 48 }),
      minimumSuggestionQuality: fc.constantFrom('Excellent', 'Good', 'Fair', 'Poor'),
    }),
  ),
  mostly(instant, near),
  mostly(zonelessInstant, near),
])

/** Searches by one means only. Exchange refuses a query string with a restriction, and both with a calendar view. */
const search = arbitraryOf(FindItem.request.type, namingParts).map(
  ({ queryString, restriction, sortOrder, ...request }): FindItemRequest => {
    if (request.calendarView !== undefined) return request
    return restriction === undefined ? { ...request, queryString, sortOrder } : { ...request, restriction, sortOrder }
  },
)

/** The FieldURI of each property: `calendar:Start` for `start`. */
const fieldURIs = new Map(
  FieldURI.slots
    .flatMap(({ type }) => (type.kind === 'scalar' ? (type.facets.enumeration ?? []) : []))
    .map((fieldURI) => [calendarItemProperties.find(fieldURI), fieldURI]),
)

/** A change of one property: set, appended to or deleted. */
const oneUpdate = fc
  .tuple(writableItem, fc.nat(), fc.constantFrom('setItemField', 'appendToItemField', 'deleteItemField'))
  .map(([item, chance, action]) => {
    const properties = calendarItemProperties.all.filter((each) => item[each] !== undefined && fieldURIs.has(each))
    const property = properties[chance % properties.length] ?? 'subject'
    const path = { fieldURI: { fieldURI: fieldURIs.get(property) } }
    const calendarItem = { [property]: item[property] ?? 'Visit' }
    return { [action]: action === 'deleteItemField' ? path : { ...path, calendarItem } }
  })

const anyUpdate = arbitraryOf(UpdateItem.request.type, namingParts)

/** Updates whose paths match their properties, as Exchange demands. */
const update = fc.tuple(anyUpdate, fc.array(oneUpdate, { minLength: 1, maxLength: 2 })).map(([request, updates]) => ({
  ...request,
  itemChanges: request.itemChanges.map((change) => ({ ...change, updates })),
}))

const { guid } = new MailboxIds(DOCTOR)

/** A pull subscription and a streaming one to the doctor's calendar, for which all of its items are new. */
export function populatedSubscriptions(store: MailboxStore, owner: Account): Subscriptions {
  const subscriptions = new Subscriptions(() => NOW)
  const mailbox = store.find(DOCTOR)
  if (mailbox === undefined) throw new TypeError('The store has no doctor')
  for (const kind of ['pull', 'streaming'] as const) {
    subscriptions.create(owner, mailbox, {
      kind,
      folderIds: kind === 'pull' ? undefined : [mailbox.calendar.id],
      eventTypes: ['CreatedEvent', 'DeletedEvent', 'ModifiedEvent', 'MovedEvent', 'FreeBusyChangedEvent'],
      timeoutMs: 60_000,
      position: 0,
    })
  }
  return subscriptions
}

/** Makes most requests name objects of the store. */
export const namingWhatIsThere: Overrides = new Map([
  ...namingParts,
  mostly(
    ResolveNames.request.type,
    fc.record({ returnFullContactData: fc.boolean(), unresolvedEntry: fc.constantFrom('dr', 'room-1', 'r', 'x') }),
  ),
  mostly(FindItem.request.type, search),
  mostly(
    RequestedAttachmentId,
    fc.constantFrom(...attachmentIds).map((id) => ({ id })),
  ),
  mostly(
    AlternateId,
    fc.record({
      format: fc.constant('EwsId'),
      id: fc.constantFrom(...itemIds).map(({ id }) => id),
      mailbox: address,
    }),
  ),
  mostly(
    DeleteFolder.request.type,
    fc.record({
      deleteType: fc.constantFrom('HardDelete', 'SoftDelete', 'MoveToDeletedItems'),
      folderIds: fc.constantFrom(...wards).map((folderId) => [{ folderId }]),
    }),
  ),
  mostly(
    SubscriptionId,
    fc.nat(1).map((count) => subscriptionIdOf(guid, count, NOW)),
  ),
  mostly(
    Watermark,
    fc.nat(50).map((position) => watermarkOf(guid, position)),
  ),
  [UpdateItem.request.type, fc.oneof({ weight: 3, arbitrary: update }, { weight: 1, arbitrary: anyUpdate })],
])
