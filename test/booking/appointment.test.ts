import { type CalendarItem, type EwsClient, EwsRequestError } from 'ews-booking'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type {
  AppointmentDetails,
  AppointmentRequest,
  AppointmentTimes,
} from '../../src/booking/appointment/appointment'
import {
  appointmentItem,
  type CalendarZone,
  timesOf,
  timeUpdates,
} from '../../src/booking/appointment/appointment-item'
import { fingerprint } from '../../src/booking/appointment/fingerprint'
import { textWithIllegalCharacter, xmlText } from '../arbitraries'
import { at, clientOf, exchange, MAILBOX } from '../exchange'
import { needs } from '../requirements'
import { schemaErrors } from '../schema'

const QUARTER_MS = 15 * 60_000

/** A zone that finds the start of a day by trying every quarter of an hour: slow but certainly right. */
function zoneOf(windowsId: string, timeZone: string): CalendarZone {
  const days = new Intl.DateTimeFormat('en-CA', { timeZone })
  return {
    windowsId,
    startOfDay(date) {
      let time = Date.parse(`${date}T00:00:00Z`) - 15 * 60 * QUARTER_MS
      while (days.format(time) < date) time += QUARTER_MS
      return new Date(time)
    },
  }
}

const zurich = zoneOf('W. Europe Standard Time', 'Europe/Zurich')
const stJohns = zoneOf('Newfoundland Standard Time', 'America/St_Johns')
const saoPaulo = zoneOf('E. South America Standard Time', 'America/Sao_Paulo')

const slot = { start: at('09:00'), end: at('09:30') }
const visit: AppointmentRequest = { title: 'Visit', ...slot }

async function calendar() {
  const server = await exchange()
  return { server, client: clientOf(server) }
}

const folder = { distinguishedFolderId: { id: 'calendar', mailbox: { emailAddress: MAILBOX } } } as const

/** Creates the hold and returns its id. */
async function created(client: EwsClient, calendarItem: CalendarItem) {
  const { responseMessages } = await client.createItem({
    sendMeetingInvitations: 'SendToNone',
    savedItemFolderId: folder,
    items: [{ calendarItem }],
  })
  const [message] = responseMessages
  if (message?.error !== undefined) throw message.error
  const itemId = message?.items?.[0]?.itemId
  if (itemId === undefined) throw new Error('The item has no id')
  return itemId
}

type Updates = ReturnType<typeof appointmentItem>['confirmation']

async function updated(client: EwsClient, itemId: { id: string }, updates: Updates) {
  const { responseMessages } = await client.updateItem({
    conflictResolution: 'AlwaysOverwrite',
    sendMeetingInvitationsOrCancellations: 'SendToAllAndSaveCopy',
    itemChanges: [{ itemId, updates: updates.map((setItemField) => ({ setItemField })) }],
  })
  const [message] = responseMessages
  if (message?.error !== undefined) throw message.error
}

/** Everything that Exchange stores of an item. */
async function read(client: EwsClient, itemId: { id: string }): Promise<CalendarItem> {
  const { responseMessages } = await client.getItem({
    itemShape: { baseShape: 'AllProperties' },
    itemIds: [{ itemId }],
  })
  const [item] = responseMessages[0]?.items ?? []
  if (item === undefined) throw new Error('There is no item')
  return item
}

/** Returns the item in Exchange after a hold was created and confirmed. */
async function booked(client: EwsClient, request: AppointmentRequest, zone = zurich): Promise<CalendarItem> {
  const { hold, confirmation } = appointmentItem(request, zone)
  const itemId = await created(client, hold)
  await updated(client, itemId, confirmation)
  return read(client, itemId)
}

