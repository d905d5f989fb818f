import { EwsError } from 'ews-booking'
import { type Booking, BookingCalendar, type BookingOptions, BookingOutcomeUnknownError } from 'ews-booking/booking'
import type { Simulator } from 'ews-booking/simulator'
import { describe, expect, it } from 'vitest'
import { cuttingProxy, MOMENTS, type Moment } from '../cutting-proxy'
import { at, clientOf, day, exchange, MAILBOX, PASSWORD, USERNAME } from '../exchange'
import { bySuite } from '../suite'
import { entriesOf, operationsOf, trusting } from './bookings'

const REQUEST = {
  key: 'order-1',
  title: 'Consultation',
  start: at('09:00'),
  end: at('10:00'),
  attendees: [{ address: 'patient@example.com' }],
}
const LATER = { start: at('09:30'), end: at('10:30') }

/** A call of a consumer whose connections are cut. */
interface Deed {
  readonly name: string
  /** The requests that it takes without cuts. */
  readonly operations: readonly string[]
  /** The steps before the cut. */
  readonly before: (calendar: BookingCalendar) => Promise<Booking | undefined>
  readonly call: (
    calendar: BookingCalendar,
    booking: Booking | undefined,
    options: BookingOptions,
  ) => Promise<Booking | undefined>
  /** The calendar afterwards. */
  readonly entries: readonly object[]
  /** All messages to attendees, including those from before. */
  readonly sent: readonly string[]
}

const look = ['FindItem', 'FindItem']
const bookingOf = (booking: Booking | undefined): Booking => {
  if (booking === undefined) throw new TypeError('There is no booking')
  return booking
}

const deeds: readonly Deed[] = [
  {
    name: 'book',
    operations: [...look, 'CreateItem', ...look, 'UpdateItem'],
    before: async () => undefined,
    call: (calendar, _booking, options) => calendar.book(REQUEST, options),
    entries: [{ key: 'order-1', state: 'confirmed', status: 'Busy', start: at('09:00'), end: at('10:00') }],
    sent: ['MeetingRequest'],
  },
  {
    name: 'reschedule',
    operations: ['GetItem', ...look, 'CreateItem', ...look, 'UpdateItem', 'DeleteItem'],
    before: (calendar) => calendar.book(REQUEST),
    call: (calendar, booking, options) => calendar.reschedule(bookingOf(booking), LATER, options),
    entries: [{ key: 'order-1', state: 'confirmed', status: 'Busy', ...LATER }],
    sent: ['MeetingRequest', 'MeetingRequest'],
  },
  {
    name: 'cancel',
    operations: ['DeleteItem'],
    before: (calendar) => calendar.book(REQUEST),
    async call(calendar, booking, options) {
      await calendar.cancel(bookingOf(booking), options)
      return undefined
    },
    entries: [],
    sent: ['MeetingRequest', 'MeetingCancellation'],
  },
]

const calendarAt = (url: string) =>
  new BookingCalendar(
    trusting(clientOf({ url, ca: undefined }, { auth: { type: 'basic', username: USERNAME, password: PASSWORD } })),
    { mailbox: MAILBOX },
  )

/** One run of a deed. */
async function run(
  deed: Deed,
  cuts: ReadonlyMap<number, Moment>,
  { now = () => new Date(), ...options }: RunOptions = {},
) {
  const server = await exchange({ auth: ['Basic'], now })
  const booking = await deed.before(calendarAt(server.url))
  const begun = server.requests.length
  const proxy = await cuttingProxy(server.url, cuts)
  const call = (url: string, given: BookingOptions) => deed.call(calendarAt(url), booking, given)
  const outcome: unknown = await call(proxy.url, options).catch((error: unknown) => error)
  return {
    server,
    outcome,
    requests: proxy.requests(),
    operations: operationsOf(server).slice(begun),
    repeat: () => call(server.url, {}),
  }
}

interface RunOptions extends BookingOptions {
  /** The server's clock. */
  readonly now?: () => Date
}

