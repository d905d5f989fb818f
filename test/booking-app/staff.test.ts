import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Database } from '../../examples/booking-app/database/database'
import { addMember } from '../../examples/booking-app/security/sessions'
import { networkOf } from '../../examples/booking-app/security/web-safety'
import { type Service, startService } from '../../examples/booking-app/service'
import { until } from '../clock'
import { deleteInOutlook, moveInOutlook } from './outlook'
import {
  ADMIN_PASSWORD,
  at,
  book,
  DETAILS,
  dump,
  MEIER,
  nextWeek,
  openPractice,
  type Practice,
  SLOTS,
  send,
  signIn,
} from './practice'

let practice: Practice
let cookie: string

beforeAll(async () => {
  practice = await openPractice()
  cookie = await signIn(practice.service)
})

const get = (path: string, headers: Readonly<Record<string, string>> = { Cookie: cookie }) =>
  fetch(practice.service.url + path, { headers, redirect: 'manual' })

describe('signing in', () => {
  it('takes the right password alone', async () => {
    const wrong = await send(practice.service, '/staff/sign-in', { mail: 'admin@example.com', password: 'wrong' })
    expect(wrong.status).toBe(401)
    const unknown = await send(practice.service, '/staff/sign-in', {
      mail: 'nobody@example.com',
      password: ADMIN_PASSWORD,
    })
    expect(unknown.status).toBe(401)
  })

  it('gives a cookie that scripts and other hosts don’t see', async () => {
    const answer = await send(practice.service, '/staff/sign-in', {
      mail: 'admin@example.com',
      password: ADMIN_PASSWORD,
    })
    const given = answer.headers.get('Set-Cookie') ?? ''
    expect(given).toMatch(/^__Host-session=[\w-]{43}; /)
    for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']) expect(given).toContain(attribute)
    expect(await dump(practice.database)).not.toContain(/=([\w-]{43})/.exec(given)?.[1])
  })

  it('is needed for every page of the staff', async () => {
    for (const path of [
      '/staff',
      '/staff/events',
      '/admin',
      '/admin/connect',
      '/admin/calendars/meier',
      '/admin/sealing',
    ]) {
      expect((await get(path, {})).headers.get('Location')).toBe('/staff/sign-in')
      expect((await get(path, { Cookie: '__Host-session=forged' })).headers.get('Location')).toBe('/staff/sign-in')
    }
  })

  it('ends with signing out', async () => {
    const own = await signIn(practice.service)
    await send(practice.service, '/staff/sign-out', {}, { Cookie: own })
    expect((await get('/staff', { Cookie: own })).status).toBe(303)
  })

  it('takes no session that somebody else has chosen, and ends the one before', async () => {
    const chosen = `__Host-session=${'x'.repeat(43)}`
    const fields = { mail: 'admin@example.com', password: ADMIN_PASSWORD }
    const answer = await send(practice.service, '/staff/sign-in', fields, { Cookie: chosen })
    const own = answer.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    expect(own).not.toBe(chosen)
    expect((await get('/staff', { Cookie: chosen })).status).toBe(303)
    await send(practice.service, '/staff/sign-in', fields, { Cookie: own })
    expect((await get('/staff', { Cookie: own })).status).toBe(303)
  })

  it('is refused after too many attempts, by every process', async () => {
    const few = { times: 2, seconds: 60 }
    await using one = await startService({ ...practice.options, limits: { signIns: few } })
    await using other = await startService({ ...practice.options, limits: { signIns: few } })
    const attempt = { mail: 'guessed@example.com', password: 'guess' }
    const statuses: number[] = []
    for (const service of [one, other, one]) statuses.push((await send(service, '/staff/sign-in', attempt)).status)
    expect(statuses).toEqual([401, 401, 429])
    const refused = await send(other, '/staff/sign-in', attempt)
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect(await dump(practice.database)).not.toMatch(/guessed|127\.0\.0\.1/)
  })

  it('as a member doesn’t open the administration', async () => {
    const member = { id: 'member', tenant: 'seeblick', mail: 'member@example.com', role: 'member' } as const
    await addMember(practice.database, { ...member, password: 'Mitglied-1' })
    const own = await signIn(practice.service, member.mail, 'Mitglied-1')
    expect((await get('/staff', { Cookie: own })).status).toBe(200)
    expect((await get('/admin', { Cookie: own })).status).toBe(404)
  })
})