describe('an appointment is stored', () => {
  const guest = { address: 'guest@example.com', name: 'Gürkan Guest' }
  const mailbox = { name: guest.name, emailAddress: guest.address }

  it.each<[string, Partial<AppointmentDetails>, CalendarItem]>([
    ['a title', { title: 'Visit <1> & "2"' }, { subject: 'Visit <1> & "2"' }],
    ['a description', { description: 'a\nb' }, { body: { bodyType: 'Text', value: 'a\nb' } }],
    ['HTML', { description: { html: '<p>a</p>' } }, { body: { bodyType: 'HTML', value: '<p>a</p>' } }],
    ['a location', { location: 'Zürich' }, { location: 'Zürich' }],
    ['no status, as busy', {}, { legacyFreeBusyStatus: 'Busy' }],
    ['tentative', { status: 'tentative' }, { legacyFreeBusyStatus: 'Tentative' }],
    ['out of office', { status: 'outOfOffice' }, { legacyFreeBusyStatus: 'OOF' }],
    ['working elsewhere', { status: 'workingElsewhere' }, { legacyFreeBusyStatus: 'WorkingElsewhere' }],
    ['free', { status: 'free' }, { legacyFreeBusyStatus: 'Free' }],
    ['categories', { categories: ['Blue', 'VIP, new'] }, { categories: ['Blue', 'VIP, new'] }],
    ['a reminder', { reminder: 90 }, { reminderIsSet: true, reminderMinutesBeforeStart: 90 }],
    ['a reminder at the start', { reminder: 0 }, { reminderIsSet: true, reminderMinutesBeforeStart: 0 }],
    ['no reminder', { reminder: false }, { reminderIsSet: false }],
    ['none asked for', {}, { reminderIsSet: false, sensitivity: 'Normal' }],
    ['personal', { sensitivity: 'personal' }, { sensitivity: 'Personal' }],
    ['private', { sensitivity: 'private' }, { sensitivity: 'Private' }],
    ['confidential', { sensitivity: 'confidential' }, { sensitivity: 'Confidential' }],
    ['an attendee', { attendees: [guest] }, { requiredAttendees: [{ mailbox }] }],
    ['an optional one', { attendees: [{ ...guest, optional: true }] }, { optionalAttendees: [{ mailbox }] }],
    ['a resource', { attendees: [{ ...guest, resource: true }] }, { resources: [{ mailbox }] }],
  ])('with %s', async (_case, details, expected) => {
    const { client } = await calendar()
    expect(await booked(client, { ...visit, ...details })).toMatchObject({ ...slot, ...expected })
  })

  it('with any title and description that XML can carry', async () => {
    const { client } = await calendar()
    const texts = fc.record({ title: xmlText({ minLength: 1 }), description: xmlText({ minLength: 1 }) })
    await fc.assert(
      fc.asyncProperty(texts, async ({ title, description }) => {
        const { subject, body } = await booked(client, { ...visit, title, description })
        expect({ title: subject, description: body?.value }).toEqual({ title, description })
      }),
      { numRuns: 50 },
    )
  })

  it.each<AppointmentRequest>([visit, { title: 'Leave', allDay: true, start: '2027-03-02' }])(
    'pain 8: with the time zone of the calendar, so Outlook shows no other: $title',
    async (request) => {
      const { client } = await calendar()
      expect(await booked(client, request)).toMatchObject({
        startTimeZoneId: 'W. Europe Standard Time',
        endTimeZoneId: 'W. Europe Standard Time',
      })
    },
  )

  it('pain 9: also in a zone without daylight saving', needs('schema'), async () => {
    const { server, client } = await calendar()
    const india = zoneOf('India Standard Time', 'Asia/Kolkata')
    const item = await booked(client, { title: 'Leave', allDay: true, start: '2027-03-02' }, india)
    expect(item).toMatchObject({ start: new Date('2027-03-01T18:30Z'), startTimeZoneId: 'India Standard Time' })
    const create = server.requests.find(({ operation }) => operation === 'CreateItem')
    expect(schemaErrors(create?.xml ?? '')).toEqual([])
  })

  it("in requests that are valid against Microsoft's schema", needs('schema'), async () => {
    const { server, client } = await calendar()
    const attendees = [guest, { ...guest, optional: true }, { ...guest, resource: true }]
    const request: AppointmentRequest = {
      ...visit,
      description: { html: '<p>a</p>' },
      location: 'Room 1',
      status: 'workingElsewhere',
      categories: ['Blue'],
      reminder: 15,
      sensitivity: 'private',
      attendees,
    }
    const { itemId } = await booked(client, request)
    if (itemId !== undefined) await updated(client, itemId, timeUpdates({ allDay: true, start: '2027-03-02' }, zurich))
    const writes = server.requests.filter(({ operation = '' }) => /^(Create|Update)Item$/.test(operation))
    expect(writes.map(({ operation }) => operation)).toEqual(['CreateItem', 'UpdateItem', 'UpdateItem'])
    expect(writes.flatMap(({ xml }) => schemaErrors(xml))).toEqual([])
  })
})

