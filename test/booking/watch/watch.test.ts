import { type EwsClient, EwsError } from 'ews-booking'
import { type Booking, BookingCalendar, type WatchedChange } from 'ews-booking/booking'
import type { Simulator } from 'ews-booking/simulator'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serverRecord } from '../../../src/booking/calendar/server-record'
import { getStreamingEvents } from '../../../src/simulator/services/get-streaming-events'
import type { Service } from '../../../src/simulator/services/service'
import { subscribe } from '../../../src/simulator/services/subscribe'
import { ServiceError } from '../../../src/simulator/soap/service-error'
import { stopClock } from '../../clock'
import { textOf } from '../../documentation/code-blocks'
import { at, clientOf, day, exchange, MAILBOX, PASSWORD, USERNAME } from '../../exchange'
import { needs } from '../../requirements'
import { schemaErrors } from '../../schema'
import { bySuite } from '../../suite'
import { operationsOf, request, slot } from '../bookings'
import { Mirror, versionsOf } from '../changes/mirror'
import { calm, live, watching } from './watching'

const window = day
const MINUTE_MS = 60_000
const ROOM = 'room-1@example.com'

const kinds = (changes: readonly WatchedChange[]) => changes.map(({ type }) => type)
const countOf = (server: Simulator, operation: string) =>
  operationsOf(server).filter((name) => name === operation).length

/** A simulator with a stopped clock, and a calendar on a client that impersonates its mailbox. */
async function world(options: Parameters<typeof exchange>[0] = {}) {
  const clock = stopClock()
  const server = await exchange(options)
  const client = clientOf(server)
  // Loads what the client loads with its first request, which takes time that no clock shows.
  await client.getRoomLists({})
  server.clear()
  return { clock, server, client, calendar: new BookingCalendar(client, { mailbox: MAILBOX }) }
}

const add = (server: Simulator, mailbox = MAILBOX) => server.add(mailbox, { subject: 'x', ...slot })

/** The rows of the table in the documentation, and how many requests each says. */
const rows = [...textOf('docs/calendars-and-changes.md').matchAll(/^\| `watch`, (.+?) +\| +(\d+) \|$/gm)].map(
  ([, what = '', requests]) => [what, Number(requests)] as const,
)

describe('the table of requests in docs/calendars-and-changes.md', () => {
  /** From each row to the next. */
  const STEPS: Readonly<Record<string, (world: Awaited<ReturnType<typeof watched>>) => Promise<void>>> = {
    'until its stream is open': async () => {},
    'for a change': async ({ server, clock, client }) => {
      server.clear()
      add(server)
      await live(clock, client, 10_000)
    },
    'in an hour without changes': async ({ server, clock, client }) => {
      server.clear()
      await live(clock, client, 60 * MINUTE_MS, 5_000)
    },
    'for one more calendar of the account': async ({ server, clock, client }) => {
      server.clear()
      const room = client.impersonating({ primarySmtpAddress: ROOM })
      watching(new BookingCalendar(room, { mailbox: ROOM }), { window })
      await live(clock, client, 10_000)
    },
    'at its end': async ({ server, clock, client, watch }) => {
      server.clear()
      await watch.stop()
      await live(clock, client, 10_000)
    },
  }

  async function watched() {
    const found = await world({ accounts: [{ username: USERNAME, password: PASSWORD, mayImpersonate: 'all' }] })
    Object.assign(serverRecord(found.client), { markedViews: 'kept' })
    const watch = watching(found.calendar, { window })
    await live(found.clock, found.client, 10_000)
    return { ...found, watch }
  }

  it('has each of these', () => {
    expect(rows.map(([what]) => what)).toEqual(Object.keys(STEPS))
  })

  it.each(rows)('watch, %s, takes %i requests', async (what, requests) => {
    const found = await watched()
    await STEPS[what]?.(found)
    expect(operationsOf(found.server)).toHaveLength(requests)
  })
})

