import { EwsRequestError } from 'ews-booking'
import {
  type AppointmentChanges,
  type AppointmentDetails,
  type Booking,
  BookingCalendar,
  BookingKeyReusedError,
  BookingOutcomeUnknownError,
  SlotTakenError,
  UnreliableServerError,
  type Window,
} from 'ews-booking/booking'
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { at, clientOf, day, MAILBOX, rejection } from '../exchange'
import { bySuite } from '../suite'
import {
  calendarAndServer,
  entriesOf,
  invalidRequests,
  operationsOf,
  request,
  slot,
  trusting,
  uncertainUpdates,
} from './bookings'

const ROOM = 'room-1@example.com'
const GUEST = { address: 'patient@example.com', name: 'A. Patient' }
const details = {
  ...request,
  description: 'Bring the X-ray.',
  location: 'Ward 7',
  attendees: [GUEST],
  reminder: 15,
  categories: ['Visit'],
}
const later = { start: at('11:00'), end: at('12:00') }

/** What an item lacks that doesn't have it. */
const ABSENT = { location: undefined, categories: undefined, requiredAttendees: undefined, resources: undefined }

/** A booking of Consultation, in Ward 7, on a server that has proved itself. */
async function booked(...options: Parameters<typeof calendarAndServer>) {
  const { server, calendar, client } = await calendarAndServer({ trusted: true, ...options[0] }, options[1])
  const booking = await calendar.book(details)
  server.clear()
  const item = () => server.calendar(MAILBOX)[0]
  return { server, calendar, client, booking, item }
}

