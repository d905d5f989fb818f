import { EwsRequestError, EwsTimeoutError } from 'ews-booking'
import {
  BookingCalendar,
  BookingKeyReusedError,
  BookingOutcomeUnknownError,
  type BookingRequest,
  SlotTakenError,
} from 'ews-booking/booking'
import type { NewAppointment } from 'ews-booking/simulator'
import { describe, expect, it, vi } from 'vitest'
import { createItem } from '../../src/simulator/services/create-item'
import { getItem } from '../../src/simulator/services/get-item'
import { updateItem } from '../../src/simulator/services/update-item'
import { ServiceError } from '../../src/simulator/soap/service-error'
import { stopClock, until } from '../clock'
import { at, day, everythingShownOf, MAILBOX, rejection } from '../exchange'
import {
  addHold,
  afterwards,
  ago,
  beforehand,
  calendarAndServer,
  entriesOf,
  passWhileItWaits,
  request,
  slot,
  uncertainUpdates,
} from './bookings'

const ZURICH = { timeZone: 'Europe/Zurich' }

const full = {
  ...request,
  description: 'first line\nsecond line',
  location: 'Room 1',
  status: 'outOfOffice',
  categories: ['Booked', 'Online'],
  reminder: 15,
  sensitivity: 'private',
  attendees: [
    { address: 'patient@example.com', name: 'Patient' },
    { address: 'relative@example.com', optional: true },
    { address: 'room-1@example.com', resource: true },
  ],
} satisfies BookingRequest

describe('book', () => {
  it('pain 24: makes the appointment and returns what to store: plain JSON without title, with the id unchanged', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book(full)
    expect(JSON.parse(JSON.stringify(booking))).toEqual(booking)
    const [item] = server.calendar(MAILBOX)
    expect(booking).toEqual({
      key: 'order-1',
      itemId: item?.itemId?.id,
      changeKey: item?.itemId?.changeKey,
      uid: item?.uid,
      mailbox: MAILBOX,
      start: '2026-12-01T09:00:00.000Z',
      end: '2026-12-01T10:00:00.000Z',
    })
    expect(await calendar.freeBusy(day)).toEqual([{ ...slot, status: 'outOfOffice' }])
  })

  it('sets everything that was asked for', async () => {
    const { server, calendar } = await calendarAndServer(ZURICH)
    await calendar.book(full)
    expect(server.calendar(MAILBOX)).toMatchObject([
      {
        subject: 'Consultation',
        body: { bodyType: 'Text', value: 'first line\nsecond line' },
        location: 'Room 1',
        legacyFreeBusyStatus: 'OOF',
        categories: ['Booked', 'Online'],
        reminderIsSet: true,
        reminderMinutesBeforeStart: 15,
        sensitivity: 'Private',
        isMeeting: true,
        isAllDayEvent: false,
        requiredAttendees: [{ mailbox: { emailAddress: 'patient@example.com', name: 'Patient' } }],
        optionalAttendees: [{ mailbox: { emailAddress: 'relative@example.com' } }],
        resources: [{ mailbox: { emailAddress: 'room-1@example.com' } }],
        ...slot,
      },
    ])
  })

  it('takes HTML', async () => {
    const { server, calendar } = await calendarAndServer()
    await calendar.book({ ...request, description: { html: '<p>Bring <b>scans</b></p>' } })
    expect(server.calendar(MAILBOX)).toMatchObject([{ body: { bodyType: 'HTML', value: '<p>Bring <b>scans</b></p>' } }])
  })

  it('sets no reminder and the status busy by default', async () => {
    const { server, calendar } = await calendarAndServer()
    await calendar.book(request)
    expect(server.calendar(MAILBOX)).toMatchObject([
      { reminderIsSet: false, legacyFreeBusyStatus: 'Busy', sensitivity: 'Normal', isMeeting: false },
    ])
    expect(server.sent).toEqual([])
  })

  it.each([
    ['Europe/Zurich', 'W. Europe Standard Time'],
    ['Europe/Kyiv', 'FLE Standard Time'],
    ['UTC', 'UTC'],
  ])('pain 8: gives the appointment the time zone of the calendar, %s, by its Windows name', async (timeZone, id) => {
    const { server, calendar } = await calendarAndServer({ timeZone })
    await calendar.book(request)
    expect(server.calendar(MAILBOX)).toMatchObject([{ startTimeZone: { id }, endTimeZone: { id }, ...slot }])
  })

  it.each([
    ['are two', '2027-05-01', '2027-05-03', '2027-04-30T22:00:00.000Z', '2027-05-02T22:00:00.000Z'],
    ['have 23 hours', '2027-03-28', undefined, '2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z'],
    ['have 25 hours', '2027-10-31', undefined, '2027-10-30T22:00:00.000Z', '2027-10-31T23:00:00.000Z'],
  ])(
    'pain 10: whole days last from midnight to midnight in that zone, where they %s',
    async (_case, first, until, start, end) => {
      const { server, calendar } = await calendarAndServer(ZURICH)
      const booking = await calendar.book({ key: 'order-1', title: 'Holiday', allDay: true, start: first, end: until })
      expect(booking).toMatchObject({ start, end })
      expect(server.calendar(MAILBOX)).toMatchObject([
        { isAllDayEvent: true, start: new Date(start), end: new Date(end), legacyFreeBusyStatus: 'Busy' },
      ])
      const [event] = await calendar.events({ start: new Date(start), end: new Date(end) })
      expect(event).toMatchObject({ allDay: true, title: 'Holiday' })
    },
  )

  it.each<[string, object, string]>([
    ['no key', { key: '' }, 'key'],
    ['a key that is too long', { key: 'x'.repeat(256) }, 'key'],
    ['a key that Exchange would keep as another', { key: 'a\nb' }, 'key'],
    ['an end before the start', { end: at('08:00') }, 'end'],
    ['no length', { end: at('09:00') }, 'end'],
    ['an invalid start', { start: new Date('tomorrow') }, 'start'],
    ['a start that is no Date', { start: '2026-12-01T09:00:00Z' }, 'start'],
    ['a title that XML can not carry', { title: '\u0000' }, 'title'],
    ['an attendee without address', { attendees: [{ address: '' }] }, 'attendees[0].address'],
  ])('refuses %s, and nothing is sent', async (_case, part, path) => {
    const { server, calendar } = await calendarAndServer()
    const error = await rejection(calendar.book({ ...request, ...part }))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path })
    expect(server.requests).toEqual([])
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a deadline of %s', async (deadlineMs) => {
    const { server, calendar } = await calendarAndServer()
    expect(await rejection(calendar.book(request, { deadlineMs }))).toMatchObject({ path: 'deadlineMs' })
    expect(server.requests).toEqual([])
  })
})

