import { type Booking, BookingCalendar, ianaZonesOf, SlotTakenError, windowsZoneOf } from 'ews-booking/booking'
import type { Simulator } from 'ews-booking/simulator'
import { describe, expect, it } from 'vitest'
import { bookingProperties } from '../../src/booking/hold-and-confirm/booking-property'
import { at, day, MAILBOX, rejection } from '../exchange'
import { addHold, ago, calendarAndServer, entriesOf, invalidRequests, operationsOf, request, slot } from './bookings'
import { createCalendar } from './folders'

const GUEST = { address: 'patient@example.com', name: 'A. Patient' }
const later = { start: at('11:00'), end: at('12:00') }

describe('get', () => {
  it("returns what the calendar holds now, with each attendee's answer, in one request", async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book({ ...request, description: { html: '<p>Bring it</p>' }, attendees: [GUEST] })
    server.clear()
    expect(await calendar.get(booking)).toMatchObject({
      booking,
      ...slot,
      title: 'Consultation',
      description: 'Bring it',
      status: 'busy',
      attendees: [{ ...GUEST, optional: false, resource: false, response: expect.any(String) }],
    })
    expect(operationsOf(server)).toEqual(['GetItem'])
    expect(invalidRequests(server)).toEqual([])
  })

  it('shows a private booking too', async () => {
    const { calendar } = await calendarAndServer()
    const booking = await calendar.book({ ...request, sensitivity: 'private' })
    expect(await calendar.get(booking)).toMatchObject({ title: 'Consultation', private: true })
  })

  it('returns undefined once it is cancelled', async () => {
    const { calendar } = await calendarAndServer()
    const booking = await calendar.book(request)
    await calendar.cancel(booking)
    expect(await calendar.get(booking)).toBeUndefined()
  })

  it('refuses what is no booking, and a booking with another key', async () => {
    const { server, calendar } = await calendarAndServer()
    const { id: itemId } = server.add(MAILBOX, { subject: 'x', ...later })
    const booking = await calendar.book(request)
    expect(await rejection(calendar.get({ itemId }))).toMatchObject({ path: 'booking' })
    expect(await rejection(calendar.get({ ...booking, key: 'order-2' }))).toMatchObject({ path: 'booking.key' })
  })
})

describe('find', () => {
  it('returns the booking of a key, and nothing else, in one request', async () => {
    const { server, calendar } = await calendarAndServer({ trusted: true })
    const booking = await calendar.book(request)
    addHold(server, { key: 'order-2', created: ago(1) })
    server.clear()
    expect(await calendar.find(request.key)).toEqual(booking)
    expect(operationsOf(server)).toEqual(['FindItem'])
    expect(await calendar.find('order-2')).toBeUndefined()
    expect(await calendar.find('ORDER-1')).toBeUndefined()
    expect(await rejection(calendar.find(''))).toMatchObject({ path: 'key' })
  })

  it('finds where it is now', async () => {
    const { calendar } = await calendarAndServer()
    const booking = await calendar.book(request)
    const moved = await calendar.reschedule(booking, later)
    expect(await calendar.find(request.key)).toEqual(moved)
  })
})

describe('bookings', () => {
  it.each([[[]], [['omitsPropertiesInViews']]] as const)(
    'are all that carry our mark, by start, on a server with deviations %j',
    async (deviations) => {
      const { server, calendar } = await calendarAndServer({}, { deviations })
      const second = await calendar.book({ ...request, key: 'order-2', ...later })
      const first = await calendar.book(request)
      server.add(MAILBOX, { subject: 'By hand', start: at('14:00'), end: at('15:00') })
      addHold(server, { key: 'order-3', created: ago(1) })
      expect(await calendar.bookings(day)).toEqual([first, second])
      expect(await calendar.bookings({ start: at('10:00'), end: at('11:00') })).toEqual([])
      expect(invalidRequests(server)).toEqual([])
    },
  )
})

