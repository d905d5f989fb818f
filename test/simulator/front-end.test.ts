import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator'
import { findAccount } from '../../src/simulator/authentication/account'
import { basic, DOMAIN_ACCOUNT, searchXml } from './ews-connection'
import { CLERK, options, withExchange } from './exchange'
import { ntlmClient } from './ntlm-client'

const body = searchXml({ primarySmtpAddress: 'room-1@example.com' })

/** Reads from a socket until `text` has come. */
async function until(socket: Socket, text: string): Promise<string> {
  let received = ''
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    received += `${chunk}`
    if (received.includes(text)) return received
  }
  throw new TypeError(`The connection was closed after ${received}`)
}

const head = (...headers: string[]) =>
  ['POST /EWS/Exchange.asmx HTTP/1.1', 'Host: 127.0.0.1', 'Content-Type: text/xml', ...headers, '', ''].join('\r\n')

async function withSocket(use: (socket: Socket) => Promise<void>) {
  await using exchange = await startSimulator(options)
  const socket = connect(Number(new URL(exchange.url).port), '127.0.0.1')
  await once(socket, 'connect')
  await use(socket)
  socket.destroy()
}

describe('A request that is refused', () => {
  it('is challenged before its body has come, and the connection goes on', async () => {
    await withSocket(async (socket) => {
      const length = `Content-Length: ${body.length}`
      socket.write(head(length))
      expect(await until(socket, '\r\n\r\n')).toContain('HTTP/1.1 401 Unauthorized')
      socket.write(body)
      socket.write(head(length, `Authorization: ${CLERK}`) + body)
      expect(await until(socket, 'Envelope>')).toContain('HTTP/1.1 200 OK')
    })
  })

  it('is challenged instead of asked for its body', async () => {
    await withSocket(async (socket) => {
      socket.write(head('Content-Length: 100000', 'Expect: 100-continue'))
      expect(await until(socket, '\r\n\r\n')).toMatch(/^HTTP\/1.1 401 /)
    })
  })

  it('is asked for its body once it is signed in', async () => {
    await withSocket(async (socket) => {
      socket.write(head(`Content-Length: ${body.length}`, 'Expect: 100-continue', `Authorization: ${CLERK}`))
      expect(await until(socket, '\r\n\r\n')).toMatch(/^HTTP\/1.1 100 /)
      socket.write(body)
      expect(await until(socket, 'Envelope>')).toContain('HTTP/1.1 200 OK')
    })
  })
})

describe('An error of the simulator', () => {
  const { connection, exchange } = withExchange({
    latencyMs: () => {
      throw new TypeError('The test has no latency')
    },
  })

  it.each([
    ['that its options make', () => {}, 'TypeError: The test has no latency'],
    [
      'that a fault makes',
      () => exchange().inject({ fault: 'soapFault', responseCode: 'Error\0' }),
      "a character that XML can't carry",
    ],
  ])('%s is the text of an answer, and the simulator goes on', async (_what, prepare, problem) => {
    prepare()
    const { status, text } = await connection().send({ authorization: CLERK, body })
    expect(status).toBe(500)
    expect(text).toContain(problem)
  })
})

describe('The headers of an answer', () => {
  const { connection } = withExchange()
  const names = (headers: object) => Object.keys(headers).filter((name) => !['connection', 'keep-alive'].includes(name))

  it('are those of Exchange 2019', async () => {
    const { headers } = await connection().send({ authorization: CLERK, body })
    expect(names(headers).sort()).toEqual([
      'cache-control',
      'content-length',
      'content-type',
      'date',
      'request-id',
      'set-cookie',
      'x-aspnet-version',
      'x-beserver',
      'x-calculatedbetarget',
      'x-diaginfo',
      'x-feserver',
      'x-powered-by',
    ])
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^exchangecookie=[0-9a-f]{32}; expires=Wed, 01 Dec 2027 08:00:00 GMT; path=\/; HttpOnly$/),
      expect.stringMatching(
        /^X-BackEndCookie=\w+; expires=Thu, 31 Dec 2026 08:00:00 GMT; path=\/EWS; secure; HttpOnly$/,
      ),
    ])
  })

  it('set no cookie that the client has', async () => {
    const headers = { Cookie: 'exchangecookie=1; X-BackEndCookie=2' }
    expect((await connection().send({ authorization: CLERK, body, headers })).headers['set-cookie']).toBeUndefined()
  })

  it('name no back end before a request is signed in', async () => {
    const { headers } = await connection().send({ body })
    expect(headers).toMatchObject({ 'x-feserver': 'EXCHANGE', 'request-id': expect.any(String) })
    expect(names(headers)).not.toContain('x-beserver')
  })

  it('announce that NTLM has signed in the connection, once', async () => {
    const first = await connection().ntlm(ntlmClient(), DOMAIN_ACCOUNT, body)
    expect(first.headers['persistent-auth']).toBe('true')
    expect((await connection().send({ body })).headers['persistent-auth']).toBeUndefined()
  })
})

describe('A user name', () => {
  const clerks = [
    { username: 'EXAMPLE\\clerk', password: '' },
    { username: 'clerk@example.org', password: '' },
  ]

  it('that may mean two accounts means none', () => {
    expect(findAccount(clerks, ['clerk'])).toBeUndefined()
    expect(findAccount(clerks, ['clerk@example.com'])).toBe(clerks[0])
    expect(findAccount(clerks, ['clerk@example.org'])).toBe(clerks[1])
  })

  it('is refused in another form by another domain', async () => {
    await using exchange = await startSimulator({ ...options, accounts: clerks })
    const { status } = await fetch(exchange.url, {
      method: 'POST',
      headers: { Authorization: basic('clerk@other.net', '') },
    })
    expect(status).toBe(401)
  })
})
