import { parseEnvelope } from 'ews-booking'
import { BookingCalendar, SlotTakenError, UnreliableServerError } from 'ews-booking/booking'
import { describe, expect, it } from 'vitest'
import { newServerRecord } from '../../src/booking/calendar/server-record'
import { CalendarItems } from '../../src/booking/hold-and-confirm/calendar-items'
import { keepsConditionalUpdates } from '../../src/booking/hold-and-confirm/conditional-updates'
import { unsetFields } from '../../src/booking/hold-and-confirm/confirmed-fields'
import { GetItem, UpdateItem } from '../../src/operations'
import { at, clientOf, exchange, MAILBOX, PASSWORD, rejection, USERNAME } from '../exchange'
import { fixture } from '../fixtures'
import { calendarAndServer, operationsOf, request, slot } from './bookings'

const look = ['FindItem', 'FindItem']
const later = { start: at('11:00'), end: at('12:00') }
const evening = { start: at('18:00'), end: at('19:00') }

async function requestsOf(run: (calendar: BookingCalendar) => Promise<unknown>) {
  const { server, calendar } = await calendarAndServer()
  server.add(MAILBOX, { subject: 'x', ...evening })
  await calendar.book(request)
  const begun = operationsOf(server).length
  await run(calendar)
  return { first: operationsOf(server).slice(0, begun), afterwards: operationsOf(server).slice(begun) }
}

describe('pain 40: a server proves itself once to each client', () => {
  it('in the first call, by a view and free/busy, two updates of the hold, and the appointment', async () => {
    const { first } = await requestsOf(async () => undefined)
    expect(first.slice(0, 4).sort()).toEqual([...look, 'FindItem', 'GetUserAvailability'])
    expect(first.slice(4, 6)).toEqual(['CreateItem', 'UpdateItem'])
    expect(first.slice(6, 9).sort()).toEqual([...look, 'UpdateItem'])
    expect(first.slice(9)).toEqual(['UpdateItem', 'GetItem'])
  })

  it('to all clients of an account, but its views are compared with free/busy for each mailbox', async () => {
    const colleague = 'colleague@example.com'
    const { server, client, calendar } = await calendarAndServer(
      {},
      {
        mailboxes: [MAILBOX, colleague],
        accounts: [{ username: USERNAME, password: PASSWORD, mayImpersonate: 'all' }],
      },
    )
    await calendar.book(request)
    const begun = operationsOf(server).length
    const acting = client.impersonating({ primarySmtpAddress: colleague })
    await new BookingCalendar(acting, { mailbox: colleague }).book(request)
    const first = operationsOf(server).slice(begun)
    expect(first.filter((operation) => operation === 'GetUserAvailability')).toHaveLength(1)
    expect(first).toHaveLength(8)
  })

  it('and book takes 6 requests from then on', async () => {
    const { afterwards } = await requestsOf((calendar) => calendar.book({ ...request, ...later, key: 'order-2' }))
    expect(afterwards).toEqual([...look, 'CreateItem', ...look, 'UpdateItem'])
  })

  it('reschedule takes 8 once the server has moved a booking, and cancel takes 1', async () => {
    const { server, calendar } = await calendarAndServer()
    const booking = await calendar.book(request)
    const moved = ['GetItem', ...look, 'CreateItem', ...look, 'UpdateItem']
    const operations = async (call: () => Promise<unknown>) => {
      server.clear()
      await call()
      return operationsOf(server)
    }
    expect(await operations(() => calendar.reschedule(booking, later))).toEqual([...moved, 'GetItem', 'DeleteItem'])
    expect(await operations(() => calendar.reschedule(booking, slot))).toEqual([...moved, 'DeleteItem'])
    expect(await operations(() => calendar.cancel(booking))).toEqual(['DeleteItem'])
  })

  it('to all calendars of a client, and to another client anew', async () => {
    const { server, client, calendar } = await calendarAndServer()
    await calendar.book(request)
    const count = async (other: BookingCalendar, key: string, hour: number) => {
      server.clear()
      await other.book({ key, title: 'Visit', start: at(`${hour}:00`), end: at(`${hour}:30`) })
      return operationsOf(server).length
    }
    expect(await count(new BookingCalendar(client, { mailbox: MAILBOX }), 'order-2', 12)).toBe(6)
    expect(await count(new BookingCalendar(clientOf(server), { mailbox: MAILBOX }), 'order-3', 13)).toBe(11)
  })
})

