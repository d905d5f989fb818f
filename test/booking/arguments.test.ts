import { EwsClient, EwsRequestError } from 'ews-booking'
import { BookingCalendar, freeSlotsIn } from 'ews-booking/booking'
import { type Simulator, startSimulator } from 'ews-booking/simulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everythingShownOf, MAILBOX, PASSWORD } from '../exchange'
import { calendarAndServer, request, slot } from './bookings'

/** Calls a function as plain JavaScript does: with anything. */
const call = (target: object, method: string, ...given: readonly unknown[]): unknown => {
  const value: unknown = Reflect.get(target, method)
  if (typeof value !== 'function') throw new TypeError(`no such method: ${method}`)
  return Reflect.apply(value, target, given)
}

const booking = { key: 'order-1', itemId: 'AAMk' }
const year = (days: number) => ({ start: slot.start, end: new Date(slot.start.getTime() + days * 86_400_000) })

describe('nothing passes silently', () => {
  // One server will do: nothing may reach it.
  let server: Simulator
  let client: EwsClient
  let calendar: BookingCalendar
  beforeAll(async () => {
    server = await startSimulator({ mailboxes: [MAILBOX], accounts: [], https: false })
    client = new EwsClient({ url: server.url, auth: { type: 'ntlm', username: 'x', password: PASSWORD } })
    calendar = new BookingCalendar(client, { mailbox: MAILBOX })
  })
  afterAll(async () => {
    await client.close()
    await server.close()
  })

  /** A call with the path and the message of its error. */
  type Case = readonly [method: string, given: readonly unknown[], path: string, message: string | RegExp]
  const cases: readonly Case[] = [
    ['book', [undefined], 'request', 'request must be an object, and undefined was given'],
    ['book', [null], 'request', 'null was given'],
    ['book', [{ ...request, attendee: [] }], 'attendee', 'attendee is unknown; did you mean attendees?'],
    ['book', [{ ...request, Title: 'x' }], 'Title', 'Title is unknown; did you mean title?'],
    ['book', [{ ...request, [PASSWORD]: 1 }], 'request', 'has an unknown name; the known names are key, start, end'],
    ['book', [{ ...request, start: undefined }], 'start', 'start must be a valid Date, and undefined was given'],
    ['book', [{ ...request, start: '2027-03-01' }], 'start', 'start must be a valid Date, and a string was given'],
    ['book', [{ ...request, end: new Date('x') }], 'end', 'end must be a valid Date, and an invalid Date was given'],
    ['book', [{ ...request, ...year(1_828) }], 'end', 'is 1828 days after start'],
    ['book', [{ ...request, attendees: [{ adress: 'x@y.z' }] }], 'attendees[0].adress', 'did you mean address?'],
    ['book', [{ ...request, description: { html: '', htm: '' } }], 'description.htm', 'did you mean html?'],
    ['book', [request, { deadline: 5 }], 'deadline', 'deadline is unknown; did you mean deadlineMs?'],
    ['book', [request, { signal: 'x' }], 'signal', 'signal must be an AbortSignal, and a string was given'],
    ['book', [request, null], 'options', 'options must be an object, and null was given'],
    ['reschedule', [undefined, slot], 'booking', 'booking must be what `book` returned, and undefined was given'],
    ['reschedule', [{ itemId: 'AAMk' }, slot], 'booking.key', 'must be a string of 1 to 255 characters'],
    ['reschedule', [booking, undefined], 'times', 'times must be an object, and undefined was given'],
    ['reschedule', [booking, { ...slot, allday: true }], 'allday', 'did you mean allDay?'],
    ['cancel', [undefined], 'booking', 'booking must be what `book` returned, and undefined was given'],
    ['cancel', ['AAMk'], 'booking', 'a string was given'],
    ['cancel', [{}], 'booking.itemId', 'undefined was given'],
    ['freeBusy', [undefined], 'window', 'window must be an object, and undefined was given'],
    ['freeBusy', [{ ...slot, merged: true }], 'window', 'the known names are start, end'],
    ['freeBusy', [slot, { merge: true }], 'merge', 'did you mean merged?'],
    ['freeBusy', [slot, { merged: 'false' }], 'merged', 'merged must be true or false, and a string was given'],
    ['freeBusy', [slot, { workingHours: true }], 'options', 'the known names are signal'],
    ['freeBusy', [year(1_828)], 'end', 'end is 1828 days after start, more than 1827; maxDays allows more'],
    ['freeBusy', [{ start: new Date(0), end: new Date('9999-01-01') }], 'end', 'must be from 1601'],
    ['freeBusy', [slot, { maxDays: 0 }], 'maxDays', 'must be a positive number of days'],
    ['events', [undefined], 'window', 'undefined was given'],
    ['events', [slot, { private: true }], 'private', 'did you mean includePrivate?'],
    ['events', [slot, { includePrivate: 1 }], 'includePrivate', 'a number was given'],
    ['events', [year(1_828)], 'end', 'maxDays allows more'],
    ['removeStaleHolds', [undefined], 'window', 'undefined was given'],
    ['removeStaleHolds', [year(1_828)], 'end', 'maxDays allows more'],
    ['removeStaleHolds', [slot, { deadlineMS: 1 }], 'deadlineMS', 'did you mean deadlineMs?'],
    ['freeSlots', [undefined], 'options', 'undefined was given'],
    ['freeSlots', [{ ...slot, duration: 30, timezone: 'UTC' }], 'timezone', 'did you mean timeZone?'],
    ['freeSlots', [{ ...slot, duration: 30, calendars: MAILBOX }], 'calendars', 'a string was given'],
    ['freeSlots', [{ ...slot, duration: 30, calendars: ['x'] }], 'calendars[0]', 'must be an SMTP address'],
    ['freeSlots', [{ ...slot, duration: 30, treatAsBusy: 'tentative' }], 'treatAsBusy', 'a string was given'],
    ['freeSlots', [{ ...slot, duration: 30, workingHours: null }], 'workingHours', 'null was given'],
    ['freeSlots', [{ ...slot, duration: 30, workingHours: { monday: '9-5' } }], 'workingHours.monday', 'a string was'],
    ['freeSlots', [{ ...year(1_828), duration: 30 }], 'end', 'maxDays allows more'],
    ['freeSlots', [{ ...slot, duration: 30 }, { signals: 1 }], 'signals', 'did you mean signal?'],
  ]
  it.each(cases)('%s(%j): %s', async (method, given, path, message) => {
    const outcome = Promise.resolve(call(calendar, method, ...given))
    const error = await outcome.then(
      () => 'nothing',
      (refusal: unknown) => refusal,
    )
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path, message: expect.stringMatching(escaped(message)) })
    expect(everythingShownOf(error)).not.toContain(PASSWORD)
    expect(server.requests).toEqual([])
  })

  it.each<[string, unknown, string, string]>([
    ['nothing', undefined, 'options', 'undefined was given'],
    ['a misspelt time zone', { mailbox: MAILBOX, timezone: 'Europe/Zurich' }, 'timezone', 'did you mean timeZone?'],
    ['statuses as text', { mailbox: MAILBOX, treatAsBusy: 'busy' }, 'treatAsBusy', 'a string was given'],
    ['half a day', { mailbox: MAILBOX, maxWindowDays: 0.5 }, 'maxWindowDays', 'whole number'],
    ['no longest window', { mailbox: MAILBOX, maxDays: Number.NaN }, 'maxDays', 'positive number'],
  ])('new BookingCalendar with %s', (_case, options, path, message) => {
    expect(() => Reflect.construct(BookingCalendar, [client, options])).toThrow(
      expect.objectContaining({ path, message: expect.stringContaining(message) }),
    )
  })

  it.each([undefined, null, {}, { findItem: () => undefined }])('a client that is none: %j', async (client) => {
    const refusal = expect.objectContaining({ path: 'client', message: 'client must be an EwsClient of this library' })
    expect(() => Reflect.construct(BookingCalendar, [client, { mailbox: MAILBOX }])).toThrow(refusal)
    await expect(call(BookingCalendar, 'freeBusyOf', client, [MAILBOX], slot)).rejects.toThrow(refusal)
  })

  it('freeSlotsIn', () => {
    const options = { ...slot, duration: 30, timeZone: 'UTC', calendars: [[]], workinghours: {} }
    expect(() => freeSlotsIn(options)).toThrow('workinghours is unknown; did you mean workingHours?')
    expect(() => Reflect.apply(freeSlotsIn, undefined, [{ ...slot, duration: 30, timeZone: 'UTC' }])).toThrow(
      'calendars must be an array, and undefined was given',
    )
  })
})

const escaped = (message: string | RegExp) =>
  typeof message === 'string' ? new RegExp(message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : message

describe('a window', () => {
  it('may be longer than five years if the caller says so, for a call or for the calendar', async () => {
    const { client, calendar } = await calendarAndServer()
    const window = year(1_900)
    expect(await calendar.freeBusy(window, { maxDays: 1_900, maxWindowDays: 42 })).toEqual([])
    expect(await calendar.events(window, { maxDays: 1_900 })).toEqual([])
    const patient = new BookingCalendar(client, { mailbox: MAILBOX, maxDays: 1_900 })
    expect(await patient.freeBusy(window)).toEqual([])
    expect(await patient.freeSlots({ ...window, duration: 1_440, step: 1_440 })).toHaveLength(1_899)
    await patient.removeStaleHolds(window)
  })

  it('may be five years long', async () => {
    const { calendar } = await calendarAndServer()
    expect(await calendar.freeBusy(year(1_827))).toEqual([])
  })
})

describe('a booking', () => {
  it('may be the row of a database, with more members', async () => {
    const { calendar } = await calendarAndServer()
    const row = { ...(await calendar.book(request)), tenant: 42, created_at: new Date() }
    await calendar.cancel(row)
  })
})