describe('update', () => {
  it.each<[string, AppointmentChanges, object]>([
    ['the title', { title: 'Surgery' }, { subject: 'Surgery' }],
    ['the description', { description: { html: '<p>x</p>' } }, { body: { bodyType: 'HTML' } }],
    ['the location', { location: 'Ward 8' }, { location: 'Ward 8' }],
    ['the status', { status: 'outOfOffice' }, { legacyFreeBusyStatus: 'OOF' }],
    ['the reminder', { reminder: 30 }, { reminderIsSet: true, reminderMinutesBeforeStart: 30 }],
    ['no reminder', { reminder: false }, { reminderIsSet: false }],
    ['the categories', { categories: ['A', 'B'] }, { categories: ['A', 'B'] }],
    ['the sensitivity', { sensitivity: 'private' }, { sensitivity: 'Private' }],
    ['the times', later, later],
    [
      'all of that',
      { title: 'Surgery', location: 'Ward 8', ...later },
      { subject: 'Surgery', location: 'Ward 8', ...later },
    ],
  ])(
    'changes %s, keeps the rest, and `book` with the newest details gives the booking',
    async (_case, changes, expected) => {
      const { server, calendar, booking, item } = await booked()
      const before = item()
      const updated = await calendar.update(booking, changes)
      expect(item()).toMatchObject(expected)
      const changed = Object.keys(expected)
      for (const name of ['subject', 'location', 'start', 'requiredAttendees'] as const) {
        if (!changed.includes(name)) expect(item()?.[name]).toEqual(before?.[name])
      }
      expect(updated).toMatchObject({ key: booking.key, itemId: booking.itemId, uid: booking.uid })
      expect(updated.changeKey).toBe(item()?.itemId?.changeKey)
      expect(await calendar.book({ ...details, ...changes } as typeof details)).toEqual(updated)
      expect(await calendar.book(details)).toEqual(updated)
      const other = { ...details, ...changes, title: 'Other' } as typeof details
      expect(await rejection(calendar.book(other))).toBeInstanceOf(BookingKeyReusedError)
      expect(invalidRequests(server)).toEqual([])
    },
  )

  it.each<[string, AppointmentChanges, object]>([
    ['the location', { location: '' }, { location: undefined }],
    ['the description', { description: '' }, { body: { value: '' } }],
    ['the categories', { categories: [] }, { categories: undefined }],
    ['the guests', { attendees: [] }, { requiredAttendees: undefined }],
  ])('removes %s', async (_case, changes, expected) => {
    const { server, calendar, booking, item } = await booked()
    await calendar.update(booking, changes)
    expect({ ...ABSENT, ...item() }).toMatchObject(expected)
    expect(invalidRequests(server)).toEqual([])
  })

  it('is one conditional change, of two requests if the times stay', async () => {
    const { server, calendar, booking } = await booked()
    await calendar.update(booking, { title: 'Surgery', location: 'Ward 8', status: 'tentative' })
    expect(operationsOf(server)).toEqual(['GetItem', 'UpdateItem'])
  })

  it.each<[string, AppointmentChanges, readonly object[]]>([
    ['a title', { title: 'Surgery' }, [{ kind: 'MeetingRequest', to: [GUEST.address] }]],
    ['times and a title', { ...later, title: 'Surgery' }, [{ kind: 'MeetingRequest', to: [GUEST.address] }]],
    ['a status, a reminder and categories', { status: 'tentative', reminder: 5, categories: [] }, []],
    ['what stays as it is', { title: request.title, location: 'Ward 7', ...slot, attendees: [GUEST] }, []],
    ['what stays as it is, and a status', { title: request.title, status: 'tentative' }, []],
  ])('tells guests once of %s', async (_case, changes, sent) => {
    const { server, calendar, booking } = await booked()
    await calendar.update(booking, changes)
    await calendar.update(booking, changes)
    expect(server.sent).toMatchObject(sent)
    expect(server.sent).toHaveLength(sent.length)
  })

  it('invites who is new, and cancels with who is gone', async () => {
    const { server, calendar, booking } = await booked()
    const relative = { address: 'relative@example.com', optional: true }
    await calendar.update(booking, { attendees: [GUEST, relative] })
    await calendar.update(booking, { attendees: [relative] })
    expect(server.sent).toMatchObject([
      { kind: 'MeetingRequest', to: [relative.address] },
      { kind: 'MeetingCancellation', to: [GUEST.address] },
    ])
  })

  it('sends nothing again where nothing is left to do', async () => {
    const { server, calendar, booking } = await booked()
    await calendar.update(booking, { title: 'Surgery', description: 'New' })
    server.clear()
    await calendar.update(booking, { title: 'Surgery', description: 'New' })
    expect(operationsOf(server)).toEqual(['GetItem'])
  })

  it('puts right what somebody has changed in Outlook', async () => {
    const { client, calendar, booking, item } = await booked()
    await client.updateItem({
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId: { id: booking.itemId },
          updates: [{ setItemField: { fieldURI: { fieldURI: 'item:Subject' }, calendarItem: { subject: 'By hand' } } }],
        },
      ],
    })
    await calendar.update(booking, { title: request.title })
    expect(item()).toMatchObject({ subject: request.title })
  })

  it('stays, whoever repeats the call that made the booking', async () => {
    const { server, calendar, booking } = await booked()
    const updated = await calendar.update(booking, { status: 'tentative', title: 'Surgery' })
    const another = new BookingCalendar(clientOf(server), { mailbox: MAILBOX })
    expect(await another.book(details)).toEqual(updated)
    expect(server.calendar(MAILBOX)).toMatchObject([{ legacyFreeBusyStatus: 'Tentative', subject: 'Surgery' }])
  })

  it('changes nothing if the new time is taken', async () => {
    const { server, calendar, booking, item } = await booked()
    server.add(MAILBOX, { subject: 'x', ...later })
    const before = item()
    expect(await rejection(calendar.update(booking, { ...later, title: 'Surgery' }))).toBeInstanceOf(SlotTakenError)
    expect(item()).toEqual(before)
    expect(server.sent).toEqual([])
    expect(entriesOf(server)).toHaveLength(2)
  })

  it('with another key than the item has is refused, and so is reschedule', async () => {
    const { calendar, booking } = await booked()
    const wrong = { ...booking, key: 'order-2' }
    for (const call of [() => calendar.update(wrong, { title: 'x' }), () => calendar.reschedule(wrong, later)]) {
      const error = await rejection(call())
      expect(error).toBeInstanceOf(EwsRequestError)
      expect(error).toMatchObject({ path: 'booking.key' })
    }
  })

  it.each<[string, object, string]>([
    ['nothing', {}, 'changes'],
    ['an unknown detail', { titles: 'x' }, 'titles'],
    ['a start alone', { start: at('09:00') }, 'end'],
    ['a title that is too long', { title: 'x'.repeat(256) }, 'title'],
    ['a key', { key: 'x' }, 'changes'],
  ])('refuses %s and sends nothing', async (_case, changes, path) => {
    const { server, calendar, booking } = await booked()
    expect(await rejection(calendar.update(booking, changes))).toMatchObject({ path })
    expect(operationsOf(server)).toEqual([])
  })

  it('of an appointment of somebody else names `adopt`', async () => {
    const { server, calendar } = await calendarAndServer()
    const { id: itemId } = server.add(MAILBOX, { subject: 'x', ...slot })
    const error = await rejection(calendar.update({ itemId, key: 'order-1' }, { title: 'x' }))
    expect(error).toMatchObject({ path: 'booking', hint: expect.stringContaining('adopt') })
  })

  it('at the same moment as others keeps all of them', async () => {
    const { server, calendar, booking, item } = await booked()
    await Promise.all([
      calendar.update(booking, { title: 'Surgery' }),
      calendar.update(booking, { location: 'Ward 8' }),
      calendar.reschedule(booking, later),
      calendar.update(booking, { categories: ['New'] }),
    ])
    expect(item()).toMatchObject({ subject: 'Surgery', location: 'Ward 8', categories: ['New'], ...later })
    expect(entriesOf(server)).toHaveLength(1)
    const newest = { ...details, title: 'Surgery', location: 'Ward 8', categories: ['New'], ...later }
    expect(await calendar.book(newest)).toMatchObject({ itemId: booking.itemId })
  })

  it('whose outcome is in doubt says so, and the same call finds out', async () => {
    const state = { isBroken: false }
    const { simulator, signal } = uncertainUpdates(state)
    const { calendar, booking, item } = await booked({}, simulator)
    state.isBroken = true
    const error = await rejection(calendar.update(booking, { title: 'Surgery' }, { signal }))
    expect(error).toBeInstanceOf(BookingOutcomeUnknownError)
    state.isBroken = false
    await calendar.update(booking, { title: 'Surgery' })
    expect(item()).toMatchObject({ subject: 'Surgery' })
  })

  it('whose answer is lost is carried out once, and guests are told once', async () => {
    const { server, calendar, booking, item } = await booked()
    server.inject({ operation: 'UpdateItem', fault: 'dropAfterCommit', times: 1 })
    await calendar.update(booking, { title: 'Surgery' })
    expect(item()).toMatchObject({ subject: 'Surgery' })
    expect(server.sent).toHaveLength(1)
  })
})

