import { EwsRequestError, EwsResponseError } from 'ews-booking'
import { BookingCalendar, BookingKeyReusedError, SlotTakenError } from 'ews-booking/booking'
import { describe, expect, it } from 'vitest'
import { bookingProperties } from '../../src/booking/hold-and-confirm/booking-property'
import { at, day, MAILBOX, rejection } from '../exchange'
import { calendarAndServer, entriesOf, invalidRequests, operationsOf, request, slot } from './bookings'
import { createCalendar } from './folders'

const later = { start: at('11:00'), end: at('12:00') }

/** An appointment that somebody has made in Outlook, with a guest. */
async function appointment(...options: Parameters<typeof calendarAndServer>) {
  const { server, calendar, client } = await calendarAndServer({ trusted: true, ...options[0] }, options[1])
  const { id } = server.add(MAILBOX, {
    subject: 'By hand',
    ...slot,
    requiredAttendees: [{ mailbox: { emailAddress: 'patient@example.com' } }],
  })
  return { server, calendar, client, id }
}

describe('adopt', () => {
  it('makes a booking of an appointment, which keeps its details, and tells nobody', async () => {
    const { server, calendar, id } = await appointment()
    const before = server.calendar(MAILBOX)[0]
    const booking = await calendar.adopt(id, { key: 'order-1' })
    expect(booking).toMatchObject({ key: 'order-1', itemId: id, uid: before?.uid, start: slot.start.toISOString() })
    expect(entriesOf(server)).toEqual([{ id, ...slot, status: 'Busy', key: 'order-1', state: 'confirmed' }])
    const { subject, requiredAttendees } = before ?? {}
    expect(server.calendar(MAILBOX)[0]).toMatchObject({ subject, requiredAttendees })
    expect(server.sent).toEqual([])
    expect(invalidRequests(server)).toEqual([])
  })

  it('is repeated freely', async () => {
    const { server, calendar, id } = await appointment()
    const booking = await calendar.adopt(id, { key: 'order-1' })
    server.clear()
    expect(await calendar.adopt(id, { key: 'order-1' })).toEqual(booking)
    expect(operationsOf(server)).toEqual(['GetItem', 'FindItem'])
  })

  it('lets the booking be changed, moved, found and cancelled like any other', async () => {
    const { server, calendar, id } = await appointment()
    const booking = await calendar.adopt(id, { key: 'order-1' })
    expect(await calendar.find('order-1')).toEqual(booking)
    expect(await calendar.bookings(day)).toEqual([booking])
    await calendar.update(booking, { title: 'Surgery', ...later })
    expect(await calendar.get(booking)).toMatchObject({ title: 'Surgery', ...later })
    await calendar.cancel(booking)
    expect(entriesOf(server)).toEqual([])
  })

  it('gives the booking to `book` if it asks for its times, and not otherwise', async () => {
    const { calendar, id } = await appointment()
    const booking = await calendar.adopt(id, { key: 'order-1' })
    expect(await calendar.book({ ...request, title: 'Whatever' })).toEqual(booking)
    expect(await rejection(calendar.book({ ...request, ...later }))).toBeInstanceOf(BookingKeyReusedError)
    const updated = await calendar.update(booking, { title: 'Surgery' })
    expect(await calendar.book({ ...request, title: 'Surgery' })).toEqual(updated)
    expect(await rejection(calendar.book({ ...request, title: 'Whatever' }))).toBeInstanceOf(BookingKeyReusedError)
  })

  it('keeps the guard: of two appointments that overlap, one becomes a booking', async () => {
    const { server, calendar, id } = await appointment()
    const { id: other } = server.add(MAILBOX, { subject: 'Other', ...slot, status: 'Free' })
    const outcomes = await Promise.allSettled([
      calendar.adopt(id, { key: 'order-1' }),
      calendar.adopt(other, { key: 'order-2' }),
    ])
    const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(failed).toHaveLength(1)
    expect(failed[0]).toBeInstanceOf(SlotTakenError)
    expect(entriesOf(server)).toHaveLength(2)
    expect(entriesOf(server).filter(({ state }) => state === 'confirmed')).toHaveLength(1)
  })

  it("overlaps others with guard: 'none', and still gives a key to one booking only", async () => {
    const { server, calendar, id } = await appointment()
    await calendar.book({ ...request, key: 'order-0' }, { guard: 'none' })
    const unguarded = { guard: 'none' } as const
    expect(await rejection(calendar.adopt(id, { key: 'order-1' }))).toBeInstanceOf(SlotTakenError)
    const { id: other } = server.add(MAILBOX, { subject: 'Other', ...later })
    const outcomes = await Promise.allSettled([
      calendar.adopt(id, { key: 'order-1' }, unguarded),
      calendar.adopt(other, { key: 'order-1' }, unguarded),
      calendar.book({ ...request, start: at('16:00'), end: at('17:00') }, unguarded),
    ])
    const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(failed).toHaveLength(2)
    for (const error of failed) expect(error).toBeInstanceOf(BookingKeyReusedError)
    const keys = entriesOf(server).flatMap(({ key, state }) => (state === 'confirmed' ? [key] : []))
    expect(keys.sort()).toEqual(['order-0', 'order-1'])
    expect(entriesOf(server).filter(({ state }) => state === 'hold')).toEqual([])
  })

  it('overlaps what is there already', async () => {
    const { server, calendar, id } = await appointment()
    server.add(MAILBOX, { subject: 'Other', ...slot })
    expect(await calendar.adopt(id, { key: 'order-1' }, { guard: 'none' })).toMatchObject({ itemId: id })
    expect(await calendar.adopt(id, { key: 'order-1' }, { guard: 'none' })).toMatchObject({ itemId: id })
  })

  it('refuses a guard that it does not know', async () => {
    const { server, calendar } = await calendarAndServer()
    const outcome: Promise<unknown> = Reflect.apply(calendar.adopt, calendar, ['x', { key: 'a' }, { guard: 'some' }])
    expect(await rejection(outcome)).toMatchObject({ path: 'guard' })
    expect(server.requests).toEqual([])
  })

  it('gives a key to one booking only', async () => {
    const { server, calendar, id } = await appointment()
    await calendar.book({ ...request, ...later })
    const error = await rejection(calendar.adopt(id, { key: request.key }))
    expect(error).toBeInstanceOf(BookingKeyReusedError)
    expect(entriesOf(server)).toMatchObject([{ state: undefined }, { state: 'confirmed' }])
  })

  it('gives one of two keys to an appointment', async () => {
    const { server, calendar, id } = await appointment()
    const outcomes = await Promise.allSettled(['a', 'b'].map((key) => calendar.adopt(id, { key })))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(entriesOf(server)).toHaveLength(1)
  })

  it('refuses what is no appointment of this calendar', async () => {
    const { server, calendar, client } = await calendarAndServer()
    const gone = server.add(MAILBOX, { subject: 'x', ...slot })
    await client.deleteItem({
      deleteType: 'HardDelete',
      sendMeetingCancellations: 'SendToNone',
      itemIds: [{ itemId: gone }],
    })
    expect(await rejection(calendar.adopt(gone.id, { key: 'a' }))).toBeInstanceOf(EwsResponseError)
    const recurrence = { dailyRecurrence: { interval: 1 }, noEndRecurrence: { startDate: '2026-12-01' } }
    const series = server.add(MAILBOX, { subject: 'x', ...slot, recurrence })
    const [occurrence] = await calendar.events(day)
    const hold = server.add(MAILBOX, {
      subject: 'x',
      ...later,
      extendedProperty: bookingProperties({ key: 'b', attempt: 'x', state: 'hold', fingerprint: '' }),
    })
    const elsewhere = server.add('room-1@example.com', { subject: 'x', ...slot })
    for (const id of [series.id, occurrence?.itemId ?? '', hold.id]) {
      const error = await rejection(calendar.adopt(id, { key: 'a' }))
      expect(error).toBeInstanceOf(EwsRequestError)
      expect(error).toMatchObject({ path: 'itemId' })
    }
    expect(await rejection(calendar.adopt(elsewhere.id, { key: 'a' }))).toBeInstanceOf(EwsResponseError)
  })

  it('refuses an appointment of another calendar', async () => {
    const { server, calendar, client } = await calendarAndServer()
    const second = await createCalendar(client, 'Second')
    const { responseMessages } = await client.createItem({
      sendMeetingInvitations: 'SendToNone',
      savedItemFolderId: { folderId: { id: second } },
      items: [{ calendarItem: { subject: 'x', ...slot } }],
    })
    const id = responseMessages[0]?.items?.[0]?.itemId?.id ?? ''
    expect(await rejection(calendar.adopt(id, { key: 'a' }))).toMatchObject({ path: 'itemId' })
    expect(entriesOf(server)).toEqual([])
    const other = new BookingCalendar(client, { mailbox: MAILBOX, calendar: second })
    expect(await other.adopt(id, { key: 'a' })).toMatchObject({ itemId: id, calendar: second })
  })

  it('refuses an invitation that somebody else has sent', async () => {
    const { server, calendar } = await calendarAndServer()
    const { id } = server.add(MAILBOX, {
      subject: 'x',
      ...slot,
      myResponseType: 'Accept',
      requiredAttendees: [{ mailbox: { emailAddress: MAILBOX } }],
    })
    expect(await rejection(calendar.adopt(id, { key: 'a' }))).toMatchObject({ path: 'itemId' })
  })

  it.each([
    ['', { key: 'a' }, 'itemId'],
    ['x', { key: '' }, 'key'],
    ['x', { keys: 'a' }, 'keys'],
  ])('refuses %j, %j and sends nothing', async (id, adoption, path) => {
    const { server, calendar } = await calendarAndServer()
    expect(await rejection(calendar.adopt(id, adoption as { key: string }))).toMatchObject({ path })
    expect(server.requests).toEqual([])
  })
})