describe('a booking that is not confirmed yet', () => {
  it('is a tentative item without attendees and reminder, and sends no mail', async () => {
    const updateBegun = vi.fn()
    const { server, calendar } = await calendarAndServer(
      { trusted: true },
      {
        services: [beforehand(updateItem, () => updateBegun(server.calendar(MAILBOX), server.sent))],
      },
    )
    await calendar.book(full)
    expect(updateBegun).toHaveBeenCalledOnce()
    const [[hold], sent] = updateBegun.mock.lastCall ?? [[]]
    expect(hold).toMatchObject({ subject: 'Consultation', legacyFreeBusyStatus: 'Tentative', reminderIsSet: false })
    expect(hold).toMatchObject({ isMeeting: false, meetingRequestWasSent: false })
    expect(hold.requiredAttendees ?? hold.optionalAttendees ?? hold.resources).toBeUndefined()
    expect(sent).toEqual([])
  })

  it('sends each attendee one invitation when it is confirmed', async () => {
    const { server, calendar } = await calendarAndServer()
    await calendar.book(full)
    expect(server.sent).toMatchObject([
      {
        operation: 'UpdateItem',
        kind: 'MeetingRequest',
        from: MAILBOX,
        to: ['patient@example.com', 'relative@example.com', 'room-1@example.com'],
      },
    ])
  })
})