describe('a request from another page', () => {
  it.each([
    ['with another origin', { Origin: 'https://evil.example' }],
    ['without an origin', { Origin: '' }],
    ['with an opaque origin', { Origin: 'null' }],
    ['with JSON, which a form check lets pass', { Origin: 'https://evil.example', 'Content-Type': 'application/json' }],
  ])('%s is refused', async (_, headers) => {
    const answer = await send(practice.service, '/staff/sign-out', {}, { Cookie: cookie, ...headers })
    expect(answer.status).toBe(403)
    expect((await get('/staff')).status).toBe(200)
  })
})

describe('every answer', () => {
  it.each(['/', SLOTS, '/staff/sign-in', '/nothing', '/assets/page.js', '/healthz'])(
    'of %s has the headers',
    async (path) => {
      const { headers } = await get(path, {})
      expect(headers.get('Content-Security-Policy')).toMatch(
        /default-src 'none'.*frame-ancestors 'none'.*trusted-types 'none'/,
      )
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('Referrer-Policy')).toBe('same-origin')
    },
  )

  it('has no script or style of its own', async () => {
    for (const path of ['/staff', '/admin', '/admin/connect']) {
      expect(await (await get(path)).text()).not.toMatch(/<style|style="|<script(?![^>]* src=)|\son\w+="/)
    }
  })

  it('to a body that is too long is 413, and to an error without internals', async () => {
    const long = await send(practice.service, '/staff/sign-in', { mail: 'x'.repeat(100_000), password: 'x' })
    expect(long.status).toBe(413)
    const broken: Database = {
      ...practice.database,
      rows: () => Promise.reject(new Error('relation secret-detail does not exist')),
    }
    await using service = await startService({
      ...practice.options,
      database: { ...broken, transaction: async () => never() },
    })
    const answer = await fetch(service.url + SLOTS)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('secret-detail')
    expect(practice.log.join('')).not.toContain('secret-detail')
  })
})

describe('limits', () => {
  it.each([
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8:1:2:ffff::1%eth0', '2001:db8:1:2'],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['::1', '0:0:0:0'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['192.0.2.7', '192.0.2.7'],
    ['unknown', 'unknown'],
  ])('count %s as %s', (address, network) => expect(networkOf(address)).toBe(network))

  it('count behind a proxy what the proxy says, whatever the visitor claims', async () => {
    const limits = { ...practice.options.limits, views: { times: 2, seconds: 60 } }
    await using service = await startService({ ...practice.options, limits, trustProxy: true })
    const visit = async (claim: string) =>
      (await fetch(service.url + SLOTS, { headers: { 'X-Forwarded-For': claim } })).status
    expect(await visit('198.51.100.1, 203.0.113.9')).toBe(200)
    expect(await visit('198.51.100.2, 203.0.113.9')).toBe(200)
    expect(await visit('198.51.100.3, 203.0.113.9')).toBe(429)
    expect(await visit('203.0.113.9, 198.51.100.1')).toBe(200)
    await using direct = await startService({ ...practice.options, limits })
    const claims = ['198.51.100.4', '198.51.100.5', '198.51.100.6']
    const statuses: number[] = []
    for (const claim of claims)
      statuses.push((await fetch(direct.url + SLOTS, { headers: { 'X-Forwarded-For': claim } })).status)
    expect(statuses.at(-1)).toBe(429)
  })

  it('keep the form from being a way to mail somebody again and again', async () => {
    const limits = { ...practice.options.limits, bookingsFor: { times: 1, seconds: 60 } }
    await using service = await startService({ ...practice.options, limits })
    const victim = { ...DETAILS, mail: 'Victim@example.org' }
    expect((await book(service, at(10, '09:00'), victim)).status).toBe(303)
    expect((await book(service, at(10, '10:00'), { ...victim, mail: 'victim@example.org' })).status).toBe(429)
    expect((await book(service, at(10, '10:30'))).status).toBe(303)
  })
})

describe('a page that isn’t there', () => {
  it('leads nowhere else, whatever its address is', async () => {
    const answer = await fetch(`${practice.service.url}//evil.example/?x=1`)
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toMatch(/(href|action)="[^"]*evil/)
  })
})

const never = () => Promise.resolve(undefined as never)