describe('update on a server that does not keep its word', () => {
  it('is refused where ChangeKey is ignored, and so is adopt', async () => {
    const { server, calendar } = await calendarAndServer({}, { deviations: ['ignoresChangeKeys'] })
    const { id } = server.add(MAILBOX, { subject: 'x', ...later })
    const booking = await calendar.book(request)
    for (const call of [() => calendar.update(booking, { title: 'x' }), () => calendar.adopt(id, { key: 'order-2' })]) {
      const error = await rejection(call())
      expect(error).toBeInstanceOf(UnreliableServerError)
      expect(error).toMatchObject({ limitation: 'conditionalUpdates' })
    }
    expect(entriesOf(server)).toMatchObject([{ state: 'confirmed' }, { state: undefined }])
  })

  it('is refused there even if it is the first call of a process, and found out by the booking itself', async () => {
    const { server, calendar } = await calendarAndServer({}, { deviations: ['ignoresChangeKeys'] })
    const booking = await calendar.book(request)
    const another = new BookingCalendar(clientOf(server), { mailbox: MAILBOX })
    expect(await rejection(another.update(booking, { title: 'x' }))).toMatchObject({ limitation: 'conditionalUpdates' })
    expect(server.calendar(MAILBOX)).toMatchObject([{ subject: request.title }])
  })

  it('works as the first call of a process on Exchange', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book(request)
    const another = new BookingCalendar(clientOf(server), { mailbox: MAILBOX })
    server.clear()
    expect(await another.update(booking, { title: 'x' })).toMatchObject({ itemId: booking.itemId })
    expect(operationsOf(server)).toEqual(['GetItem', 'UpdateItem', 'UpdateItem', 'GetItem', 'UpdateItem'])
  })

  it('sets the status by its MAPI property where its field is ignored', async () => {
    const { calendar, server } = await calendarAndServer({}, { deviations: ['ignoresStatusUpdates'] })
    const booking = await calendar.book({ ...request, status: 'tentative' })
    await calendar.update(booking, { status: 'outOfOffice' })
    expect(entriesOf(server)).toMatchObject([{ status: 'OOF' }])
  })

  it('says so if it ignores the status, and the rest is changed', async () => {
    const deviations = ['ignoresStatusUpdates', 'ignoresStatusProperties'] as const
    const { calendar, server } = await calendarAndServer({}, { deviations })
    const booking = await calendar.book({ ...request, status: 'tentative' })
    expect(await rejection(calendar.update(booking, { status: 'outOfOffice', title: 'Surgery' }))).toMatchObject({
      limitation: 'statusUpdates',
    })
    expect(server.calendar(MAILBOX)).toMatchObject([{ legacyFreeBusyStatus: 'Tentative', subject: 'Surgery' }])
  })
})

