import { EwsRequestError, EwsResponseError, EwsTimeoutError } from 'ews-booking'
import { BookingCalendar, BookingOutcomeUnknownError, SlotTakenError } from 'ews-booking/booking'
import { describe, expect, it } from 'vitest'
import { createItem } from '../../src/simulator/services/create-item'
import { stopClock, until } from '../clock'
import { at, MAILBOX, rejection } from '../exchange'
import {
  addHold,
  afterwards,
  ago,
  calendarAndServer,
  entriesOf,
  operationsOf,
  passWhileItWaits,
  request,
  slot,
  uncertainUpdates,
} from './bookings'
import { createCalendar } from './folders'

const afternoon = { start: at('15:00'), end: at('16:00') }
const ATTENDEES = [{ address: 'patient@example.com' }]

/** A booking from three to four, in a calendar that is free from nine to ten. */
async function booked(...options: Parameters<typeof calendarAndServer>) {
  const { server, calendar, client } = await calendarAndServer(...options)
  const booking = await calendar.book({ ...request, ...afternoon, attendees: ATTENDEES })
  return { server, calendar, client, booking }
}

describe('reschedule', () => {
  it('moves the booking, and keeps its id, its key and all its details', async () => {
    const { server, calendar, booking } = await booked()
    const before = server.calendar(MAILBOX)
    const moved = await calendar.reschedule(booking, slot)
    expect(moved).toEqual({
      ...booking,
      changeKey: server.calendar(MAILBOX)[0]?.itemId?.changeKey,
      start: '2026-12-01T09:00:00.000Z',
      end: '2026-12-01T10:00:00.000Z',
    })
    expect(entriesOf(server)).toEqual([
      { id: booking.itemId, ...slot, status: 'Busy', key: booking.key, state: 'confirmed' },
    ])
    const [{ subject, requiredAttendees } = {}] = before
    expect(server.calendar(MAILBOX)).toMatchObject([{ subject, requiredAttendees }])
  })

  it('notifies the attendees once', async () => {
    const { server, calendar, booking } = await booked()
    await calendar.reschedule(booking, slot)
    expect(server.sent).toMatchObject([
      { operation: 'UpdateItem', kind: 'MeetingRequest', to: ['patient@example.com'] },
      { operation: 'UpdateItem', kind: 'MeetingRequest', to: ['patient@example.com'] },
    ])
  })

  it('accepts a stored booking with an old change key', async () => {
    const { server, calendar, booking } = await booked()
    const stored: typeof booking = JSON.parse(JSON.stringify(booking))
    await calendar.reschedule(stored, slot)
    await calendar.reschedule(stored, { start: at('11:00'), end: at('12:00') })
    expect(entriesOf(server)).toMatchObject([{ id: booking.itemId, start: at('11:00'), end: at('12:00') }])
  })

  it('frees the old time', async () => {
    const { calendar, booking } = await booked()
    await calendar.reschedule(booking, slot)
    expect(await calendar.book({ ...request, ...afternoon, key: 'order-2' })).toMatchObject({ key: 'order-2' })
  })

  it.each([
    ['later', at('15:30'), at('16:30')],
    ['earlier', at('14:30'), at('15:30')],
    ['longer', at('14:00'), at('17:00')],
    ['shorter', at('15:15'), at('15:45')],
  ])('does not block itself if it gets %s and keeps some of its time', async (_case, start, end) => {
    const { server, calendar, booking } = await booked()
    await calendar.reschedule(booking, { start, end })
    expect(entriesOf(server)).toMatchObject([{ id: booking.itemId, start, end, state: 'confirmed' }])
  })

  it('to its own time changes nothing and notifies nobody', async () => {
    const { server, calendar, booking } = await booked()
    const before = operationsOf(server).length
    expect(await calendar.reschedule(booking, afternoon)).toEqual(booking)
    expect(operationsOf(server).slice(before)).toEqual(['GetItem', 'FindItem'])
    expect(server.sent).toHaveLength(1)
  })

  it('pain 8: sets the time zone of the calendar', async () => {
    const { server, calendar, booking } = await booked({ timeZone: 'Europe/Zurich' })
    await calendar.reschedule(booking, slot)
    const id = 'W. Europe Standard Time'
    expect(server.calendar(MAILBOX)).toMatchObject([{ startTimeZone: { id }, endTimeZone: { id }, ...slot }])
  })

  it('pain 10: turns hours into whole days, and whole days into hours', async () => {
    const { server, calendar, booking } = await booked({ timeZone: 'Europe/Zurich' })
    const whole = await calendar.reschedule(booking, { allDay: true, start: '2027-03-28' })
    expect(whole).toMatchObject({ start: '2027-03-27T23:00:00.000Z', end: '2027-03-28T22:00:00.000Z' })
    expect(server.calendar(MAILBOX)).toMatchObject([{ isAllDayEvent: true, start: new Date(whole.start) }])
    await calendar.reschedule(whole, slot)
    expect(server.calendar(MAILBOX)).toMatchObject([{ isAllDayEvent: false, ...slot }])
  })

  it('refuses a booking without id and sends nothing', async () => {
    const { server, calendar } = await calendarAndServer()
    const error = await rejection(calendar.reschedule({ key: 'order-1', itemId: '' }, slot))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path: 'booking.itemId' })
    expect(server.requests).toEqual([])
  })

  it('refuses a time without duration and sends nothing', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = { key: 'order-1', itemId: 'x' }
    const error = await rejection(calendar.reschedule(booking, { start: at('09:00'), end: at('09:00') }))
    expect(error).toMatchObject({ path: 'end' })
    expect(server.requests).toEqual([])
  })
})