describe('watch', () => {
  it('pain 34: tells what is there, and then changes seconds after they happen, without polling', async () => {
    const { clock, server, client, calendar } = await world()
    add(server)
    const watch = watching(calendar, { window })
    await live(clock, client, 10_000)
    expect(kinds(watch.changes)).toEqual(['made'])
    server.clear()
    await live(clock, client, 10 * MINUTE_MS, 5_000)
    expect(operationsOf(server)).toEqual([])
    server.add(MAILBOX, { subject: 'y', start: at('14:00'), end: at('15:00') })
    await live(clock, client, 3_000)
    expect(kinds(watch.changes)).toEqual(['made', 'made'])
    expect(operationsOf(server)).toEqual(['SyncFolderItems', 'FindItem', 'GetItem'])
  })

  it('goes on after the cursor of any change, in another process', async () => {
    const { clock, server, client, calendar } = await world()
    for (let index = 0; index < 3; index += 1) add(server)
    const first = watching(calendar, { window })
    await live(clock, client, 5_000)
    await first.stop()
    const [one, two, three] = first.changes
    const second = watching(calendar, { cursor: one?.cursor })
    await live(clock, client, 5_000)
    expect(second.changes.map(({ itemId }) => itemId)).toEqual([two?.itemId, three?.itemId])
    const third = watching(calendar, { cursor: three?.cursor })
    await live(clock, client, 5_000)
    expect(third.changes).toEqual([])
  })

  it('leaves no connection, no subscription and no timer behind', async () => {
    const { clock, server, client, calendar } = await world()
    const watch = watching(calendar, { window })
    await live(clock, client, 10_000)
    const { connections } = client.stats
    await watch.stop()
    await live(clock, client, 1_000)
    expect(operationsOf(server).at(-1)).toBe('Unsubscribe')
    expect(client.stats.connections).toBe(connections - 1)
    server.clear()
    await live(clock, client, 60 * MINUTE_MS, MINUTE_MS)
    expect(operationsOf(server)).toEqual([])
    expect(clock.sleeps).toBe(0)
  })

  it('asks every minute where the account gets no notifications', async () => {
    const refusing = {
      ...subscribe,
      carryOut() {
        throw new ServiceError(
          'ErrorSubscriptionDelegateAccessNotSupported',
          'Subscriptions are not supported for delegates.',
        )
      },
    }
    const { clock, server, client, calendar } = await world({ services: [refusing] })
    const watch = watching(calendar, { window })
    await live(clock, client, 30 * MINUTE_MS, 5_000)
    expect(countOf(server, 'SyncFolderItems')).toBe(30)
    expect(countOf(server, 'Subscribe')).toBe(1)
    add(server)
    await live(clock, client, MINUTE_MS)
    expect(kinds(watch.changes)).toEqual(['made'])
  })

  it('survives a server that restarts, and loses its subscriptions', async () => {
    const { clock, server, client, calendar } = await world()
    const watch = watching(calendar, { window })
    await live(clock, client, 10_000)
    server.loseSubscriptions()
    add(server)
    await live(clock, client, 10_000)
    expect(kinds(watch.changes)).toEqual(['made'])
    server.clear()
    add(server)
    await live(clock, client, 3_000)
    expect(kinds(watch.changes)).toEqual(['made', 'made'])
  })

  it('survives requests that fail for an hour, and tells each change once afterwards', async () => {
    const { clock, server, client, calendar } = await world()
    const watch = watching(calendar, { window })
    await live(clock, client, 10_000)
    server.inject({ fault: 'dropBeforeCommit', times: Number.POSITIVE_INFINITY })
    server.loseSubscriptions()
    await live(clock, client, 60 * MINUTE_MS, 5_000)
    add(server)
    expect(watch.changes).toEqual([])
    server.clear()
    server.clearInjections()
    await live(clock, client, 10 * MINUTE_MS, 5_000)
    expect(kinds(watch.changes)).toEqual(['made'])
    expect(watch.error).toBeUndefined()
  })

  it('hears of changes while a connection was silent for good, once the silence was too long', async () => {
    const { clock, server, client, calendar } = await world()
    const watch = watching(calendar, { window })
    server.inject({ fault: 'hang', operation: 'GetStreamingEvents', times: 1 })
    await live(clock, client, 10_000)
    add(server)
    await live(clock, client, 3 * MINUTE_MS, 5_000)
    expect(kinds(watch.changes)).toEqual(['made'])
  })

  it('throws what asking again will not fix', async () => {
    const { clock, client } = await world()
    const nobody = new BookingCalendar(client, { mailbox: 'nobody@example.com' })
    const watch = watching(nobody, { window })
    await live(clock, client, 5_000)
    expect(watch.error).toMatchObject({ code: 'ERR_EWS_RESPONSE' })
  })

  it("sends requests that are valid against Microsoft's schema", needs('schema'), async () => {
    const { clock, server, client, calendar } = await world()
    const watch = watching(calendar, { window, texts: true })
    add(server)
    await live(clock, client, 10_000)
    add(server)
    await live(clock, client, 5_000)
    await watch.stop()
    const sent = server.requests.filter(({ operation }) => operation !== undefined)
    expect(sent.length).toBeGreaterThan(8)
    expect(sent.flatMap(({ xml = '' }) => schemaErrors(xml))).toEqual([])
  })

  it('refuses options that it does not know', async () => {
    const { calendar } = await world()
    const options = { windows: window }
    await expect(Reflect.apply(calendar.watch, calendar, [options]).next()).rejects.toThrow('did you mean window?')
  })

  it('tells of its own bookings too, with their keys', async () => {
    const { clock, client, calendar } = await world()
    const watch = watching(calendar, { window })
    await live(clock, client, 10_000)
    await calendar.book(request)
    await live(clock, client, 5_000)
    expect(watch.changes).toMatchObject([{ type: 'made', key: request.key }])
  })
})