describe('the online calendar', () => {
  const shown = async (parameters: string) => (await get(`/staff/events?person=meier&${parameters}`)).json()

  it('shows titles and descriptions as Exchange has them now, and nothing of them is stored', async () => {
    const start = at(0, '08:00')
    practice.exchange.add(MEIER, { subject: 'Röntgen-4711', body: 'Befund-4712', start, end: at(0, '09:00') })
    const date = nextWeek(0)
    expect(await shown(`date=${date}&view=week`)).toContainEqual(
      expect.objectContaining({ title: 'Röntgen-4711', description: 'Befund-4712' }),
    )
    const list = await (await get(`/staff?person=meier&view=list&date=${date}`)).text()
    expect(list).toContain('Röntgen-4711')
    expect(list).toContain('Befund-4712')
    expect(`${await dump(practice.database)}${practice.log.join('')}`).not.toMatch(/471[12]/)
  })

  it('shows an event over several days on each of them', async () => {
    practice.exchange.add(MEIER, { subject: 'Congress', start: at(2, '08:00'), end: at(4, '16:00') })
    for (const day of [2, 3, 4])
      expect(await shown(`date=${nextWeek(day)}&view=day`)).toMatchObject([{ title: 'Congress' }])
    expect(await shown(`date=${nextWeek(5)}&view=day`)).toEqual([])
  })

  it('says that Exchange is away', async () => {
    const end = practice.exchange.inject({ operation: 'FindItem', fault: 'httpStatus', status: 400, times: 1_000 })
    expect((await get(`/staff/events?person=meier&view=week&date=${nextWeek(0)}`)).status).toBe(503)
    const list = await get('/staff?person=meier&view=list&lang=en')
    end()
    expect(list.status).toBe(503)
    expect(await list.text()).toMatch(
      /<div class="alert away" role="alert">.*Nothing is shown rather than something old/s,
    )
  })
})

/** The names of a stream's events, as they come. */
async function* eventsOf(answer: Response): AsyncGenerator<string> {
  let text = ''
  for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('event: ')) yield line.slice('event: '.length)
  }
}

/** Listens to the changes of Dr. Meier's calendar, as a page does, until the test is over. */
async function listen(service: Service): Promise<() => Promise<string | undefined>> {
  const end = new AbortController()
  onTestFinished(() => end.abort())
  const headers = { Cookie: await signIn(service) }
  const events = eventsOf(await fetch(`${service.url}/staff/changes?person=meier`, { headers, signal: end.signal }))
  return async () => (await events.next()).value ?? undefined
}

describe('a change in Outlook', () => {
  it('is told to all pages of all processes, and not what it is about', async () => {
    const start = at(1, '08:00')
    practice.exchange.add(MEIER, { subject: 'Röntgen-4713', start, end: at(1, '09:00') })
    await using other = await startService(practice.options)
    const pages = [await listen(practice.service), await listen(practice.service), await listen(other)]
    for (const next of pages) expect([await next(), await next()]).toEqual(['begin', 'ready'])
    await moveInOutlook(practice, start, at(1, '10:00'), at(1, '11:00'))
    for (const next of pages) expect(await next()).toBe('change')
    await deleteInOutlook(practice, at(1, '10:00'))
    for (const next of pages) expect(await next()).toBe('change')
  })

  it('is told by the process that has a connection for it, where Exchange grants one, and holds up nothing elsewhere', async () => {
    const strict = await openPractice({ simulator: { throttling: { maxHangingConnections: 1 } } })
    await using other = await startService({ ...strict.options, timeoutMs: 60_000 })
    const pages = [await listen(strict.service), await listen(other)]
    for (const next of pages) expect([await next(), await next()]).toEqual(['begin', 'ready'])
    const isAsked = () =>
      strict.exchange.requests.filter(({ operation }) => operation === 'GetStreamingEvents').length > 1
    await until(isAsked)
    expect((await book(other, at(2, '09:00'))).status).toBe(303)
    expect(await Promise.race(pages.map((next) => next()))).toBe('change')
  })

  it('is looked for by the page where the calendar can’t be watched: the stream ends', async () => {
    const end = practice.exchange.inject({
      operation: 'SyncFolderItems',
      fault: 'httpStatus',
      status: 400,
      times: 1_000,
    })
    onTestFinished(end)
    await using service = await startService(practice.options)
    const next = await listen(service)
    expect(await next()).toBe('begin')
    expect(await next()).toBeUndefined()
  })
})

describe('/metrics and the log', () => {
  it('are for the operator: nothing that comes through the proxy gets metrics', async () => {
    await using service = await startService({ ...practice.options, trustProxy: true })
    const through = await fetch(`${service.url}/metrics`, { headers: { 'X-Forwarded-For': '203.0.113.9' } })
    expect(through.status).toBe(404)
    expect((await fetch(`${service.url}/metrics`)).status).toBe(200)
  })

  it('name routes, and no booking', async () => {
    await get(`/staff/events?person=meier&view=week&date=${nextWeek(0)}`)
    const metrics = await (await get('/metrics', {})).text()
    expect(metrics).toContain('http_request_duration_seconds_count{method="GET",route="/staff/events",status="200"}')
    expect(metrics).toContain('ews_call_duration_seconds_count{operation="FindItem",outcome="ok"}')
    expect(practice.log.join('')).toContain('"route":"/staff/events"')
  })
})
