import { createServer } from 'node:http'
import { beforeAll, describe, expect, it } from 'vitest'
import { sealingOf } from '../../examples/booking-app/encryption/sealing'
import { isPublicAddress, lookupPublic, publicConnector } from '../../examples/booking-app/exchange/public-address'
import { startService } from '../../examples/booking-app/service'
import { listenOnLoopback } from '../loopback'
import { at, book, dump, linkOf, openPractice, PASSWORD, type Practice, send, signIn, stateOf } from './practice'

let practice: Practice
let cookie: string

beforeAll(async () => {
  practice = await openPractice({ simulator: { maxRemembered: 100 } })
  cookie = await signIn(practice.service)
})

const connection = () => ({
  name: 'Dr. Luca Rossi, second calendar',
  url: practice.exchange.url,
  username: 'EXAMPLE\\svc-booking',
  password: PASSWORD,
  impersonate: 'dr.rossi@example.com',
  signIn: 'ntlm',
  ca: '',
})

interface Streamed {
  readonly steps: readonly { readonly name: string; readonly verdict: string }[]
  readonly outcome: { readonly location?: string; readonly problem?: string }
}

/** Sends the form as the page's script does. */
async function connect(
  fields: Readonly<Record<string, string>>,
  service = practice.service,
  own = cookie,
): Promise<Streamed> {
  const answer = await send(service, '/admin/connect?lang=en', fields, { Cookie: own, Accept: 'text/event-stream' })
  const blocks = (await answer.text()).split('\n\n').filter((block) => block !== '')
  const events = blocks.map((block) => ({
    event: /event: (\w+)/.exec(block)?.[1],
    data: JSON.parse(/data: (.*)/.exec(block)?.[1] ?? '{}'),
  }))
  return {
    steps: events.filter(({ event }) => event === 'step').map(({ data }) => data),
    outcome: events.find(({ event }) => event === 'outcome')?.data ?? {},
  }
}

describe('connecting a calendar', () => {
  it('shows the steps as they come, and stores the connection sealed', async () => {
    const { steps, outcome } = await connect(connection())
    expect(steps.find(({ name }) => name === 'authentication')).toMatchObject({ verdict: 'ok' })
    expect(steps.filter(({ verdict }) => verdict === 'failed')).toEqual([])
    expect(outcome.location).toMatch(/^\/admin\/calendars\/[\w-]{12}\?connected=1$/)
    const stored = `${await dump(practice.database)}${practice.log.join('')}`
    expect(stored).toContain('dr.rossi@example.com')
    expect(stored).not.toContain(PASSWORD)
    expect(stored).not.toContain('svc-booking')
  })

  it('says what is wrong, and stores nothing', async () => {
    const before = await dump(practice.database)
    const { steps, outcome } = await connect({ ...connection(), password: 'wrong' })
    expect(steps.find(({ name }) => name === 'authentication')).toMatchObject({ verdict: 'failed' })
    expect(outcome.problem).toContain('Nothing was stored')
    expect((await dump(practice.database)).match(/dr\.rossi/g)).toEqual(before.match(/dr\.rossi/g))
  })

  it('works without a script', async () => {
    const fields = { ...connection(), impersonate: 'nobody@example.com' }
    const answer = await send(practice.service, '/admin/connect?lang=en', fields, { Cookie: cookie })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toMatch(/<li class="failed">/)
    expect(page).not.toContain(PASSWORD)
  })

  it('is then followed by its rules, by which it can be booked', async () => {
    const { outcome } = await connect(connection())
    const [path = ''] = (outcome.location ?? '').split('?')
    const rules = {
      name: 'Dr. Rossi',
      slotMinutes: '20',
      bufferBefore: '0',
      bufferAfter: '10',
      room: 'room-1@example.com',
    }
    const days = { monday: '09:00-10:00', tuesday: '', wednesday: '9-12' }
    const wrong = await send(
      practice.service,
      `${path}?lang=en`,
      { ...rules, ...days, slotMinutes: '3' },
      { Cookie: cookie },
    )
    expect(wrong.status).toBe(422)
    expect((await wrong.text()).match(/class="error"/g)).toHaveLength(2)
    const unknown = { ...rules, monday: '09:00-10:00', room: 'no-room@example.com', open: 'yes' }
    expect((await send(practice.service, path, unknown, { Cookie: cookie })).status).toBe(422)
    const saved = { ...rules, monday: '09:00-10:00', open: 'yes' }
    expect((await send(practice.service, path, saved, { Cookie: cookie })).status).toBe(303)
    const id = path.split('/').at(-1)
    const page = await (
      await fetch(`${practice.service.url}/p/seeblick/${id}?day=${at(0, '09:00').toISOString().slice(0, 10)}`)
    ).text()
    const starts = [...page.matchAll(/<time datetime="[^"]+T([\d:]{5})/g)].map(([, time]) => time)
    expect(starts).toHaveLength(3)
  })
})