describe('pain 25: a key', () => {
  it('names one appointment: a repeated call returns the same booking and changes nothing', async () => {
    const { server, calendar } = await calendarAndServer()
    const { key, attendees, ...rest } = full
    const booking = await calendar.book(full)
    const before = server.calendar(MAILBOX)
    expect(await calendar.book({ ...structuredClone(rest), attendees, key })).toEqual(booking)
    expect(server.calendar(MAILBOX)).toEqual(before)
    expect(server.sent).toHaveLength(1)
  })

  it('names one appointment even if ten calls run at the same time', async () => {
    const { server, calendar, client } = await calendarAndServer()
    const other = new BookingCalendar(client, { mailbox: MAILBOX })
    const calls = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? calendar : other).book(request))
    const bookings = await Promise.all(calls)
    expect(new Set(bookings.map((booking) => JSON.stringify(booking))).size).toBe(1)
    expect(entriesOf(server)).toMatchObject([{ key: 'order-1', state: 'confirmed' }])
  })

  it('is case-sensitive and may contain any character', async () => {
    const { server, calendar } = await calendarAndServer()
    await calendar.book({ ...request, key: 'Order <1> & "ü" 😀' })
    await calendar.book({ ...request, key: 'order <1> & "ü" 😀', start: at('10:00'), end: at('11:00') })
    expect(entriesOf(server).map(({ key }) => key)).toEqual(['Order <1> & "ü" 😀', 'order <1> & "ü" 😀'])
  })

  it.each<[string, object]>([
    ['title', { title: 'Something else' }],
    ['description', { description: 'x' }],
    ['attendees', { attendees: [{ address: 'patient@example.com' }] }],
    ['end', { end: at('10:30') }],
    ['time', { start: at('15:00'), end: at('16:00') }],
  ])('that was used with another %s is refused, and the booking stays unchanged', async (_case, other) => {
    const { server, calendar } = await calendarAndServer()
    await calendar.book(request)
    const before = server.calendar(MAILBOX)
    const error = await rejection(calendar.book({ ...request, ...other }))
    expect(error).toBeInstanceOf(BookingKeyReusedError)
    expect(error).toMatchObject({ code: 'ERR_BOOKING_KEY_REUSED', key: 'order-1', retryable: false })
    expect(server.calendar(MAILBOX)).toEqual(before)
  })

  it('can be used again once its booking is cancelled, and so can its time', async () => {
    const { server, calendar } = await calendarAndServer()
    const first = await calendar.book(request)
    await calendar.cancel(first)
    const second = await calendar.book({ ...request, title: 'Something else' })
    expect(second.itemId).not.toBe(first.itemId)
    expect(entriesOf(server)).toMatchObject([{ id: second.itemId, state: 'confirmed' }])
  })

  it('finds its booking even after somebody has moved it in Outlook', async () => {
    const { server, calendar, client } = await calendarAndServer()
    const { itemId: id } = await calendar.book(request)
    const set = (name: 'start' | 'end', fieldURI: 'calendar:Start' | 'calendar:End', value: Date) => ({
      setItemField: { fieldURI: { fieldURI }, calendarItem: { [name]: value } },
    })
    await client.updateItem({
      conflictResolution: 'AlwaysOverwrite',
      sendMeetingInvitationsOrCancellations: 'SendToNone',
      itemChanges: [
        {
          itemId: { id },
          updates: [set('end', 'calendar:End', at('16:00')), set('start', 'calendar:Start', at('15:00'))],
        },
      ],
    })
    expect(await calendar.book(request)).toMatchObject({ itemId: id, start: at('15:00').toISOString() })
    expect(entriesOf(server)).toHaveLength(1)
  })
})