describe('names of guests', () => {
  const renamed = [{ ...GUEST, name: 'Anna Patient' }]

  it('are changed, and only once', async () => {
    const { server, calendar, booking } = await booked()
    const changed = await calendar.update(booking, { attendees: renamed })
    expect(changed.changeKey).not.toBe(booking.changeKey)
    expect(await calendar.get(booking)).toMatchObject({ attendees: [{ name: 'Anna Patient' }] })
    server.clear()
    expect(await calendar.update(changed, { attendees: renamed })).toEqual(changed)
    expect(operationsOf(server)).toEqual(['GetItem'])
  })

  it('stay as they are if none are given', async () => {
    const { server, calendar, booking } = await booked()
    server.clear()
    await calendar.update(booking, { attendees: [{ address: GUEST.address }] })
    expect(await calendar.get(booking)).toMatchObject({ attendees: [GUEST] })
    expect(server.sent).toEqual([])
  })

  it('that the server has replaced by those of its directory are not written again', async () => {
    const { server, calendar, client, booking } = await booked()
    const changed = await calendar.update(booking, { attendees: renamed })
    const get = client.getItem.bind(client)
    vi.spyOn(client, 'getItem').mockImplementation(async (...asked) => {
      const answer = await get(...asked)
      const requiredAttendees = [{ mailbox: { name: 'PATIENT Anna (EXT)', emailAddress: GUEST.address } }]
      const items = answer.responseMessages[0]?.items?.map((item) => ({ ...item, requiredAttendees }))
      return { responseMessages: [{ responseClass: 'Success', responseCode: 'NoError', items }] }
    })
    server.clear()
    expect(await calendar.update(changed, { attendees: renamed })).toEqual(changed)
    expect(operationsOf(server)).toEqual(['GetItem'])
  })
})

