import * as fc from 'fast-check'
import { FindItem, type FindItemRequest } from '../../src/operations'
import { CalendarItem } from '../../src/operations/calendar-item'
import { EmailAddress } from '../../src/operations/email-address'
import { ExtendedFieldURI, FieldURI } from '../../src/operations/field-uri'
import { DistinguishedFolderId, FolderId } from '../../src/operations/folder-id'
import { FreeBusyViewOptions } from '../../src/operations/free-busy-view'
import { AvailabilityAddress } from '../../src/operations/get-user-availability'
import { ItemId } from '../../src/operations/item-id'
import { Constant } from '../../src/operations/restriction'
import { SuggestionsViewOptions } from '../../src/operations/suggestions'
import { MailboxStore } from '../../src/simulator/mailbox'
import { omit } from '../../src/simulator/property'
import { readOnlyProperties } from '../../src/simulator/read-only-property'
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
const guest = { mailbox: { name: 'Guest', emailAddress: 'guest@example.com' } }

/** Calendar items of every kind. */
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

/** A store with items of every kind in two mailboxes, always under the same ids. */
export function populatedStore(): MailboxStore {
  const store = new MailboxStore([DOCTOR, ROOM], () => NOW)
  for (const mailbox of store.mailboxes()) for (const item of items) store.create(mailbox, item)
  return store
}

const mailboxes = populatedStore().mailboxes()
const itemIds = mailboxes.flatMap((mailbox) => mailbox.appointments()).map(({ itemId }) => itemId)
const address = fc.constantFrom(DOCTOR, ROOM)

/** Times around the items, by the quarter of an hour. */
const near = fc.integer({ min: -100, max: 200 }).map((quarter) => new Date(NOW.getTime() + quarter * 15 * 60_000))

const timeWindow = fc
  .tuple(near, fc.integer({ min: 1, max: 30 }))
  .map(([startTime, hours]) => ({ startTime, endTime: new Date(startTime.getTime() + hours * 3_600_000) }))

const constants = ['true', '6', 'Meeting', 'o', 'Busy', 'order-4711', '2026-12-01T10:00:00Z', 'zurich']

/** Items that may be saved, and changes of one property. */
const savable = fc.oneof(
  arbitraryOf(CalendarItem).map((item) => ({ ...omit(item, readOnlyProperties), ...hour('17:00', '18:00') })),
  fc.constantFrom<CalendarItem>(
    { subject: 'Visit' },
    { end: at('23:59') },
    { extendedProperty: [{ extendedFieldURI: KEY, value: 'b' }] },
    { body: { bodyType: 'Text', value: 'more' } },
  ),
)

/** Three times of four what `known` says, otherwise anything. */
function mostly<Value>(type: Type<Value>, known: fc.Arbitrary<Value>): [Type<unknown>, fc.Arbitrary<unknown>] {
  return [type, fc.oneof({ weight: 3, arbitrary: known }, { weight: 1, arbitrary: arbitraryOf(type) })]
}

const namingParts: Overrides = new Map([
  mostly(
    ItemId,
    fc.constantFrom(...itemIds).map(({ id, changeKey }) => ({ id, changeKey })),
  ),
  mostly(
    FolderId,
    fc.constantFrom(...mailboxes).map(({ calendarFolderId }) => ({ id: calendarFolderId })),
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
    address.map((emailAddress) => ({ emailAddress })),
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

/** Searches in one way only: Exchange refuses a query string beside a restriction, and both beside a calendar view. */
const search = arbitraryOf(FindItem.request.type, namingParts).map(
  ({ queryString, restriction, sortOrder, ...request }): FindItemRequest => {
    if (request.calendarView !== undefined) return request
    return restriction === undefined ? { ...request, queryString, sortOrder } : { ...request, restriction, sortOrder }
  },
)

/** Has requests name what is in the store, more often than not. */
export const namingWhatIsThere: Overrides = new Map([...namingParts, mostly(FindItem.request.type, search)])
