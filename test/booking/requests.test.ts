import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { BookingCalendar } from 'ews-booking/booking'
import { describe, expect, it, onTestFinished } from 'vitest'
import { textOf } from '../documentation/code-blocks'
import { at, day, MAILBOX } from '../exchange'
import { calendarAndServer, invalidRequests, request, slot, trusting } from './bookings'
import { createCalendar } from './folders'

const later = { start: at('11:00'), end: at('12:00') }
const GUEST = { address: 'patient@example.com' }

/** Counts requests, and how often one begins while none is under way: the round trips. */
function requestCounter() {
  const count = { requests: 0, roundTrips: 0 }
  let underWay = 0
  const begin = () => {
    if (underWay === 0) count.roundTrips += 1
    count.requests += 1
    underWay += 1
  }
  const end = () => {
    underWay -= 1
  }
  subscribe('ews-booking:call-begun', begin)
  subscribe('ews-booking:call-ended', end)
  onTestFinished(() => {
    unsubscribe('ews-booking:call-begun', begin)
    unsubscribe('ews-booking:call-ended', end)
  })
  return count
}

/** A server that has proved itself, with a booking, an appointment of somebody else, and a second calendar. */
async function setting() {
  const rooms = { address: 'rooms@example.com', members: ['room-1@example.com'], isRoomList: true }
  const { server, client, calendar } = await calendarAndServer({ trusted: true }, { distributionGroups: [rooms] })
  const booking = await calendar.book({ ...request, attendees: [GUEST] })
  const { id } = server.add(MAILBOX, { subject: 'x', start: at('14:00'), end: at('15:00') })
  const second = await createCalendar(client, 'Second')
  const other = new BookingCalendar(trusting(client), { mailbox: MAILBOX, calendar: second })
  const guarded = new BookingCalendar(client, { mailbox: MAILBOX, alsoBusy: [second] })
  const { cursor } = await calendar.changes(undefined, { window: day })
  server.clear()
  return { server, client, calendar, booking, id, other, guarded, cursor }
}

type Setting = Awaited<ReturnType<typeof setting>>

const free = { ...request, key: 'order-2', ...later }

const CALLS: Readonly<Record<string, (setting: Setting) => Promise<unknown>>> = {
  'BookingCalendar.list(client, mailbox)': ({ client }) => BookingCalendar.list(client, MAILBOX),
  'BookingCalendar.rooms(client)': ({ client }) => BookingCalendar.rooms(client),
  'BookingCalendar.people(client, text)': ({ client }) => BookingCalendar.people(client, 'dr.meier'),
  'freeBusy(window)': ({ calendar }) => calendar.freeBusy(day),
  'freeBusy(window) of another calendar': ({ other }) => other.freeBusy(day),
  'freeBusy(window) with one in alsoBusy': ({ guarded }) => guarded.freeBusy(day),
  'freeSlots(options)': ({ calendar }) => calendar.freeSlots({ ...day, duration: 60 }),
  'events(window)': ({ calendar }) => calendar.events(day),
  'book(request)': ({ calendar }) => calendar.book(free),
  'book(request) with rooms': ({ calendar }) => calendar.book({ ...free, rooms: ['room-1@example.com'] }),
  'book(request) with one in alsoBusy': ({ guarded }) => guarded.book(free),
  'book(request) again': ({ calendar }) => calendar.book({ ...request, attendees: [GUEST] }),
  'update(booking, { title })': ({ calendar, booking }) => calendar.update(booking, { title: 'Surgery' }),
  'update(booking, { title, start, end })': ({ calendar, booking }) =>
    calendar.update(booking, { title: 'Surgery', ...later }),
  'update(booking, { title }) again': ({ calendar, booking }) => calendar.update(booking, { title: request.title }),
  'reschedule(booking, times)': ({ calendar, booking }) => calendar.reschedule(booking, later),
  'reschedule(booking, times) again': ({ calendar, booking }) => calendar.reschedule(booking, slot),
  'adopt(itemId, { key })': ({ calendar, id }) => calendar.adopt(id, { key: 'order-3' }),
  'get(booking)': ({ calendar, booking }) => calendar.get(booking),
  'find(key)': ({ calendar }) => calendar.find(request.key),
  'bookings(window)': ({ calendar }) => calendar.bookings(day),
  'changes(undefined, { window })': ({ calendar }) => calendar.changes(undefined, { window: day }),
  'changes(cursor)': ({ calendar, cursor }) => calendar.changes(cursor),
  'changes(cursor) after a change': ({ server, calendar, cursor }) => {
    server.add(MAILBOX, { subject: 'x', ...later })
    return calendar.changes(cursor)
  },
  'changes(cursor, { texts }) after a change': ({ server, calendar, cursor }) => {
    server.add(MAILBOX, { subject: 'x', ...later })
    return calendar.changes(cursor, { texts: true })
  },
  'watch(options) until its first change': ({ calendar }) => {
    const watch = calendar.watch({ window: day })
    onTestFinished(async () => void (await watch.return()))
    return watch.next()
  },
  'cancel(booking)': ({ calendar, booking }) => calendar.cancel(booking),
  'cancel(booking, { message })': ({ calendar, booking }) => calendar.cancel(booking, { message: 'x' }),
  'cancel(booking, { notify })': ({ calendar, booking }) => calendar.cancel(booking, { notify: 'none' }),
  'removeStaleHolds(window)': ({ calendar }) => calendar.removeStaleHolds(day),
}

/** The rows of the table: call, requests, round trips. */
const rows = [...textOf('docs/booking.md').matchAll(/^\| `([^|]+?)`([^|]*?) +\| +(\d+) \| +(\d+) \|$/gm)].map(
  ([, call = '', rest = '', requests, roundTrips]) => [`${call}${rest}`, Number(requests), Number(roundTrips)] as const,
)

describe('the table of requests in docs/booking.md', () => {
  it('has each call once', () => {
    expect(rows.map(([call]) => call).sort()).toEqual(Object.keys(CALLS).sort())
  })

  it.each(rows)('%s takes %i requests in %i round trips, all of them valid', async (call, requests, roundTrips) => {
    const prepared = await setting()
    const count = requestCounter()
    await CALLS[call]?.(prepared)
    expect(count).toEqual({ requests, roundTrips })
    expect(invalidRequests(prepared.server)).toEqual([])
  })

  it('says what the first booking of an account takes', async () => {
    const [, requests, roundTrips] =
      /first booking of an account takes (\d+) requests in\s(\d+) round trips/.exec(textOf('docs/booking.md')) ?? []
    const { server, calendar } = await calendarAndServer()
    const count = requestCounter()
    await calendar.book(request)
    expect(count).toEqual({ requests: Number(requests), roundTrips: Number(roundTrips) })
    expect(invalidRequests(server)).toEqual([])
  })

  it('verifies a server once for all clients of an account', async () => {
    const { client, calendar } = await calendarAndServer()
    await calendar.book(request)
    const other = new BookingCalendar(client.impersonating({ primarySmtpAddress: MAILBOX }), { mailbox: MAILBOX })
    const count = requestCounter()
    await other.book(free)
    expect(rows).toContainEqual(['book(request)', count.requests, count.roundTrips])
  })
})