describe('rooms', () => {
  const withRoom = { ...details, rooms: [ROOM] }

  it('are resources of the meeting, and hear of it', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book(withRoom)
    expect(server.sent).toMatchObject([{ to: [GUEST.address, ROOM] }])
    expect(await calendar.get(booking)).toMatchObject({
      attendees: [{ address: GUEST.address }, { address: ROOM, resource: true, response: expect.any(String) }],
    })
    expect(await calendar.book(withRoom)).toEqual(booking)
  })

  it('must be free at that time', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(ROOM, { subject: 'x', start: at('09:30'), end: at('09:45') })
    const error = await rejection(calendar.book(withRoom))
    expect(error).toBeInstanceOf(SlotTakenError)
    expect(error).toMatchObject({ room: ROOM, takenBy: { status: 'busy', start: at('09:30') } })
    expect(entriesOf(server)).toEqual([])
  })

  it('that nobody knows are not free', async () => {
    const { calendar } = await calendarAndServer()
    const error = await rejection(calendar.book({ ...request, rooms: ['nowhere@example.com'] }))
    expect(error).toMatchObject({ responseCode: 'ErrorMailRecipientNotFound' })
  })

  it('are not blocked by the meeting itself when it is updated', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book(withRoom)
    const half = { start: at('09:30'), end: at('10:30') }
    expect(await calendar.update(booking, { ...half, rooms: [ROOM] })).toMatchObject({ itemId: booking.itemId })
    server.add(ROOM, { subject: 'Another one', ...later })
    const taken = calendar.update(booking, { start: at('10:30'), end: at('11:30'), rooms: [ROOM] })
    expect(await rejection(taken)).toMatchObject({ room: ROOM })
  })

  it.each<[string, (calendar: BookingCalendar, booking: Booking, times: Window) => Promise<unknown>]>([
    ['reschedule', (calendar, booking, times) => calendar.reschedule(booking, times)],
    ['update', (calendar, booking, times) => calendar.update(booking, { title: 'Surgery', ...times })],
  ])('that are invited already must be free at a new time: %s', async (_, move) => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book(withRoom)
    const before = server.calendar(MAILBOX)
    server.add(ROOM, { subject: 'Another one', ...later })
    const error = await rejection(move(calendar, booking, later))
    expect(error).toBeInstanceOf(SlotTakenError)
    expect(error).toMatchObject({ room: ROOM })
    expect(server.calendar(MAILBOX)).toEqual(before)
    const free = { start: at('14:00'), end: at('15:00') }
    expect(await move(calendar, booking, free)).toMatchObject({ start: free.start.toISOString() })
  })

  it('that are invited already are asked for their new time alone, and not if the caller names them as attendees', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book(withRoom)
    server.add(ROOM, { subject: 'Another one', ...slot })
    server.clear()
    await calendar.update(booking, { title: 'Surgery' })
    expect(operationsOf(server)).not.toContain('GetUserAvailability')
    const attendees = [GUEST, { address: ROOM, resource: true }]
    server.add(ROOM, { subject: 'Another one', ...later })
    expect(await calendar.update(booking, { attendees, ...later })).toMatchObject({ start: later.start.toISOString() })
  })

  it('that stay are not asked when others are removed, so that none is left blocked by another one', async () => {
    const { server, client, calendar } = await calendarAndServer({ trusted: true })
    const other = 'nowhere@example.com'
    const attendees = [GUEST, { address: ROOM, resource: true }, { address: other, resource: true }]
    const booking = await calendar.book({ ...details, attendees })
    const update = client.updateItem.bind(client)
    vi.spyOn(client, 'updateItem').mockImplementationOnce(async (...asked) => {
      server.add(ROOM, { subject: 'Another one', ...later })
      return update(...asked)
    })
    await calendar.update(booking, { rooms: [ROOM], ...later })
    const kept = (await calendar.get(booking))?.attendees?.filter(({ resource }) => resource)
    expect(kept).toMatchObject([{ address: ROOM }])
  })

  it('that have declined are taken by whatever is in their calendar', async () => {
    const { server, client, calendar } = await calendarAndServer()
    const booking = await calendar.book(withRoom)
    server.add(ROOM, { subject: 'Another one', ...slot })
    const [item] = server.calendar(MAILBOX)
    vi.spyOn(client, 'getItem').mockResolvedValue({
      responseMessages: [
        {
          responseClass: 'Success',
          responseCode: 'NoError',
          items: [{ ...item, resources: [{ mailbox: { emailAddress: ROOM }, responseType: 'Decline' }] }],
        },
      ],
    })
    const half = { start: at('09:30'), end: at('10:30') }
    expect(await rejection(calendar.reschedule(booking, half))).toMatchObject({ room: ROOM })
  })

  it.each<[string, (calendar: BookingCalendar) => Promise<unknown>]>([
    ['book', (calendar) => calendar.book(withRoom)],
    ['update', async (calendar) => calendar.update(await calendar.book(details), { rooms: [ROOM] })],
  ])('are not blocked by the meeting itself when another call to %s has just made it', async (_, call) => {
    const { server, calendar, client } = await calendarAndServer({ trusted: true })
    const original = client.getUserAvailability.bind(client)
    const another = new BookingCalendar(trusting(clientOf(server)), { mailbox: MAILBOX })
    vi.spyOn(client, 'getUserAvailability').mockImplementationOnce(async (...asked) => {
      await call(another)
      server.add(ROOM, { subject: 'Accepted', ...slot })
      return original(...asked)
    })
    expect(await call(calendar)).toMatchObject({ itemId: entriesOf(server)[0]?.id })
    expect(entriesOf(server)).toMatchObject([{ key: request.key, state: 'confirmed' }])
  })

  it('are never left blocked: no change and no cancellation keeps from them what concerns them', async () => {
    const { server, calendar } = await calendarAndServer()
    const quiet = { notify: 'none' } as const
    expect(await rejection(calendar.book(withRoom, quiet))).toMatchObject({ path: 'notify' })
    const booking = await calendar.book(withRoom)
    const before = server.calendar(MAILBOX)
    for (const call of [
      () => calendar.cancel(booking, quiet),
      () => calendar.reschedule(booking, later, quiet),
      () => calendar.update(booking, { title: 'x' }, quiet),
      () => calendar.update(booking, { rooms: [] }, quiet),
    ]) {
      expect(await rejection(call())).toMatchObject({ path: 'notify' })
    }
    expect(server.calendar(MAILBOX)).toEqual(before)
    await calendar.update(booking, { status: 'tentative' }, quiet)
    await calendar.update(booking, { rooms: [] })
    expect(server.sent.at(-1)).toMatchObject({ kind: 'MeetingCancellation', to: [ROOM] })
    await calendar.cancel(booking, quiet)
  })

  it('that are removed together with another change get a change of their own', async () => {
    const { server, calendar } = await calendarAndServer({ trusted: true })
    const booking = await calendar.book(withRoom)
    server.clear()
    await calendar.update(booking, { title: 'Surgery', rooms: [], ...later })
    const updates = server.requests.filter(({ operation }) => operation === 'UpdateItem').map(({ xml }) => xml)
    expect(updates.map((xml) => /SendMeetingInvitationsOrCancellations="(\w+)"/.exec(xml)?.[1])).toEqual([
      'SendToAllAndSaveCopy',
      'SendToChangedAndSaveCopy',
    ])
    expect(server.sent.at(-1)).toMatchObject({ kind: 'MeetingCancellation', to: [ROOM] })
    expect(server.calendar(MAILBOX).map((item) => ({ ...ABSENT, ...item }))).toMatchObject([
      { subject: 'Surgery', resources: undefined, ...later },
    ])
  })
})