describe('pain 25: a time', () => {
  const taken = (status: NewAppointment['status'], more: Partial<NewAppointment> = {}): NewAppointment => ({
    subject: 'Diagnosis',
    start: at('09:30'),
    end: at('11:00'),
    status,
    ...more,
  })

  it.each([
    ['Busy', 'busy', []],
    ['OOF', 'outOfOffice', []],
    ['NoData', 'unknown', []],
    ['Tentative', 'tentative', ['tentative']],
    ['WorkingElsewhere', 'workingElsewhere', ['tentative', 'workingElsewhere']],
  ] as const)('is taken by an appointment made in Outlook with the status %s', async (status, ours, treatAsBusy) => {
    const { server, calendar } = await calendarAndServer({ treatAsBusy })
    server.add(MAILBOX, taken(status))
    const error = await rejection(calendar.book(request))
    expect(error).toBeInstanceOf(SlotTakenError)
    expect(error).toMatchObject({
      code: 'ERR_BOOKING_SLOT_TAKEN',
      retryable: false,
      takenBy: { start: at('09:30'), end: at('11:00'), status: ours },
    })
    expect(entriesOf(server)).toHaveLength(1)
  })

  it.each([
    ['Free', ['tentative', 'workingElsewhere']],
    ['Tentative', []],
    ['Tentative', ['workingElsewhere']],
    ['WorkingElsewhere', []],
    ['WorkingElsewhere', ['tentative']],
  ] as const)('is not taken by an appointment with the status %s if treatAsBusy is %j', async (status, treatAsBusy) => {
    const { server, calendar } = await calendarAndServer({ treatAsBusy })
    server.add(MAILBOX, taken(status))
    const { itemId: id } = await calendar.book(request)
    expect(entriesOf(server)).toContainEqual(expect.objectContaining({ id, state: 'confirmed' }))
  })

  it('is blocked by a tentative appointment by default', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, taken('Tentative'))
    expect(await rejection(calendar.book(request))).toMatchObject({ takenBy: { status: 'tentative' } })
  })

  it('is not taken by an appointment that ends when it starts, or starts when it ends', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, taken('Busy', { start: at('08:00'), end: at('09:00') }))
    server.add(MAILBOX, taken('Busy', { start: at('10:00'), end: at('11:00') }))
    await calendar.book(request)
    expect(entriesOf(server).map(({ key }) => key)).toEqual([undefined, 'order-1', undefined])
  })

  it('is taken by an occurrence of a series', async () => {
    const { server, calendar } = await calendarAndServer()
    const monthBefore = { start: new Date('2026-11-03T09:45:00Z'), end: new Date('2026-11-03T10:15:00Z') }
    server.add(MAILBOX, {
      ...taken('Busy', monthBefore),
      startTimeZone: { id: 'UTC' },
      recurrence: {
        weeklyRecurrence: { interval: 1, daysOfWeek: ['Tuesday'] },
        noEndRecurrence: { startDate: '2026-11-03' },
      },
    })
    expect(await rejection(calendar.book(request))).toMatchObject({
      takenBy: { start: at('09:45'), end: at('10:15'), status: 'busy' },
    })
  })

  it('is taken by another booking even if that has the status free', async () => {
    const { calendar } = await calendarAndServer()
    await calendar.book({ ...request, status: 'free' })
    expect(await rejection(calendar.book({ ...request, key: 'order-2' }))).toBeInstanceOf(SlotTakenError)
  })

  it('goes to one of ten concurrent calls, and the others get SlotTakenError', async () => {
    const { server, calendar } = await calendarAndServer()
    const calls = Array.from({ length: 10 }, (_, index) => calendar.book({ ...request, key: `order-${index}` }))
    const outcomes = await Promise.allSettled(calls)
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refused).toHaveLength(9)
    expect(refused.every((error) => error instanceof SlotTakenError)).toBe(true)
    expect(entriesOf(server)).toMatchObject([{ state: 'confirmed' }])
  })
})

describe('the hold of another process', () => {
  it.each([
    ['with a smaller key', 'a'],
    ['with a larger key', 'z'],
  ])('%s makes a call wait until its deadline, and the call leaves nothing behind', async (_case, key) => {
    const clock = stopClock()
    const { server, calendar } = await calendarAndServer()
    addHold(server, { key, created: ago(30) })
    const late = rejection(calendar.book(request, { deadlineMs: 1_000 }))
    await passWhileItWaits(clock, 1_000)
    const error = await late
    expect(error).toBeInstanceOf(EwsTimeoutError)
    expect(error).toMatchObject({ retryable: true, timeoutMs: 1_000 })
    expect(entriesOf(server)).toMatchObject([{ key, state: 'hold' }])
  })

  it.each([
    ['a hold', 'a', 'hold', ago(120)],
    ['a hold', 'z', 'hold', ago(120)],
    ['a hold of the same key', 'order-1', 'hold', ago(120)],
    ['what became void', 'a', 'void', ago(1)],
  ] as const)('is removed once its process is dead: %s', async (_case, key, state, created) => {
    const { server, calendar } = await calendarAndServer()
    addHold(server, { key, state, created })
    const { itemId: id } = await calendar.book(request)
    expect(entriesOf(server)).toMatchObject([{ id, key: 'order-1', state: 'confirmed' }])
  })

  it("gets old by the server's clock, even if that is an hour slow", async () => {
    const clock = stopClock()
    const { server, calendar } = await calendarAndServer({}, { now: () => ago(3_600) })
    addHold(server, { key: 'a', created: ago(3_600 + 30) })
    const late = rejection(calendar.book(request, { deadlineMs: 1_000 }))
    await passWhileItWaits(clock, 1_000)
    expect(await late).toBeInstanceOf(EwsTimeoutError)
    expect(entriesOf(server)).toMatchObject([{ key: 'a', state: 'hold' }])
  })

  it('is removed by removeStaleHolds if it is older than clocks can differ, and nothing else is', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book({ ...request, start: at('11:00'), end: at('12:00') })
    server.add(MAILBOX, { subject: 'Maybe', ...slot, status: 'Tentative', dateTimeCreated: ago(11 * 60) })
    addHold(server, { key: 'young', created: ago(9 * 60) })
    addHold(server, { key: 'old', created: ago(11 * 60) })
    addHold(server, { key: 'void', state: 'void', created: ago(11 * 60) })
    await calendar.removeStaleHolds({ start: at('12:00'), end: at('13:00') })
    expect(entriesOf(server)).toHaveLength(5)
    await calendar.removeStaleHolds(day)
    expect(entriesOf(server).map(({ key }) => key)).toEqual([undefined, 'young', booking.key])
  })
})