/** Checks the result of a deed, which doesn't depend on what happened to its connections. */
function checkResult({ entries, sent }: Deed, server: Simulator, what: string): void {
  expect(entriesOf(server), what).toMatchObject(entries)
  expect(
    server.sent.map(({ kind }) => kind),
    what,
  ).toEqual(sent)
}

type Cut = readonly [number, Moment]

/** Runs a deed whose connections are cut, and repeats it, which changes nothing. */
async function checkCuts(deed: Deed, cuts: readonly Cut[]): Promise<void> {
  const what = cuts.map(([index, moment]) => `${moment} ${index}`).join(', ')
  const { server, outcome, requests, repeat } = await run(deed, new Map(cuts))
  expect(outcome, what).not.toBeInstanceOf(Error)
  expect(requests, what).toBeGreaterThan(Math.max(...cuts.map(([index]) => index)))
  checkResult(deed, server, what)
  expect(await repeat(), what).toEqual(outcome)
  checkResult(deed, server, `${what}, and again`)
  await server.close()
}

/** More requests than any call makes before it gives up. */
const ALL = 1_000
/** Older than any live hold. */
const LONG_AGO_MS = 11 * 60_000

/** Runs a deed that loses all connections from a request on, and repeats it once the network is back and leftovers are stale. */
async function checkOutage(deed: Deed, [from, moment]: Cut): Promise<void> {
  const what = `${moment} ${from} and all others`
  let slowBy = LONG_AGO_MS
  const now = () => new Date(Date.now() - slowBy)
  const cuts = new Map(Array.from({ length: ALL }, (_, index) => [from + index, moment] as const))
  const { server, outcome, repeat } = await run(deed, cuts, { now, deadlineMs: 300 })
  if (outcome instanceof Error) checkError(deed, outcome, server, what)
  slowBy = 0
  await repeat()
  await calendarAt(server.url).removeStaleHolds(day)
  checkResult(deed, server, what)
  await server.close()
}

/**
 * An error says that the call may be repeated. Where it doesn't say that nobody knows what was done, nothing was; to `cancel`, which
 * may be called twice in any case, that is all one.
 */
function checkError({ name, sent }: Deed, error: Error, server: Simulator, what: string): void {
  expect(error, what).toBeInstanceOf(EwsError)
  expect(error, what).toMatchObject({ retryable: true })
  if (error instanceof BookingOutcomeUnknownError || name === 'cancel') return
  expect(
    server.sent.map(({ kind }) => kind),
    what,
  ).toEqual(sent.slice(0, -1))
}

describe('without cut connections', () => {
  it.each(deeds)('$name takes exactly these requests', async (deed) => {
    const { server, operations } = await run(deed, new Map())
    expect(operations).toEqual(deed.operations)
    checkResult(deed, server, 'undisturbed')
  })
})

/** The request is lost, or its answer. */
const LOSSES: readonly Moment[] = ['after the request', 'before the answer']

describe.each(deeds)('pain 25: $name', (deed) => {
  const indices = [...deed.operations.keys()]

  it.each(MOMENTS)('is done exactly once with any connection cut %s', async (moment) => {
    await Promise.all(indices.map((index) => checkCuts(deed, [[index, moment]])))
  })

  it.each(LOSSES.flatMap((first) => LOSSES.map((second) => [first, second] as const)))(
    'is done exactly once with any connection cut %s and any other cut %s',
    async (first, second) => {
      const later = (index: number) => [...indices, indices.length].filter((each) => each > index)
      const pairs = indices.flatMap((index) =>
        later(index).map(
          (other) =>
            [
              [index, first],
              [other, second],
            ] as const,
        ),
      )
      const tried = pairs.filter((_cuts, number) => number % bySuite({ quick: 4, slow: 1 }) === 0)
      await Promise.all(tried.map((cuts) => checkCuts(deed, cuts)))
    },
  )

  it.each(LOSSES)(
    "is done once, or reports that it isn't, with all connections cut %s from any one on",
    async (moment) => {
      await Promise.all(indices.map((index) => checkOutage(deed, [index, moment])))
    },
  )
})