describe('cancel with a message', () => {
  it('tells the guests why', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book({ ...request, attendees: [GUEST] })
    server.clear()
    await calendar.cancel(booking, { message: 'The doctor is ill.' })
    expect(operationsOf(server)).toEqual(['GetItem', 'CreateItem'])
    expect(server.requests.at(-1)?.xml).toContain('The doctor is ill.')
    expect(server.sent).toMatchObject([{ kind: 'MeetingCancellation', to: [GUEST.address] }])
    expect(entriesOf(server)).toEqual([])
    expect(invalidRequests(server)).toEqual([])
    await calendar.cancel(booking, { message: 'The doctor is ill.' })
    expect(server.sent).toHaveLength(1)
  })

  it('tells nobody of an appointment without guests', async () => {
    const { server, calendar } = await calendarAndServer()
    await calendar.cancel(await calendar.book(request), { message: 'x' })
    expect(entriesOf(server)).toEqual([])
    expect(server.sent).toEqual([])
  })

  it('still tells guests whom somebody invites after it was read', async () => {
    const { server, calendar } = await calendarAndServer({ trusted: true })
    await calendar.cancel(await calendar.book(request), { message: 'x' })
    expect(server.requests.at(-1)).toMatchObject({
      operation: 'DeleteItem',
      xml: expect.stringContaining('SendMeetingCancellations="SendToAllAndSaveCopy"'),
    })
  })

  it('checks the key, because it reads the item', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book({ ...request, attendees: [GUEST] })
    const wrong = { ...booking, key: 'order-2' }
    expect(await rejection(calendar.cancel(wrong, { message: 'x' }))).toMatchObject({ path: 'booking.key' })
    expect(entriesOf(server)).toHaveLength(1)
  })

  it('needs somebody to tell', async () => {
    const { calendar } = await calendarAndServer()
    const call = calendar.cancel({ itemId: 'x' }, { notify: 'none', message: 'x' })
    expect(await rejection(call)).toMatchObject({ path: 'message' })
  })

  it('is repeated if somebody changes the meeting meanwhile, or the answer is lost', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book({ ...request, attendees: [GUEST] })
    server.clear()
    server.inject({ operation: 'CreateItem', fault: 'dropAfterCommit', times: 1 })
    await calendar.cancel(booking, { message: 'x' })
    expect(entriesOf(server)).toEqual([])
    expect(server.sent).toHaveLength(1)
  })
})

describe('alsoBusy', () => {
  async function person() {
    const { server, client } = await calendarAndServer()
    const second = await createCalendar(client, 'Private')
    const work = new BookingCalendar(client, { mailbox: MAILBOX, alsoBusy: [second] })
    const own = new BookingCalendar(client, { mailbox: MAILBOX, calendar: second })
    return { server, client, work, own, second }
  }

  it('widens the guard, freeBusy and freeSlots', async () => {
    const { server, work, own } = await person()
    await own.book(request)
    server.add(MAILBOX, { subject: 'x', ...later })
    expect(await rejection(work.book({ ...request, key: 'order-2' }))).toMatchObject({ takenBy: slot })
    expect(await work.freeBusy(day)).toMatchObject([slot, later])
    const slots = await work.freeSlots({ start: at('09:00'), end: at('12:00'), duration: 60 })
    expect(slots.map(({ start }) => start)).toEqual([at('10:00')])
    const elsewhere = await work.book({ ...request, start: at('13:00'), end: at('14:00') })
    expect(await rejection(work.reschedule(elsewhere, slot))).toMatchObject({ takenBy: slot })
  })

  it('leaves keys to each calendar', async () => {
    const { work, own } = await person()
    const first = await own.book(request)
    const second = await work.book({ ...request, ...later })
    expect(await own.find(request.key)).toEqual(first)
    expect(await work.find(request.key)).toEqual(second)
  })

  it('of two calendars that name each other, one call gets the time', async () => {
    const { client, second } = await person()
    const [standard] = await BookingCalendar.list(client, MAILBOX)
    const one = new BookingCalendar(client, { mailbox: MAILBOX, alsoBusy: [second] })
    const other = new BookingCalendar(client, { mailbox: MAILBOX, calendar: second, alsoBusy: [standard?.id ?? ''] })
    const calls = [0, 1, 2, 3].flatMap((n) => [
      one.book({ ...request, key: `one-${n}` }),
      other.book({ ...request, key: `other-${n}` }),
    ])
    const outcomes = await Promise.allSettled(calls)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect([...(await one.bookings(day)), ...(await other.bookings(day))]).toHaveLength(1)
  })

  it('is a list of ids', async () => {
    const { client } = await person()
    expect(() => new BookingCalendar(client, { mailbox: MAILBOX, alsoBusy: [''] })).toThrow('alsoBusy[0]')
  })
})