describe('an appointment that the server lists and does not return', () => {
  it('takes its time', async () => {
    const unreadable = beforehand(getItem, () => {
      throw new ServiceError('ErrorItemCorrupt', 'The item is corrupt.')
    })
    const { server, calendar } = await calendarAndServer({}, { services: [unreadable] })
    server.add(MAILBOX, { subject: 'x', ...slot })
    expect(await rejection(calendar.book(request))).toBeInstanceOf(SlotTakenError)
    expect(entriesOf(server)).toHaveLength(1)
  })
})

describe('a signal that aborts', () => {
  const reason = new Error('The visitor has left')

  it('before the call sends nothing', async () => {
    const { server, calendar } = await calendarAndServer()
    await expect(calendar.book(request, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(server.requests).toEqual([])
  })

  it.each(['FindItem', 'CreateItem', 'UpdateItem'])('while %s hangs leaves nothing behind', async (operation) => {
    const { server, calendar } = await calendarAndServer()
    const controller = new AbortController()
    server.inject({ fault: 'hang', operation })
    const call = calendar.book(request, { signal: controller.signal }).catch((error: unknown) => error)
    await until(() => server.requests.at(-1)?.operation === operation)
    controller.abort(reason)
    expect(await call).toBe(reason)
    expect(entriesOf(server)).toEqual([])
  })

  it('while the hold is created removes it', async () => {
    const controller = new AbortController()
    const creating = afterwards(createItem, () => controller.abort(reason))
    const { server, calendar } = await calendarAndServer({}, { services: [creating] })
    await expect(calendar.book(request, { signal: controller.signal })).rejects.toBe(reason)
    expect(entriesOf(server)).toEqual([])
  })

  it('while the appointment is confirmed is too late: the call returns the booking', async () => {
    const controller = new AbortController()
    const updating = afterwards(updateItem, () => controller.abort(reason))
    const { server, calendar } = await calendarAndServer({ trusted: true }, { services: [updating] })
    const { itemId: id } = await calendar.book(request, { signal: controller.signal })
    expect(entriesOf(server)).toMatchObject([{ id, state: 'confirmed' }])
  })
})

describe('a server that leaves the outcome in doubt', () => {
  it('makes the call say so, and the same call finds out later', async () => {
    const state = { isBroken: true }
    const { simulator, signal } = uncertainUpdates(state)
    const { server, calendar } = await calendarAndServer({ trusted: true }, simulator)
    const error = await rejection(calendar.book(request, { signal }))
    expect(error).toBeInstanceOf(BookingOutcomeUnknownError)
    expect(error).toMatchObject({ code: 'ERR_BOOKING_OUTCOME_UNKNOWN', retryable: true, key: 'order-1' })
    state.isBroken = false
    const { itemId: id } = await calendar.book(request)
    expect(entriesOf(server)).toMatchObject([{ id, state: 'confirmed' }])
  })
})

describe('pain 28: titles of other appointments', () => {
  it('never cross the wire, and no error quotes them or the request', async () => {
    const { server, calendar } = await calendarAndServer()
    server.add(MAILBOX, { subject: 'Diagnosis', ...slot, location: 'Ward 7', body: 'Biopsy' })
    const own = { title: 'Vertigo', description: 'Since Monday', location: 'At home' }
    const later = { start: at('11:00'), end: at('12:00') }
    await calendar.book({ ...request, ...own, ...later, key: 'order-2' })
    addHold(server, { key: 'a', created: ago(1) })
    const errors = await Promise.all([
      rejection(calendar.book({ ...request, ...own })),
      rejection(calendar.book({ ...request, ...own, title: 'Vertigo again', key: 'order-2' })),
      rejection(calendar.book({ ...request, ...own, title: '\u0000Vertigo' })),
    ])
    expect(errors.map(({ code }) => code)).toEqual([
      SlotTakenError.code,
      BookingKeyReusedError.code,
      EwsRequestError.code,
    ])
    const words = /Diagnosis|Ward 7|Biopsy|Vertigo|Since Monday|At home/
    for (const error of errors) expect(everythingShownOf(error)).not.toMatch(words)
    for (const { responseXml } of server.requests) expect(responseXml ?? '').not.toMatch(words)
  })
})
