import { fork } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { EwsClient } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { processModule } from './answer-server.js'
import { median } from './contestant.js'
import { milliseconds, type Row } from './table.js'

/** A simulator behind a network. */
export interface DistantServer {
  readonly url: string
  readonly ca: string
  readonly mailbox: string
  readonly username: string
  readonly password: string
}

const NETWORK_MS = 20
const CLIENTS = 7
const BOOKINGS = 5
const HOUR_MS = 3_600_000
const FIRST = Date.UTC(2027, 2, 1)

/** What a booking takes: milliseconds on the clock, and how often a request begins while none is under way. */
interface Booked {
  readonly ms: number
  readonly roundTrips: number
}

async function measured(book: () => Promise<unknown>): Promise<Booked> {
  let roundTrips = 0
  let underWay = 0
  const begin = () => {
    if (underWay === 0) roundTrips += 1
    underWay += 1
  }
  const end = () => {
    underWay -= 1
  }
  subscribe('ews-booking:call-begun', begin)
  subscribe('ews-booking:call-ended', end)
  const begun = performance.now()
  await book()
  const ms = performance.now() - begun
  unsubscribe('ews-booking:call-begun', begin)
  unsubscribe('ews-booking:call-ended', end)
  return { ms, roundTrips }
}

/** The bookings of one client, one after another. The first opens the connections and verifies the server. */
async function bookingsOf({ url, ca, mailbox, ...account }: DistantServer, number: number): Promise<Booked[]> {
  await using client = new EwsClient({ url, tls: { ca }, auth: { type: 'ntlm', ...account } })
  const calendar = new BookingCalendar(client, { mailbox, timeZone: 'Europe/Zurich' })
  const bookings: Booked[] = []
  for (let position = number * BOOKINGS; position < (number + 1) * BOOKINGS; position += 1) {
    const start = new Date(FIRST + position * HOUR_MS)
    const end = new Date(start.getTime() + HOUR_MS)
    const request = { key: `order-${position}`, title: 'Consultation', start, end }
    bookings.push(await measured(() => calendar.book(request)))
  }
  return bookings
}

const rowOf = (what: string, bookings: readonly Booked[]) => ({
  what,
  ours: milliseconds(median(bookings.map(({ ms }) => ms))),
  peer: '',
  ratio: `${median(bookings.map(({ roundTrips }) => roundTrips))} round trips`,
})

/** The time of `book` over HTTPS with NTLM, if each answer of the server takes 20 ms longer. */
export async function booking(): Promise<Row[]> {
  const child = fork(processModule('distant-simulator'), [String(NETWORK_MS)])
  try {
    const [server] = await once(child, 'message')
    const first: Booked[] = []
    const further: Booked[] = []
    for (let client = 0; client < CLIENTS; client += 1) {
      const [opening, ...others] = await bookingsOf(server, client)
      if (opening !== undefined) first.push(opening)
      further.push(...others)
    }
    const met = further.every(({ roundTrips }) => roundTrips <= 4)
    return [
      { ...rowOf(`book at ${NETWORK_MS} ms of network`, further), goal: 'at most 4', met },
      { ...rowOf(`book at ${NETWORK_MS} ms of network, first of a client`, first), goal: '' },
    ]
  } finally {
    child.disconnect()
  }
}
