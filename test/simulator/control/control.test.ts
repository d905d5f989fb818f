import type { Simulator } from 'ews-booking/simulator'
import { describe, expect, it } from 'vitest'
import { at, clientOf, exchange, MAILBOX, newItem, PASSWORD, rejection, search, USERNAME } from '../../exchange'
import { control, send } from './control-client'

const CALENDAR = `/api/mailboxes/${MAILBOX}/calendar`
const NOW = at('08:00')

/** A simulator with its control API. */
async function controlled() {
  const server = await exchange({ now: () => NOW })
  return { server, panel: await control(server) }
}

const problem = (code: string, message: unknown) => ({ error: { code, message } })

describe('The control API', () => {
  it('says what the simulator has, without passwords', async () => {
    const { server, panel } = await controlled()
    const { json, text } = await send(panel, 'GET', '/api')
    expect(json).toMatchObject({ url: server.url, mailboxes: [MAILBOX, 'room-1@example.com'], accounts: [USERNAME] })
    expect(text).not.toContain(PASSWORD)
  })

  it('adds appointments, and shows calendars whole or by their occurrences', async () => {
    const { server, panel } = await controlled()
    const recurrence = {
      dailyRecurrence: { interval: 1 },
      numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 3 },
    }
    const appointment = {
      subject: 'Rounds',
      start: '2026-12-01T10:00:00+01:00',
      end: '2026-12-01T11:00:00+01:00',
      status: 'Tentative',
      body: 'Second floor',
      requiredAttendees: [{ mailbox: { emailAddress: 'a@example.com' }, lastResponseTime: '2026-11-30T10:00:00Z' }],
      recurrence,
    }
    const added = await send(panel, 'POST', CALENDAR, { body: appointment })
    expect(added).toMatchObject({ status: 201, json: { id: expect.any(String), changeKey: expect.any(String) } })
    expect(server.calendar(MAILBOX)).toMatchObject([
      {
        subject: 'Rounds',
        start: at('09:00'),
        legacyFreeBusyStatus: 'Tentative',
        body: { bodyType: 'Text', value: 'Second floor' },
        requiredAttendees: [{ lastResponseTime: new Date('2026-11-30T10:00:00Z') }],
      },
    ])
    expect((await send(panel, 'GET', CALENDAR)).json).toMatchObject({ items: [{ start: '2026-12-01T09:00:00.000Z' }] })
    const window = 'start=2026-12-02T00:00:00Z&end=2026-12-09T00:00:00Z'
    expect((await send(panel, 'GET', `${CALENDAR}?${window}`)).json).toMatchObject({
      items: [{ start: '2026-12-02T09:00:00.000Z' }, { start: '2026-12-03T09:00:00.000Z' }],
    })
  })

  it.each([
    [{ subject: 'x', start: '2026-12-01T10:00:00', end: '2026-12-01T11:00:00Z' }, /^start: must be a time with an/],
    [{ start: '2026-12-01T10:00:00Z', end: '2026-12-01T11:00:00Z' }, /^subject: /],
    [{ subject: 'x', start: '2026-12-01T12:00:00Z', end: '2026-12-01T11:00:00Z' }, /must end after its start/],
    [
      { subject: 'x', start: '2026-12-01T10:00:00Z', end: '2026-12-01T11:00:00Z', reminder: 1 },
      /^reminder: is no property/,
    ],
    [
      {
        subject: 'x',
        start: '2026-12-01T10:00:00Z',
        end: '2026-12-01T11:00:00Z',
        requiredAttendees: [{ mailbox: { emailAddress: 'a@example.com' }, proposedStart: 'noon' }],
      },
      /^requiredAttendees\.0\.proposedStart: must be a time/,
    ],
    [
      {
        subject: 'x',
        start: '2026-12-01T10:00:00Z',
        end: '2026-12-01T11:00:00Z',
        startTimeZone: { id: 'Nowhere Standard Time' },
      },
      /zone/i,
    ],
    [[], /^The body: /],
    ['{', /not valid JSON/],
  ])('refuses an appointment, and says why: %j', async (body, message) => {
    const { server, panel } = await controlled()
    const answer = await send(panel, 'POST', CALENDAR, { body })
    expect(answer).toMatchObject({ status: 400, json: problem('BAD_REQUEST', expect.stringMatching(message)) })
    expect(server.calendar(MAILBOX)).toEqual([])
  })

  it('injects faults, lists those that are due, and ends them', async () => {
    const { server, panel } = await controlled()
    const body = { fault: 'serverBusy', backOffMs: 5000, times: 'always', operation: 'FindItem' }
    expect(await send(panel, 'POST', '/api/faults', { body })).toMatchObject({ status: 201, json: { number: 1 } })
    await send(panel, 'POST', '/api/faults', { body: { fault: 'hang' } })
    expect(await rejection(clientOf(server).findItem(search))).toMatchObject({ backOffMs: 5000 })
    const due = { number: 1, left: 'always', injection: body }
    expect((await send(panel, 'GET', '/api/faults')).json).toMatchObject({ faults: [due, { number: 2, left: 1 }] })
    expect((await send(panel, 'DELETE', '/api/faults/1')).status).toBe(204)
    expect((await send(panel, 'DELETE', '/api/faults/1')).status).toBe(404)
    expect((await send(panel, 'DELETE', '/api/faults')).status).toBe(204)
    expect(server.injections).toEqual([])
    await expect(clientOf(server).findItem(search)).resolves.toBeDefined()
  })

  it.each([
    [{ fault: 'earthquake' }, /^fault: must be one of serverBusy/],
    [{ fault: 'hang', operation: 'FindPeople' }, /operation must be one of /],
    [{ fault: 'hang', times: 0 }, /^times: /],
    [{ fault: 'httpStatus', status: 1 }, /^status: /],
    [{ fault: 'httpStatus', status: 400, headers: { 'a b': 'c' } }, /Header name/],
    [{ fault: 'serverBusy', backoffMs: 5 }, /did you mean backOffMs/],
    [null, /^The body: /],
  ])('refuses a fault, and says why: %j', async (body, message) => {
    const { server, panel } = await controlled()
    const answer = await send(panel, 'POST', '/api/faults', { body: JSON.stringify(body) })
    expect(answer).toMatchObject({ status: 400, json: problem('BAD_REQUEST', expect.stringMatching(message)) })
    expect(server.injections).toEqual([])
  })

  it('shows requests and sent messages, from a number on, and forgets them', async () => {
    const { server, panel } = await controlled()
    const client = clientOf(server)
    const attendee = { mailbox: { emailAddress: 'guest@example.com' } }
    const [{ calendarItem }] = newItem.items
    await client.createItem({
      sendMeetingInvitations: 'SendToAllAndSaveCopy',
      items: [{ calendarItem: { ...calendarItem, requiredAttendees: [attendee] } }],
    })
    const { json } = await send(panel, 'GET', '/api/requests?after=1&limit=1')
    expect(json).toMatchObject({
      requests: [{ number: 2, operation: 'CreateItem', status: 200, receivedAt: NOW.toISOString(), account: USERNAME }],
    })
    expect((await send(panel, 'GET', '/api/requests/2')).json).toMatchObject({
      xml: expect.stringContaining('<m:CreateItem'),
      responseXml: expect.stringContaining('NoError'),
    })
    expect((await send(panel, 'GET', '/api/sent')).json).toMatchObject({ sent: [{ to: ['guest@example.com'] }] })
    expect((await send(panel, 'DELETE', '/api/requests')).status).toBe(204)
    expect((await send(panel, 'GET', '/api/sent')).json).toEqual({ sent: [] })
    expect((await send(panel, 'GET', '/api/requests')).json).toEqual({ requests: [] })
    expect((await send(panel, 'GET', '/api/requests/2')).status).toBe(404)
  })

  it.each(['limit=1001', 'after=-1', 'after=x', 'sort=asc'])('refuses a list with %s', async (query) => {
    const { panel } = await controlled()
    expect((await send(panel, 'GET', `/api/requests?${query}`)).status).toBe(400)
  })

  it('shows, sets, advances, stops and resets the clock', async () => {
    const { server, panel } = await controlled()
    const clock = (now: Date, isFrozen: boolean) => ({ status: 200, json: { now: now.toISOString(), isFrozen } })
    expect(await send(panel, 'GET', '/api/clock')).toMatchObject(clock(NOW, false))
    const body = { now: '2026-12-01T13:00:00+01:00', isFrozen: true }
    expect(await send(panel, 'PUT', '/api/clock', { body })).toMatchObject(clock(at('12:00'), true))
    const later = await send(panel, 'POST', '/api/clock/advance', { body: { ms: 900_000 } })
    expect(later).toMatchObject(clock(at('12:15'), true))
    expect(server.clock.now()).toEqual(at('12:15'))
    expect(await send(panel, 'PUT', '/api/clock', { body: { isFrozen: false } })).toMatchObject(
      clock(at('12:15'), false),
    )
    expect(await send(panel, 'DELETE', '/api/clock')).toMatchObject(clock(NOW, false))
  })

  it.each([
    ['PUT', '/api/clock', { now: '2026-12-01' }],
    ['PUT', '/api/clock', { time: 1 }],
    ['POST', '/api/clock/advance', { ms: 1e300 }],
    ['POST', '/api/clock/advance', {}],
  ])('refuses %s %s with %j', async (method, path, body) => {
    const { server, panel } = await controlled()
    expect((await send(panel, method, path, { body })).status).toBe(400)
    expect(server.clock.now()).toEqual(NOW)
  })
})