describe('a hold', () => {
  it('notifies and reminds nobody, but its confirmation does', async () => {
    const { server, client } = await calendar()
    const request: AppointmentRequest = {
      ...visit,
      status: 'free',
      reminder: 5,
      attendees: [{ address: 'a@example.com' }],
    }
    const { hold, confirmation } = appointmentItem(request, zurich)
    const itemId = await created(client, hold)
    const held = await read(client, itemId)
    expect(held).toMatchObject({ legacyFreeBusyStatus: 'Tentative', reminderIsSet: false, isMeeting: false })
    expect(server.sent).toEqual([])

    await updated(client, itemId, confirmation)
    expect(server.sent.map(({ to }) => to)).toEqual([['a@example.com']])
  })

  it('turns the reminder off explicitly, because a mailbox may have a default', () => {
    expect(appointmentItem({ ...visit, reminder: 15 }, zurich).hold).toMatchObject({ reminderIsSet: false })
  })

  it('has all texts from the beginning', () => {
    const { hold } = appointmentItem({ ...visit, description: 'a', location: 'b', categories: ['c'] }, zurich)
    expect(hold).toMatchObject({ subject: 'Visit', body: { value: 'a' }, location: 'b', categories: ['c'] })
  })
})

describe("pain 10: an all-day appointment lasts from midnight to midnight in the calendar's time zone", () => {
  it.each<[string, CalendarZone, string, string | undefined, string, string]>([
    ['an ordinary day', zurich, '2027-03-02', undefined, '2027-03-01T23:00Z', '2027-03-02T23:00Z'],
    ['two days', zurich, '2027-03-02', '2027-03-04', '2027-03-01T23:00Z', '2027-03-03T23:00Z'],
    ['23 hours', zurich, '2027-03-28', undefined, '2027-03-27T23:00Z', '2027-03-28T22:00Z'],
    ['25 hours', zurich, '2027-10-31', undefined, '2027-10-30T22:00Z', '2027-10-31T23:00Z'],
    ['23 hours, half an hour off', stJohns, '2027-03-14', undefined, '2027-03-14T03:30Z', '2027-03-15T02:30Z'],
    ['25 hours, half an hour off', stJohns, '2027-11-07', undefined, '2027-11-07T02:30Z', '2027-11-08T03:30Z'],
    ['a day without midnight', saoPaulo, '2018-11-04', undefined, '2018-11-04T03:00Z', '2018-11-05T02:00Z'],
    ['a day whose last hour comes twice', saoPaulo, '2018-02-17', undefined, '2018-02-17T02:00Z', '2018-02-18T03:00Z'],
    ['the last day of a year', zurich, '2027-12-31', undefined, '2027-12-30T23:00Z', '2027-12-31T23:00Z'],
  ])('%s', async (_case, zone, start, end, from, to) => {
    const { client } = await calendar()
    const times = { start: new Date(from), end: new Date(to) }
    expect(timesOf({ allDay: true, start, end }, zone)).toEqual(times)
    const item = await booked(client, { title: 'Leave', allDay: true, start, end }, zone)
    expect(item).toMatchObject({ isAllDayEvent: true, ...times })
  })
})

describe('moving an appointment', () => {
  const newTimes: AppointmentTimes[] = [
    { start: at('14:00'), end: at('15:00') },
    { allDay: true, start: '2027-03-28', end: '2027-03-30' },
  ]

  it.each([
    ['a time', visit],
    ['whole days', { title: 'Leave', allDay: true, start: '2027-03-02' } as const],
  ])('pain 7: from %s sets times, time zone and kind together', async (_case, request) => {
    const { client } = await calendar()
    const itemId = await created(client, appointmentItem(request, zurich).hold)
    for (const times of newTimes) {
      await updated(client, itemId, timeUpdates(times, stJohns))
      expect(await read(client, itemId)).toMatchObject({
        ...timesOf(times, stJohns),
        isAllDayEvent: times.allDay ?? false,
        startTimeZoneId: stJohns.windowsId,
        endTimeZoneId: stJohns.windowsId,
      })
    }
  })
})

