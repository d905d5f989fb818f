import { EwsAuthenticationError } from 'ews-booking'
import type { Simulator, SimulatorOptions } from 'ews-booking/simulator'
import { describe, expect, it } from 'vitest'
import { clientOf, exchange, PASSWORD, rejection, search, USERNAME } from '../../exchange'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const success = { responseMessages: [expect.objectContaining({ responseClass: 'Success' })] }

/** A clock that is ahead of this machine's by as much as the test says. */
function movableClock(aheadMs = 0) {
  const clock = { aheadMs, now: () => new Date(Date.now() + clock.aheadMs) }
  return clock
}

const kerberized = (options: Partial<SimulatorOptions>) =>
  exchange({ auth: ['Negotiate'], https: true, extendedProtection: 'require', ...options })

const kerberosClient = (server: Simulator) =>
  clientOf(server, {
    auth: {
      type: 'kerberos',
      username: USERNAME,
      password: PASSWORD,
      realm: 'EXAMPLE.COM',
      kdc: server.kdc?.address ?? '',
    },
  })

const kdcRequests = ({ kdc }: Simulator) => kdc?.requests.map(({ type, error }) => (error === undefined ? type : error))

describe('a service ticket that the server says has expired', () => {
  it('is replaced, with a new login, while calls go on', async () => {
    const clock = movableClock()
    const server = await kerberized({ now: clock.now })
    const client = kerberosClient(server)
    await Promise.all(Array.from({ length: 10 }, () => client.findItem(search)))
    // The client's clock doesn't move, so it takes its tickets for valid.
    clock.aheadMs = 11 * HOUR_MS
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.findItem(search)))
    for (const answer of answers) expect(answer).toMatchObject(success)
    expect(kdcRequests(server)).toEqual([25, 'AS-REQ', 'TGS-REQ', 32, 25, 'AS-REQ', 'TGS-REQ'])
    expect(await client.findItem(search)).toMatchObject(success)
    expect(kdcRequests(server)).toHaveLength(7)
  })

  it('each time, ends with an error about the clock of the server', async () => {
    const server = await kerberized({ now: movableClock(11 * HOUR_MS).now, kerberos: { now: movableClock().now } })
    const error = await rejection(kerberosClient(server).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error).toMatchObject({ passwordRefused: false, message: expect.stringContaining('Kerberos error 32') })
    expect(error.hint).toContain('The clock of the Exchange server is 660 min ahead of that of the domain controller')
  })
})

describe('a server whose clock is not that of the KDC', () => {
  it('ahead by an hour is followed, at the cost of one more request for each ticket', async () => {
    const server = await kerberized({ now: movableClock(HOUR_MS).now, kerberos: { now: movableClock().now } })
    const client = kerberosClient(server)
    for (let call = 0; call < 5; call += 1) expect(await client.findItem(search)).toMatchObject(success)
    expect(server.requests).toHaveLength(6)
    expect(kdcRequests(server)).toEqual([25, 'AS-REQ', 'TGS-REQ'])
  })

  it('ahead by an hour, while the one of the client is behind by two', async () => {
    const server = await kerberized({
      now: movableClock(3 * HOUR_MS).now,
      kerberos: { now: movableClock(2 * HOUR_MS).now },
    })
    expect(await kerberosClient(server).findItem(search)).toMatchObject(success)
  })

  it('behind by an hour takes no ticket yet, and the error says whose clock it is', async () => {
    const server = await kerberized({ now: movableClock(-HOUR_MS).now, kerberos: { now: movableClock().now } })
    const error = await rejection(kerberosClient(server).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.message).toContain('Kerberos error 33')
    expect(error.hint).toContain('The clock of the Exchange server is 60 min behind that of the domain controller')
    expect(error.hint).toContain('w32tm /resync')
  })

  it('by four minutes is left alone', async () => {
    const server = await kerberized({
      now: movableClock(4 * MINUTE_MS).now,
      kerberos: { now: movableClock().now },
    })
    expect(await kerberosClient(server).findItem(search)).toMatchObject(success)
    expect(server.requests).toHaveLength(1)
  })
})

describe('a token with the groups of an account', () => {
  /** What the groups of an account take in a ticket, in the largest one that Windows makes by default (MaxTokenSize is 48,000). */
  const bytes = 13_000

  it('of 13,000 bytes passes a server that allows it', async () => {
    const server = await kerberized({ kerberos: { authorizationDataBytes: bytes }, maxHeaderBytes: 65_536 })
    const client = kerberosClient(server)
    for (let call = 0; call < 3; call += 1) expect(await client.findItem(search)).toMatchObject(success)
    const [request] = server.requests
    expect(request?.authentication).toBe('negotiate')
  })

  it('of 13,000 bytes is too long for the default of http.sys, and the error says what to raise', async () => {
    const server = await kerberized({ kerberos: { authorizationDataBytes: bytes } })
    const error = await rejection(kerberosClient(server).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.message).toMatch(
      /\(HTTP 400\), whose Kerberos token has 1[34],\d{3} bytes|\(HTTP 400\), whose Kerberos token has 1[34]\d{3} bytes/,
    )
    expect(error.hint).toContain('Raise MaxFieldLength and MaxRequestBytes')
    expect(server.requests).toEqual([])
  })

  it('of 9,000 bytes passes without further ado', async () => {
    const server = await kerberized({ kerberos: { authorizationDataBytes: 9_000 } })
    expect(await kerberosClient(server).findItem(search)).toMatchObject(success)
  })
})