describe('a stream that several calendars share', () => {
  /** Two calendars that are watched, with the headers and ids of the requests that concern subscriptions. */
  async function two(services: readonly Service[] = []) {
    const { clock, server, client } = await world({
      accounts: [{ username: USERNAME, password: PASSWORD, mayImpersonate: 'all' }],
      services,
    })
    const watches = [MAILBOX, ROOM].map((mailbox) => {
      const own = client.impersonating({ primarySmtpAddress: mailbox })
      return watching(new BookingCalendar(own, { mailbox }), { window })
    })
    return { clock, server, client, watches }
  }

  it('keeps to one server: all of its requests name the same anchor', async () => {
    const { clock, server, client } = await two()
    await live(clock, client, 10_000)
    const concerned = server.requests.filter(({ operation = '' }) => /Subscribe|GetStreamingEvents/.test(operation))
    expect(concerned.map(({ operation }) => operation)).toEqual(['Subscribe', 'Subscribe', 'GetStreamingEvents'])
    const anchors = concerned.map(({ headers }) => [headers['x-anchormailbox'], headers['x-preferserveraffinity']])
    expect(new Set(anchors.map(String)).size).toBe(1)
    expect(anchors[0]?.[1]).toBe('true')
    const others = server.requests.filter(({ operation }) => operation === 'SyncFolderItems')
    expect(others.some(({ headers }) => 'x-preferserveraffinity' in headers)).toBe(false)
  })

  it('is divided if the server says that a subscription lives elsewhere', async () => {
    let streams = 0
    const divided: Service = {
      ...getStreamingEvents,
      carryOut(given, context) {
        const { subscriptionIds }: { subscriptionIds: string[] } = Object(given)
        streams += 1
        if (subscriptionIds.length < 2) return getStreamingEvents.carryOut(given, context)
        const message = {
          responseClass: 'Error',
          responseCode: 'ErrorProxiedSubscriptionCallFailure',
          messageText: 'The subscription is on another server.',
          errorSubscriptionIds: subscriptionIds.slice(1),
          connectionStatus: 'Closed',
        }
        return { responseMessages: [message] }
      },
    }
    const { clock, server, client, watches } = await two([divided])
    await live(clock, client, 30_000)
    expect(streams).toBe(3)
    server.clear()
    add(server, MAILBOX)
    add(server, ROOM)
    await live(clock, client, 5_000)
    expect(watches.map(({ changes }) => kinds(changes))).toEqual([['made'], ['made']])
    expect(countOf(server, 'GetStreamingEvents')).toBe(0)
  })

  it("is each process its own: two don't take it from each other", async () => {
    const { clock, server, client, calendar } = await world()
    const other = clientOf(server)
    const watches = [calendar, new BookingCalendar(other, { mailbox: MAILBOX })].map((each) =>
      watching(each, { window }),
    )
    await live(clock, client, 10_000)
    await calm(other)
    server.clear()
    add(server)
    await live(clock, client, 3_000)
    await calm(other)
    expect(watches.map(({ changes }) => kinds(changes))).toEqual([['made'], ['made']])
    await live(clock, client, 5 * MINUTE_MS, 5_000)
    expect(countOf(server, 'GetStreamingEvents')).toBe(0)
  })

  it('is enough for a calendar that comes later', async () => {
    const { clock, server, client, calendar } = await world()
    watching(calendar, { window })
    await live(clock, client, 10_000)
    const late = watching(calendar, { window })
    await live(clock, client, 10_000)
    server.clear()
    add(server)
    await live(clock, client, 3_000)
    expect(kinds(late.changes)).toEqual(['made'])
    expect(client.stats.connections).toBeLessThanOrEqual(client.maxConnections + 1)
  })
})