describe('a wrong request is refused by the name of the field', () => {
  const long = 'x'.repeat(256)

  it.each<[string, object, string]>([
    ['no title', { title: undefined }, 'title'],
    ['an empty title', { title: '' }, 'title'],
    ['a title that is too long', { title: long }, 'title'],
    ['a description that is neither text nor HTML', { description: 1 }, 'description'],
    ['null', { description: null }, 'description'],
    ['HTML that is no string', { description: { html: 1 } }, 'description.html'],
    ['a description of more than a million characters', { description: 'x'.repeat(1_000_001) }, 'description'],
    ['HTML of more than a million characters', { description: { html: 'x'.repeat(1_000_001) } }, 'description.html'],
    ['a location that is too long', { location: long }, 'location'],
    ['an unknown status', { status: 'Busy' }, 'status'],
    ["a status by the name of an object's method", { status: 'toString' }, 'status'],
    ['one category', { categories: 'Blue' }, 'categories'],
    ['an empty category', { categories: ['Blue', ''] }, 'categories[1]'],
    ['a category that is too long', { categories: [long] }, 'categories[0]'],
    ['a reminder after the start', { reminder: -1 }, 'reminder'],
    ['half a minute', { reminder: 0.5 }, 'reminder'],
    ['a reminder of more than five years', { reminder: 2_629_801 }, 'reminder'],
    ['a reminder that is merely wanted', { reminder: true }, 'reminder'],
    ['an unknown sensitivity', { sensitivity: 'secret' }, 'sensitivity'],
    ['attendees that are no list', { attendees: {} }, 'attendees'],
    ['an attendee that is no object', { attendees: ['a@example.com'] }, 'attendees[0]'],
    ['no address', { attendees: [{ name: 'A' }] }, 'attendees[0].address'],
    ['a name for an address', { attendees: [{ address: 'a@example.com' }, { address: 'A' }] }, 'attendees[1].address'],
    ['two addresses in one', { attendees: [{ address: 'a@example.com;b@example.com' }] }, 'attendees[0].address'],
    ['a line break in an address', { attendees: [{ address: 'a@example.com\r\nb' }] }, 'attendees[0].address'],
    ['an address that is too long', { attendees: [{ address: `${long}@example.com` }] }, 'attendees[0].address'],
    ['a name that is too long', { attendees: [{ address: 'a@b.ch', name: long }] }, 'attendees[0].name'],
    ['optional in words', { attendees: [{ address: 'a@b.ch', optional: 'no' }] }, 'attendees[0].optional'],
    [
      'an optional room',
      { attendees: [{ address: 'a@b.ch', optional: true, resource: true }] },
      'attendees[0].resource',
    ],
    ['a start that is text', { start: '2026-12-01T09:00:00Z' }, 'start'],
    ['an invalid start', { start: new Date('tomorrow') }, 'start'],
    ['an end before the start', { end: at('08:00') }, 'end'],
    ['no length', { end: at('09:00') }, 'end'],
    ['all day, in words', { allDay: 'yes' }, 'allDay'],
    ['all day at a time', { allDay: true }, 'start'],
    ['a day that there is not', { allDay: true, start: '2027-02-29', end: undefined }, 'start'],
    ['a day with a time', { allDay: true, start: '2027-03-02T00:00:00Z', end: undefined }, 'start'],
    ['a day before all calendars', { allDay: true, start: '1600-12-31', end: undefined }, 'start'],
    ['an end on the first day', { allDay: true, start: '2027-03-02', end: '2027-03-02' }, 'end'],
    ['an end that is a Date', { allDay: true, start: '2027-03-02', end: at('09:00') }, 'end'],
  ])('%s', (_case, part, path) => {
    const request: AppointmentRequest = Object.assign({ ...visit }, part)
    for (const use of [() => appointmentItem(request, zurich), () => fingerprint(request)]) {
      expect(use).toThrow(EwsRequestError)
      expect(use).toThrow(expect.objectContaining({ path, message: expect.stringContaining(path) }))
    }
  })

  const places: [path: string, withText: (text: string) => Partial<AppointmentDetails>][] = [
    ['title', (title) => ({ title })],
    ['description', (description) => ({ description })],
    ['description.html', (html) => ({ description: { html } })],
    ['location', (location) => ({ location })],
    ['categories[1]', (name) => ({ categories: ['Blue', name] })],
    ['attendees[0].name', (name) => ({ attendees: [{ address: 'a@example.com', name }] })],
    ['attendees[0].address', (local) => ({ attendees: [{ address: `${local}@example.com` }] })],
  ]

  it.each(places)("a character in %s that XML can't carry", (path, withText) => {
    fc.assert(
      fc.property(textWithIllegalCharacter, (text) => {
        const request = { ...visit, ...withText(text) }
        expect(() => appointmentItem(request, zurich)).toThrow(expect.objectContaining({ path }))
      }),
    )
  })

  it('without quoting its value', () => {
    expect(() => appointmentItem({ ...visit, title: 'Diagnosis\u0000' }, zurich)).not.toThrow(/Diagnosis/)
  })
})