/** A server that sends everybody to another address. */
async function redirectTo(location: string): Promise<string> {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(307, { Location: location }).end()
  })
  return `http://127.0.0.1:${await listenOnLoopback(server)}/EWS/Exchange.asmx`
}

describe('the address of a server', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    '2001:db8::1',
    'ff02::1',
    'no address',
  ])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false))

  it.each(['8.8.8.8', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:400a::5'])('%s is public', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  )

  it('is checked where the connection resolves it, so that a second answer of DNS makes no difference', async () => {
    const error = await new Promise((resolve) => lookupPublic('localhost', {}, resolve))
    expect(error).toMatchObject({ code: 'ERR_APP_PRIVATE_ADDRESS' })
  })

  it('is checked by each connection, also where it is an address already', async () => {
    const connector = publicConnector()
    for (const hostname of ['127.0.0.1', '[::1]', '[::ffff:a00:1]', '169.254.169.254', 'localhost']) {
      const to = { hostname, host: hostname, protocol: 'http:', port: '80' }
      const error = await new Promise((resolve) => connector(to, (...[failure]) => resolve(failure)))
      expect(error).toMatchObject({ code: 'ERR_APP_PRIVATE_ADDRESS' })
    }
  })

  it('isn’t left for another one that the server redirects to', async () => {
    practice.exchange.clear()
    const { outcome } = await connect({ ...connection(), url: await redirectTo(practice.exchange.url) })
    expect(outcome.location).toBeUndefined()
    expect(practice.exchange.requests).toEqual([])
  })

  it('leads to no private network unless the operator allows it', async () => {
    await using guarded = await startService({ ...practice.options, allowPrivateNetworks: false })
    const own = await signIn(guarded)
    practice.exchange.clear()
    const { port } = new URL(practice.exchange.url)
    const hosts = ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '127.0.0.1.']
    for (const url of hosts.map((host) => `http://${host}:${port}/EWS/Exchange.asmx`)) {
      const { outcome, steps } = await connect({ ...connection(), url }, guarded, own)
      expect(outcome.problem).toMatch(/Internet|Nothing was stored/)
      expect(steps.filter(({ name }) => name === 'authentication').map(({ verdict }) => verdict)).not.toContain('ok')
    }
    expect(practice.exchange.requests).toEqual([])
    const before = await fetch(`${guarded.url}/p/seeblick/meier`)
    expect(before.status).toBe(503)
  })
})

describe('sealing', () => {
  it('is begun by the administrator, and told until it is finished', async () => {
    await book(practice.service, at(1, '09:00'))
    expect((await send(practice.service, '/admin/sealing', {}, { Cookie: cookie })).status).toBe(303)
    const progress = await (
      await fetch(`${practice.service.url}/admin/sealing`, { headers: { Cookie: cookie } })
    ).text()
    expect(progress.trim().split('\n\n').at(-1)).toContain('"running":false')
    expect(await sealingOf(practice.database, 'seeblick')).toMatchObject({ state: 'finished' })
    expect(await stateOf(practice.service, linkOf(await book(practice.service, at(1, '10:00'))))).toBe('booked')
  })
})