describe('pain 40: what another server answers is not believed', () => {
  it('when it accepts an old ChangeKey', async () => {
    const client = clientOf(await exchange())
    const recorded = parseEnvelope(UpdateItem, fixture('UpdateItem/gromox-stale-change-key-accepted').response)
    client.updateItem = async () => recorded
    const record = newServerRecord()
    const items = new CalendarItems(client, { mailbox: MAILBOX }, record)
    const version = { id: 'a', changeKey: 'AQAAAKUYe2+83Ooe0DxWVwAAAAAAVw==' }
    expect(await keepsConditionalUpdates(version, items, (ask) => ask())).toBe(false)
    expect(record.conditionalUpdates).toBe('ignored')
  })

  it('when it leaves the reminder unset that it says it has set', () => {
    const { responseMessages } = parseEnvelope(GetItem, fixture('GetItem/gromox-after-status-ignored').response)
    const [item = {}] = responseMessages[0]?.items ?? []
    const wanted = { reminderIsSet: true, reminderMinutesBeforeStart: 15 }
    expect(unsetFields(wanted, item)).toEqual(['reminderIsSet', 'reminderMinutesBeforeStart'])
  })
})

describe('pains 39 and 40: against a simulator that deviates from Exchange', () => {
  const weekly = {
    subject: 'Rounds',
    start: new Date('2026-11-17T09:00:00Z'),
    end: new Date('2026-11-17T09:30:00Z'),
    recurrence: {
      weeklyRecurrence: { interval: 1, daysOfWeek: ['Tuesday'] as const },
      numberedRecurrence: { startDate: '2026-11-17', numberOfOccurrences: 6 },
    },
  }

  it('books nothing over the third occurrence of a series that views leave unexpanded', async () => {
    const { server, calendar } = await calendarAndServer({}, { deviations: ['leavesViewsUnexpanded'] })
    server.add(MAILBOX, weekly)
    const error = await rejection(calendar.book(request))
    expect(error).toMatchObject({ code: SlotTakenError.code, takenBy: { start: slot.start, status: 'busy' } })
    expect(await calendar.book({ ...request, ...later })).toMatchObject({ start: later.start.toISOString() })
  })

  it('even if the series is made once the client knows the server', async () => {
    const { server, calendar } = await calendarAndServer({}, { deviations: ['leavesViewsUnexpanded'] })
    await calendar.book({ ...request, ...evening })
    server.add(MAILBOX, weekly)
    expect(await rejection(calendar.book({ ...request, key: 'order-2' }))).toMatchObject({ code: SlotTakenError.code })
  })

  it('shows the occurrences of a series that views leave unexpanded', async () => {
    const { server, calendar } = await calendarAndServer({}, { deviations: ['leavesViewsUnexpanded'] })
    server.add(MAILBOX, weekly)
    const events = await calendar.events({ start: new Date('2026-11-16T00:00Z'), end: new Date('2026-12-31T00:00Z') })
    expect(events).toHaveLength(6)
  })

  it('moves no booking where ChangeKey is ignored', async () => {
    const { server, calendar } = await calendarAndServer({}, { deviations: ['ignoresChangeKeys'] })
    const booking = await calendar.book(request)
    expect(await rejection(calendar.reschedule(booking, later))).toMatchObject({
      code: UnreliableServerError.code,
      limitation: 'conditionalUpdates',
    })
    expect(server.calendar(MAILBOX)).toMatchObject([{ ...slot, legacyFreeBusyStatus: 'Busy' }])
  })

  it('sets the status as a MAPI property where UpdateItem takes it only so', async () => {
    const { server, calendar } = await calendarAndServer({}, { deviations: ['ignoresStatusUpdates'] })
    await calendar.book(request)
    expect(server.calendar(MAILBOX)).toMatchObject([{ ...slot, legacyFreeBusyStatus: 'Busy' }])
  })

  it('reports no booking whose status is not set, and leaves none', async () => {
    const deviations = ['ignoresStatusUpdates', 'ignoresStatusProperties'] as const
    const { server, calendar } = await calendarAndServer({}, { deviations })
    expect(await rejection(calendar.book(request))).toMatchObject({ limitation: 'statusUpdates' })
    expect(server.calendar(MAILBOX)).toEqual([])
  })
})