describe('among people who book at the same time', () => {
  const steps = fc.array(
    fc.record({
      what: fc.constantFrom('book', 'book', 'move', 'cancel', 'lose', 'wait'),
      which: fc.nat({ max: 5 }),
      hour: fc.integer({ min: 8, max: 12 }),
    }),
    { minLength: 2, maxLength: 10 },
  )
  const hourOf = (hour: number) => ({
    start: at(`${hour}:00`.padStart(5, '0')),
    end: at(`${hour + 1}:00`.padStart(5, '0')),
  })

  it(
    'no change is missed, none told twice, and no hold told',
    async () => {
      const { clock, server, client, calendar } = await world()
      let orders = 0
      await fc.assert(
        fc.asyncProperty(steps, async (list) => {
          const watch = watching(calendar, { window })
          const bookings: Booking[] = []
          const act = async ({ what, which, hour }: { what: string; which: number; hour: number }) => {
            const booking = bookings[which]
            if (what === 'lose') server.loseSubscriptions()
            if (what === 'book') {
              bookings.push(await calendar.book({ key: `k-${orders++}`, title: 'x', ...hourOf(hour) }))
            }
            if (what === 'move' && booking !== undefined) await calendar.reschedule(booking, hourOf(hour))
            if (what === 'cancel' && booking !== undefined) await calendar.cancel(booking)
          }
          const done = { count: 0 }
          for (const step of list) {
            act(step)
              .catch((error: unknown) => {
                if (!(error instanceof EwsError)) throw error
              })
              .finally(() => {
                done.count += 1
              })
            if (step.what === 'wait') await live(clock, client, 3_000, 500)
          }
          while (done.count < list.length) await live(clock, client, 1_000, 100)
          await live(clock, client, 70_000, 5_000)
          await watch.stop()
          const mirror = new Mirror(window)
          for (const change of watch.changes) mirror.apply(change)
          expect(mirror.events).toEqual(versionsOf(await calendar.events(window)))
          expect(watch.changes.every(({ key }) => key !== undefined)).toBe(true)
          const rest = await calendar.changes(watch.changes.at(-1)?.cursor, { window })
          expect(rest.changes).toEqual([])
          expect(
            server.calendar(MAILBOX).filter(({ legacyFreeBusyStatus }) => legacyFreeBusyStatus === 'Tentative'),
          ).toEqual([])
        }),
        { numRuns: bySuite({ quick: 4, slow: 60 }) },
      )
    },
    bySuite({ quick: 60_000, slow: 600_000 }),
  )
})