describe('notify: none', () => {
  it('tells nobody, in book, update, reschedule and cancel', async () => {
    const { server, calendar } = await calendarAndServer()
    const quiet = { notify: 'none' } as const
    const booking = await calendar.book(details, quiet)
    expect(server.calendar(MAILBOX)).toMatchObject([
      { requiredAttendees: [{ mailbox: { emailAddress: GUEST.address } }] },
    ])
    await calendar.update(booking, { title: 'Surgery' }, quiet)
    await calendar.reschedule(booking, later, quiet)
    await calendar.cancel(booking, quiet)
    expect(server.sent).toEqual([])
    expect(entriesOf(server)).toEqual([])
  })

  it.each([
    [{ notify: 'nobody' }, 'notify'],
    [{ guard: 'some' }, 'guard'],
  ])('refuses %j', async (options, path) => {
    const { server, calendar } = await calendarAndServer()
    expect(await rejection(calendar.book(request, options as object))).toMatchObject({ path })
    expect(server.requests).toEqual([])
  })
})

describe("guard: 'none'", () => {
  const unguarded = { guard: 'none' } as const

  it('books over others, and exactly once still', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'x', ...slot })
    const seats = ['seat-1', 'seat-2', 'seat-1', 'seat-2', 'seat-3', 'seat-1']
    await Promise.all(seats.map((key) => calendar.book({ ...request, key }, unguarded)))
    expect(
      entriesOf(server)
        .flatMap(({ key }) => key ?? [])
        .sort(),
    ).toEqual(['seat-1', 'seat-2', 'seat-3'])
    expect(await rejection(calendar.book({ ...request, key: 'seat-1', title: 'Other' }, unguarded))).toBeInstanceOf(
      BookingKeyReusedError,
    )
  })

  it('blocks those that are guarded', async () => {
    const { calendar } = await calendarAndServer()
    await calendar.book({ ...request, key: 'seat-1' }, unguarded)
    expect(await rejection(calendar.book(request))).toBeInstanceOf(SlotTakenError)
  })

  it('moves over others', async () => {
    const { server, calendar } = await calendarAndServer()
    const seats = await Promise.all(['seat-1', 'seat-2'].map((key) => calendar.book({ ...request, key }, unguarded)))
    for (const seat of seats) await calendar.reschedule(seat, later, unguarded)
    expect(entriesOf(server)).toMatchObject([later, later])
  })
})