describe('pain 25: a booking that is to be moved', () => {
  it('stays where it is if the new time is taken, and attendees get no mail', async () => {
    const { server, calendar, booking } = await booked()
    server.add(MAILBOX, { subject: 'Diagnosis', start: at('09:30'), end: at('09:45') })
    const before = server.calendar(MAILBOX)
    const error = await rejection(calendar.reschedule(booking, slot))
    expect(error).toBeInstanceOf(SlotTakenError)
    expect(error).toMatchObject({ takenBy: { start: at('09:30'), end: at('09:45'), status: 'busy' } })
    expect(server.calendar(MAILBOX)).toEqual(before)
    expect(server.sent).toHaveLength(1)
  })

  it('stays where it is if another booking has the new time', async () => {
    const { server, calendar, booking } = await booked()
    await calendar.book({ ...request, key: 'order-2' })
    const before = server.calendar(MAILBOX)
    expect(await rejection(calendar.reschedule(booking, slot))).toBeInstanceOf(SlotTakenError)
    expect(server.calendar(MAILBOX)).toEqual(before)
  })

  it('competes with other calls for the same time: one gets it, and the others get SlotTakenError', async () => {
    const { server, calendar, booking } = await booked()
    const second = await calendar.book({ ...request, key: 'order-2', start: at('17:00'), end: at('18:00') })
    const outcomes = await Promise.allSettled([
      calendar.reschedule(booking, slot),
      calendar.reschedule(second, slot),
      calendar.book({ ...request, key: 'order-3' }),
      calendar.book({ ...request, key: 'a' }),
    ])
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refused).toHaveLength(3)
    expect(refused.every((error) => error instanceof SlotTakenError)).toBe(true)
    const entries = entriesOf(server)
    expect(entries.filter(({ start }) => start?.getTime() === slot.start.getTime())).toHaveLength(1)
    expect(entries.every(({ state }) => state === 'confirmed')).toBe(true)
    expect(entries.map(({ id }) => id)).toEqual(expect.arrayContaining([booking.itemId, second.itemId]))
  })

  it('by two concurrent calls ends at one of the two times, as one item', async () => {
    const { server, calendar, booking } = await booked()
    const later = { start: at('11:00'), end: at('12:00') }
    await Promise.all([calendar.reschedule(booking, slot), calendar.reschedule(booking, later)])
    const [entry, ...others] = entriesOf(server)
    expect([slot.start, later.start]).toContainEqual(entry?.start)
    expect(entry).toMatchObject({ id: booking.itemId, state: 'confirmed' })
    expect(others).toEqual([])
  })

  it('is an error if it was cancelled', async () => {
    const { server, calendar, booking } = await booked()
    await calendar.cancel(booking)
    const error = await rejection(calendar.reschedule(booking, slot))
    expect(error).toBeInstanceOf(EwsResponseError)
    expect(error).toMatchObject({ responseCode: 'ErrorItemNotFound' })
    expect(entriesOf(server)).toEqual([])
  })

  it('is an error if it is cancelled meanwhile, and nothing is left behind', async () => {
    let cancelled: string | undefined
    const creating = afterwards(createItem, (_request, { folders, store }) => {
      if (cancelled === undefined) return
      const { mailbox, item } = folders.item({ itemId: { id: cancelled } })
      store.delete(mailbox, item)
    })
    const { server, calendar, booking } = await booked({}, { services: [creating] })
    cancelled = booking.itemId
    const error = await rejection(calendar.reschedule(booking, slot))
    expect(error).toMatchObject({ responseCode: 'ErrorItemNotFound' })
    expect(entriesOf(server)).toEqual([])
  })

  it('must not be an appointment made in Outlook', async () => {
    const { server, calendar } = await calendarAndServer()
    const { id: itemId } = server.add(MAILBOX, { subject: 'x', ...afternoon })
    const error = await rejection(calendar.reschedule({ key: 'order-1', itemId }, slot))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path: 'booking' })
    expect(entriesOf(server)).toMatchObject([afternoon])
  })

  it.each([
    ['hold', { path: 'booking' }],
    ['void', { responseCode: 'ErrorItemNotFound' }],
  ] as const)('must not be a %s', async (state, error) => {
    const { server, calendar } = await calendarAndServer()
    addHold(server, { key: 'order-1', state, created: ago(1) })
    const [{ id: itemId = '' } = {}] = entriesOf(server)
    expect(await rejection(calendar.reschedule({ key: 'order-1', itemId }, afternoon))).toMatchObject(error)
    expect(entriesOf(server)).toMatchObject([{ ...slot, state }])
  })

  it('waits for another process until the deadline, then stays where it was and leaves nothing behind', async () => {
    const clock = stopClock()
    const { server, calendar, booking } = await booked()
    addHold(server, { key: 'a', created: ago(30) })
    const late = rejection(calendar.reschedule(booking, slot, { deadlineMs: 1_000 }))
    await passWhileItWaits(clock, 1_000)
    const error = await late
    expect(error).toBeInstanceOf(EwsTimeoutError)
    expect(error).toMatchObject({ retryable: true })
    expect(entriesOf(server)).toMatchObject([
      { key: 'a', state: 'hold' },
      { id: booking.itemId, ...afternoon },
    ])
  })

  it('refuses a booking of another calendar, whose times nothing here would guard', async () => {
    const { calendar, client } = await calendarAndServer({ trusted: true })
    const second = await createCalendar(client, 'Second')
    const other = new BookingCalendar(client, { mailbox: MAILBOX, calendar: second })
    const booking = await other.book({ ...request, ...afternoon })
    const inTheWay = await other.book({ ...request, key: 'order-2', ...slot })
    const error = await rejection(calendar.reschedule(booking, slot))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path: 'booking' })
    expect(await other.find(booking.key)).toEqual(booking)
    await other.cancel(inTheWay)
    expect(await other.reschedule(booking, slot)).toMatchObject({ itemId: booking.itemId, calendar: second })
  })

  it('that is repeated after its process died succeeds, although somebody has put something there since', async () => {
    const { server, calendar, booking } = await booked()
    const moved = await calendar.reschedule(booking, slot)
    addHold(server, { key: booking.key, created: ago(120) })
    server.add(MAILBOX, { subject: 'By hand', ...slot, status: 'Busy' })
    expect(await calendar.reschedule(booking, slot)).toMatchObject({ itemId: moved.itemId, start: moved.start })
    expect(entriesOf(server)).toMatchObject([{ id: booking.itemId, ...slot }, { key: undefined }])
  })

  it('gets the time that a dead process holds', async () => {
    const { server, calendar, booking } = await booked()
    addHold(server, { key: 'a', created: ago(120) })
    await calendar.reschedule(booking, slot)
    expect(entriesOf(server)).toMatchObject([{ id: booking.itemId, ...slot }])
  })

  it.each(['GetItem', 'CreateItem', 'UpdateItem'])(
    'stays where it is and leaves nothing behind if the caller gives up while %s hangs',
    async (operation) => {
      const { server, calendar, booking } = await booked()
      const controller = new AbortController()
      const reason = new Error('The visitor has left')
      const begun = server.requests.length
      server.inject({ fault: 'hang', operation })
      const call = calendar.reschedule(booking, slot, { signal: controller.signal }).catch((error: unknown) => error)
      const last = () => server.requests.slice(begun).at(-1)?.operation
      await until(() => last() === operation)
      controller.abort(reason)
      expect(await call).toBe(reason)
      expect(entriesOf(server)).toMatchObject([{ id: booking.itemId, ...afternoon }])
      expect(entriesOf(server)).toHaveLength(1)
    },
  )

  it('reports an outcome in doubt, and the same call finds out later', async () => {
    const state = { isBroken: false }
    const { simulator, signal } = uncertainUpdates(state)
    const { server, calendar, booking } = await booked({}, simulator)
    state.isBroken = true
    const error = await rejection(calendar.reschedule(booking, slot, { signal }))
    expect(error).toBeInstanceOf(BookingOutcomeUnknownError)
    expect(error).toMatchObject({ retryable: true, key: 'order-1' })
    state.isBroken = false
    await calendar.reschedule(booking, slot)
    expect(entriesOf(server)).toMatchObject([{ id: booking.itemId, ...slot, state: 'confirmed' }])
    expect(entriesOf(server)).toHaveLength(1)
  })
})