describe('all calendars of an account', () => {
  const COUNT = bySuite({ quick: 6, slow: 500 })
  const MINUTES = bySuite({ quick: 40, slow: 24 * 60 })
  const mailboxes = Array.from({ length: COUNT }, (_, index) => `room-${String(index).padStart(3, '0')}@example.com`)
  const streams = Math.ceil(COUNT / 200)

  it(
    `are watched over one stream for 200 of them, for ${MINUTES} minutes: no change is missed or told twice`,
    async () => {
      const clock = stopClock()
      const server = await exchange({
        mailboxes,
        accounts: [{ username: USERNAME, password: PASSWORD, mayImpersonate: 'all' }],
        throttling: { maxHangingConnections: streams },
      })
      const account = {
        impersonate: undefined,
        auth: { type: 'basic', username: USERNAME, password: PASSWORD },
      } as const
      const client: EwsClient = clientOf(server, account)
      const outlook: EwsClient = clientOf(server, account)
      await client.getRoomLists({})
      const calendarOf = (mailbox: string, through = client) =>
        new BookingCalendar(through.impersonating({ primarySmtpAddress: mailbox }), { mailbox })
      const watches = mailboxes.map((mailbox) => ({ mailbox, watch: watching(calendarOf(mailbox), { window }) }))
      const change = changesBy(outlook, server)
      let requests = 0
      await live(clock, client, 10 * MINUTE_MS, 5_000)
      for (let minute = 0; minute < MINUTES; minute += 1) {
        server.clear()
        await change(mailboxes)
        const ofOutlook = server.requests.length
        if (minute % 97 === 20) server.loseSubscriptions()
        await live(clock, client, MINUTE_MS, 15_000)
        requests += server.requests.length - ofOutlook
        expect(
          server.requests.filter(({ responseXml = '' }) => responseXml.includes('ErrorExceededConnectionCount')),
        ).toEqual([])
      }
      await live(clock, client, 5 * MINUTE_MS, 15_000)
      for (const { mailbox, watch } of watches) {
        expect(watch.error).toBeUndefined()
        const mirror = new Mirror(window)
        for (const change of watch.changes) mirror.apply(change)
        expect(mirror.events).toEqual(versionsOf(await calendarOf(mailbox, outlook).events(window)))
      }
      // A change takes three: what happened, the window, and the key. Asking every minute would take sixty an hour.
      const idle = ((requests - 3 * MINUTES) / COUNT / MINUTES) * 60
      expect(idle).toBeLessThan(bySuite({ quick: 30, slow: 20 }))
      expect(idle).toBeGreaterThan(1)
      await Promise.all(watches.map(({ watch }) => watch.stop()))
    },
    bySuite({ quick: 60_000, slow: 3_600_000 }),
  )
})

/** Each call adds an appointment to one of the mailboxes, or moves or deletes one, in a sequence that is always the same. */
function changesBy(outlook: EwsClient, server: Simulator) {
  const items: { readonly mailbox: string; readonly id: string }[] = []
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  return async (mailboxes: readonly string[]) => {
    const what = random(4)
    const which = random(items.length + 1)
    const item = items[which]
    if (item === undefined || what < 2) {
      const mailbox = mailboxes[random(mailboxes.length)] ?? ''
      return void items.push({ mailbox, id: server.add(mailbox, { subject: 'x', ...slot }).id })
    }
    const through = outlook.impersonating({ primarySmtpAddress: item.mailbox })
    if (what === 2) {
      items.splice(which, 1)
      const { responseMessages } = await through.deleteItem({
        deleteType: 'MoveToDeletedItems',
        sendMeetingCancellations: 'SendToNone',
        itemIds: [{ itemId: { id: item.id } }],
      })
      expect(responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    } else {
      const start = new Date(slot.start.getTime() + random(30) * MINUTE_MS)
      const { responseMessages } = await through.updateItem({
        conflictResolution: 'AlwaysOverwrite',
        sendMeetingInvitationsOrCancellations: 'SendToNone',
        itemChanges: [
          {
            itemId: { id: item.id },
            updates: [{ setItemField: { fieldURI: { fieldURI: 'calendar:Start' }, calendarItem: { start } } }],
          },
        ],
      })
      expect(responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    }
  }
}