describe('Windows and IANA time zones', () => {
  it('name each other', () => {
    expect(windowsZoneOf('Europe/Zurich')).toBe('W. Europe Standard Time')
    expect(ianaZonesOf('W. Europe Standard Time')).toEqual(expect.arrayContaining(['Europe/Zurich', 'Europe/Berlin']))
    expect(ianaZonesOf('w. europe standard time')).toEqual(ianaZonesOf('W. Europe Standard Time'))
    expect(ianaZonesOf('Nowhere Standard Time')).toEqual([])
    for (const zone of ianaZonesOf('Tokyo Standard Time')) expect(windowsZoneOf(zone)).toBe('Tokyo Standard Time')
  })
})

describe('a copy that somebody makes of a booking in Outlook', () => {
  /** A booking of each kind, and its copy of a minute later. */
  const copied = async (make: (calendar: BookingCalendar, server: Simulator) => Promise<Booking>) => {
    const { server, calendar } = await calendarAndServer({ trusted: true })
    const booking = await make(calendar, server)
    const { subject = '', extendedProperty } = server.calendar(MAILBOX)[0] ?? {}
    const dateTimeCreated = new Date(Date.now() + 60_000)
    const { id } = server.add(MAILBOX, { subject, ...slot, extendedProperty, dateTimeCreated })
    return { server, calendar, booking, id }
  }

  it.each<[string, (calendar: BookingCalendar, server: Simulator) => Promise<Booking>]>([
    ['booked', (calendar) => calendar.book(request)],
    [
      'adopted',
      (calendar, server) => calendar.adopt(server.add(MAILBOX, { ...request, subject: 'x' }).id, { key: 'order-1' }),
    ],
    [
      'updated, and made by an earlier version',
      async (calendar, server) => {
        const extendedProperty = bookingProperties({
          key: 'order-1',
          attempt: 'x',
          state: 'confirmed',
          fingerprint: '',
        })
        const { id: itemId } = server.add(MAILBOX, { subject: 'x', ...slot, extendedProperty })
        return calendar.update({ itemId, key: 'order-1' }, { title: 'y' })
      },
    ],
  ])('is not taken for one that was %s, once that is cancelled', async (_case, make) => {
    const { server, calendar, booking, id } = await copied(make)
    expect(await calendar.bookings(day)).toEqual([booking])
    await calendar.cancel(booking)
    expect(await calendar.find('order-1')).toBeUndefined()
    expect(await calendar.bookings(day)).toEqual([])
    expect(await rejection(calendar.book(request))).toBeInstanceOf(SlotTakenError)
    expect(await rejection(calendar.get({ itemId: id }))).toMatchObject({ path: 'booking' })
    const { changes } = await calendar.changes(undefined, { window: day })
    expect(changes).toMatchObject([{ itemId: id }])
    expect(changes[0]).not.toHaveProperty('key')
    expect(await calendar.book({ ...request, ...later })).toMatchObject({ key: 'order-1' })
    expect(entriesOf(server)).toHaveLength(2)
  })

  it('can be adopted', async () => {
    const { calendar, booking, id } = await copied((made) => made.book(request))
    await calendar.cancel(booking)
    expect(await calendar.adopt(id, { key: 'order-2' })).toMatchObject({ itemId: id, key: 'order-2' })
    expect(await calendar.find('order-2')).toMatchObject({ itemId: id })
  })
})