describe('The control API refuses', () => {
  it.each([
    ['GET', '/api/nothing', 404],
    ['GET', '/api/mailboxes/nobody@example.com/calendar', 404],
    ['GET', '/api/mailboxes/%zz/calendar', 400],
    ['DELETE', CALENDAR, 405],
    ['OPTIONS', '/api/faults', 405],
  ])('%s %s with %d', async (method, path, status) => {
    const { panel } = await controlled()
    expect((await send(panel, method, path)).status).toBe(status)
  })

  it('a window with one end', async () => {
    const { panel } = await controlled()
    const { status, json } = await send(panel, 'GET', `${CALENDAR}?start=2026-12-02T00:00:00Z`)
    expect({ status, json }).toMatchObject({
      status: 400,
      json: problem('BAD_REQUEST', expect.stringMatching(/^end: /)),
    })
  })

  it.each<[string, Record<string, string>]>([
    ['a name that resolves to loopback', { Host: 'attacker.example' }],
    ['another port', { Host: '127.0.0.1:1' }],
    ['another origin', { Origin: 'https://attacker.example' }],
    ['another port as the origin', { Origin: 'http://127.0.0.1:1' }],
    ['a sandboxed page', { Origin: 'null' }],
    ['a request of another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a request of another port', { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors' }],
  ])('%s', async (_case, headers) => {
    const { server, panel } = await controlled()
    for (const [method, path] of [
      ['GET', '/api'],
      ['POST', '/api/faults'],
    ] as const) {
      const body = method === 'POST' ? { fault: 'hang' } : undefined
      expect((await send(panel, method, path, { body, headers })).status).toBe(403)
    }
    expect(server.injections).toEqual([])
  })

  it('what a form can send', async () => {
    const { server, panel } = await controlled()
    const headers = { 'Content-Type': 'text/plain' }
    expect((await send(panel, 'POST', '/api/faults', { body: '{"fault":"hang"}', headers })).status).toBe(415)
    expect(server.injections).toEqual([])
  })

  it('but not localhost, IPv6, its own page, or a link to it', async () => {
    const { panel } = await controlled()
    const { port, origin } = new URL(panel.url)
    const allowed: Record<string, string>[] = [
      { Host: `LOCALHOST:${port}`, Origin: `http://localhost:${port}` },
      { Host: `[::1]:${port}` },
      { Origin: origin, 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
    ]
    for (const headers of allowed) expect((await send(panel, 'GET', '/api', { headers })).status).toBe(200)
  })
})

describe('The state in the control API', () => {
  const visit = { subject: 'Visit', start: at('09:00'), end: at('10:00') }
  const subjects = (server: Simulator) => server.calendar(MAILBOX).map(({ subject }) => subject)

  it('is saved, loaded, and brought back to the start', async () => {
    const server = await exchange({ now: () => NOW })
    server.add(MAILBOX, visit)
    const panel = await control(server)
    const { status, json } = await send(panel, 'GET', '/api/state')
    expect({ status, json }).toEqual({ status: 200, json: server.save() })
    server.add(MAILBOX, { ...visit, subject: 'Second' })
    const more = server.save()
    expect((await send(panel, 'PUT', '/api/state', { body: json })).status).toBe(204)
    expect(subjects(server)).toEqual(['Visit'])
    await send(panel, 'PUT', '/api/state', { body: more })
    expect(subjects(server)).toEqual(['Visit', 'Second'])
    await send(panel, 'POST', '/api/faults', { body: { fault: 'hang' } })
    await send(panel, 'PUT', '/api/clock', { body: { now: '2027-01-01T00:00:00Z', isFrozen: true } })
    expect((await send(panel, 'POST', '/api/reset')).status).toBe(204)
    expect(subjects(server)).toEqual(['Visit'])
    expect(server.injections).toEqual([])
    expect(server.clock).toMatchObject({ isFrozen: false })
    expect(server.clock.now()).toEqual(NOW)
  })

  it('stays as it is when what is loaded is wrong, and the place is named', async () => {
    const server = await exchange({ now: () => NOW })
    server.add(MAILBOX, visit)
    const panel = await control(server)
    const before = server.save()
    const damaged = JSON.stringify(before).replace('"subject":"Visit"', '"subject":[1]')
    const message = expect.stringMatching(/^state\.mailboxes\.0\.folders\.\d+\.items\.0: must be a calendar item/)
    expect(await send(panel, 'PUT', '/api/state', { body: damaged })).toMatchObject({
      status: 400,
      json: problem('BAD_REQUEST', message),
    })
    expect(await send(panel, 'PUT', '/api/state', { body: [] })).toMatchObject({
      status: 400,
      json: problem('BAD_REQUEST', 'The body: must be what GET /api/state answered'),
    })
    expect(server.save()).toEqual(before)
  })
})