describe('whatever is changed', () => {
  const HOUR_MS = 60 * 60_000
  const person = fc.record(
    {
      address: fc.constantFrom('a@example.com', 'b@example.com', 'c@example.com'),
      name: fc.constantFrom('A', 'B'),
      optional: fc.boolean(),
    },
    { requiredKeys: ['address'] },
  )
  const texts: fc.Arbitrary<Partial<AppointmentDetails>> = fc.record(
    {
      title: fc.constantFrom('Surgery', 'Visit'),
      description: fc.constantFrom('', 'Bring it', { html: '<p>Bring it</p>' }),
      location: fc.constantFrom('', 'Ward 8'),
      status: fc.constantFrom('busy', 'free', 'tentative'),
      categories: fc.constantFrom([], ['Visit'], ['Visit', 'First']),
      reminder: fc.constantFrom<(number | false)[]>(false, 0, 15),
      sensitivity: fc.constantFrom('normal', 'private'),
      attendees: fc.uniqueArray(person, { maxLength: 3, selector: ({ address }) => address }),
      rooms: fc.constantFrom([], [ROOM]),
    },
    { requiredKeys: [] },
  )
  const times = fc.integer({ min: 0, max: 3 }).map((hours) => {
    const start = new Date(slot.start.getTime() + hours * HOUR_MS)
    return { start, end: new Date(start.getTime() + HOUR_MS) }
  })
  const changes = fc
    .record({ texts, times: fc.option(times, { nil: undefined }) })
    .filter((change) => Object.keys({ ...change.texts, ...change.times }).length > 0)

  it('the calendar holds it, book gives it, and repeating it writes nothing and tells nobody', async () => {
    const { server, calendar } = await calendarAndServer({ trusted: true })
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { minLength: 1, maxLength: 4 }), async (list) => {
        let newest: AppointmentDetails & Window & { readonly key: string } = details
        let booking = await calendar.book(newest)
        for (const { texts, times } of list) {
          const change: AppointmentChanges = times === undefined ? texts : { ...texts, ...times }
          booking = await calendar.update(booking, change)
          newest = { ...newest, ...texts, ...times }
          server.clear()
          expect(await calendar.update(booking, change)).toEqual(booking)
          expect(operationsOf(server).filter((name) => name !== 'FindItem')).toEqual(['GetItem'])
          expect(server.sent).toEqual([])
          expect(await calendar.book(newest)).toEqual(booking)
        }
        const { start, end, title, location = '', categories, status, attendees = [] } = newest
        const found = await calendar.get(booking)
        expect(found).toMatchObject({ start, end, title, status: status ?? 'busy' })
        expect([found?.location ?? '', found?.categories]).toEqual([location, categories])
        expect(found?.attendees?.map(({ address }) => address).sort()).toEqual(
          [...attendees.map(({ address }) => address), ...(newest.rooms ?? [])].sort(),
        )
        await calendar.cancel(booking)
        expect(await calendar.freeBusy(day)).toEqual([])
        expect(server.calendar(ROOM).filter(({ legacyFreeBusyStatus }) => legacyFreeBusyStatus === 'Busy')).toEqual([])
      }),
      { numRuns: bySuite({ quick: 10, slow: 150 }) },
    )
  })
})