describe('the fingerprint of a request', () => {
  const short = xmlText({ minLength: 1 })
  const attendee = fc.record(
    { address: fc.emailAddress(), name: short, optional: fc.boolean() },
    { requiredKeys: ['address'], noNullPrototype: true },
  )
  const times: fc.Arbitrary<AppointmentTimes> = fc.oneof(
    fc
      .integer({ min: 1, max: 1e6 })
      .map((minutes) => ({ start: slot.start, end: new Date(slot.start.getTime() + minutes * 60_000) })),
    fc.constantFrom(
      { allDay: true as const, start: '2027-03-02', end: '2027-03-03' },
      { allDay: true as const, start: '2027-03-02', end: '2027-03-04' },
    ),
  )
  const details = fc.record(
    {
      title: short,
      description: fc.oneof(short, fc.record({ html: short }, { noNullPrototype: true })),
      location: short,
      status: fc.constantFrom('tentative' as const, 'free' as const),
      categories: fc.array(short, { minLength: 1, maxLength: 3 }),
      reminder: fc.integer({ min: 0, max: 600 }),
      sensitivity: fc.constantFrom('private' as const, 'personal' as const),
      attendees: fc.array(attendee, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ['title'], noNullPrototype: true },
  )
  const requests: fc.Arbitrary<AppointmentRequest> = fc
    .tuple(details, times)
    .map(([some, when]): AppointmentRequest => ({ ...some, ...when }))

  /** A deep copy with its properties in reverse order. */
  function reversed(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(reversed)
    if (value instanceof Date) return new Date(value)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, each]) => [key, reversed(each)]),
    )
  }

  it("doesn't depend on the order of properties or the identity of a Date", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const other: AppointmentRequest = Object.assign({ ...visit, title: '' }, reversed(request))
        expect(fingerprint(other)).toBe(fingerprint(request))
        expect(fingerprint(request)).toMatch(/^[\da-f]{32}$/)
      }),
    )
  })

  it.each<[string, object]>([
    ['undefined', { description: undefined, location: undefined, attendees: undefined, allDay: undefined }],
    ['empty', { description: '', location: '', attendees: [], categories: [] }],
    ['the default', { status: 'busy', reminder: false, sensitivity: 'normal', allDay: false }],
  ])('is the same whether a property is missing or %s', (_case, part) => {
    expect(fingerprint({ ...visit, ...part })).toBe(fingerprint(visit))
  })

  it('is the same whether the end of a single day is missing or given', () => {
    const leave = { title: 'Leave', allDay: true, start: '2027-03-31' } as const
    expect(fingerprint({ ...leave, end: '2027-04-01' })).toBe(fingerprint(leave))
  })

  it('differs if and only if the appointment does', () => {
    const asked = (request: AppointmentRequest) => {
      const { times: window, hold, confirmation } = appointmentItem(request, zurich)
      return JSON.stringify([window, hold, confirmation])
    }
    const fields = fc.constantFrom<Exclude<keyof AppointmentDetails, 'rooms'>[]>(
      'title',
      'description',
      'location',
      'status',
      'reminder',
    )
    fc.assert(
      fc.property(requests, details, fields, (request, others, field) => {
        const changed: AppointmentRequest = Object.assign({ ...request }, { [field]: others[field] })
        expect(fingerprint(changed) === fingerprint(request)).toBe(asked(changed) === asked(request))
      }),
    )
  })

  it('is different for each of these', () => {
    const parts: readonly object[] = [
      {},
      { title: 'visit' },
      { start: at('08:59') },
      { end: at('09:31') },
      { description: 'a' },
      { description: { html: 'a' } },
      { location: 'a' },
      { status: 'free' },
      { categories: ['a'] },
      { categories: ['a', 'b'] },
      { categories: ['b', 'a'] },
      { reminder: 0 },
      { reminder: 15 },
      { sensitivity: 'private' },
      { attendees: [{ address: 'a@b.ch' }] },
      { attendees: [{ address: 'a@b.ch', optional: true }] },
      { attendees: [{ address: 'a@b.ch', resource: true }] },
      { attendees: [{ address: 'a@b.ch', name: 'A' }] },
      { attendees: [{ address: 'a@b.ch' }, { address: 'c@b.ch' }] },
      { attendees: [{ address: 'c@b.ch' }, { address: 'a@b.ch' }] },
      { allDay: true, start: '2026-12-01', end: undefined },
    ]
    const prints = parts.map((part) => fingerprint(Object.assign({ ...visit }, part)))
    expect(new Set(prints).size).toBe(parts.length)
  })

  it('never changes between versions of the library', () => {
    expect(fingerprint(visit)).toBe('0a71485b68ef1ac11f357d6588fe2787')
    const leave = {
      title: 'Leave',
      allDay: true,
      start: '2027-03-02',
      description: 'a',
      location: 'b',
      status: 'outOfOffice',
      categories: ['c'],
      reminder: 15,
      sensitivity: 'private',
      attendees: [
        { address: 'a@example.com', name: 'A' },
        { address: 'b@example.com', optional: true },
      ],
    } as const
    expect(fingerprint(leave)).toBe('fd048d9ab524ee67e0757dc3a47be4ef')
  })
})
