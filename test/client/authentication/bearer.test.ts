import { type BearerAuth, EwsAuthenticationError, EwsRequestError } from 'ews-booking'
import { describe, expect, it, vi } from 'vitest'
import { stopClock, until } from '../../clock'
import { clientOf, everythingShownOf, exchange, MAILBOX, PASSWORD, rejection, search, USERNAME } from '../../exchange'

const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzdmMifQ.c2ln'
const STALE = 'eyJhbGciOiJSUzI1NiJ9.c3RhbGU.c2ln'

const bearerExchange = () =>
  exchange({
    auth: ['Bearer'],
    accounts: [{ username: USERNAME, password: PASSWORD, token: TOKEN, mayImpersonate: [MAILBOX] }],
  })

const bearer = (token: BearerAuth['token']) => ({ auth: { type: 'bearer', token } as const })

describe("auth.type 'bearer'", () => {
  it('sends a token with every request', async () => {
    const server = await bearerExchange()
    const client = clientOf(server, bearer(TOKEN))
    await client.findItem(search)
    await client.findItem(search)
    expect(server.requests.map(({ authentication }) => authentication)).toEqual(['bearer', 'bearer'])
  })

  it('calls its function once, even for calls that begin together', async () => {
    const supply = vi.fn(async () => TOKEN)
    const client = clientOf(await bearerExchange(), bearer(supply))
    await Promise.all(Array.from({ length: 20 }, () => client.findItem(search)))
    await client.findItem(search)
    expect(supply).toHaveBeenCalledTimes(1)
  })

  it('asks again once if the server refuses the token', async () => {
    const supply = vi.fn(() => (supply.mock.calls.length > 1 ? TOKEN : STALE))
    const server = await bearerExchange()
    const client = clientOf(server, bearer(supply))
    await client.findItem(search)
    await client.findItem(search)
    expect(supply).toHaveBeenCalledTimes(2)
    expect(server.requests.map(({ status }) => status)).toEqual([401, 200, 200])
  })

  it('asks again once for all calls whose token was refused', async () => {
    const supply = vi.fn(async () => (supply.mock.calls.length > 1 ? TOKEN : STALE))
    const client = clientOf(await bearerExchange(), { ...bearer(supply), maxConnections: 5 })
    await Promise.all(Array.from({ length: 5 }, () => client.findItem(search)))
    expect(supply).toHaveBeenCalledTimes(2)
  })

  it('gives up after two refusals, or one if there is no function', async () => {
    for (const [token, requests] of [
      [() => STALE, 2],
      [STALE, 1],
    ] as const) {
      const server = await bearerExchange()
      const error = await rejection(clientOf(server, bearer(token)).findItem(search))
      expect(error).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION', schemes: ['Bearer'], retryable: false })
      expect(error.hint).toContain('OAuth')
      expect(everythingShownOf(error)).not.toContain(STALE)
      expect(server.requests).toHaveLength(requests)
    }
  })

  it('reports a server that does not offer Bearer', async () => {
    const error = await rejection(clientOf(await exchange(), bearer(TOKEN)).findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION', schemes: ['NTLM', 'Basic'] })
    expect(error.message).toContain("doesn't offer Bearer")
  })

  it('reports that its function failed, and calls it again for the next call', async () => {
    const cause = new Error('the token service is down')
    const supply = vi.fn(async () => {
      if (supply.mock.calls.length === 1) throw cause
      return TOKEN
    })
    const server = await bearerExchange()
    const client = clientOf(server, bearer(supply))
    const error = await rejection(client.findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.cause).toBe(cause)
    expect(server.requests).toEqual([])
    await client.findItem(search)
  })

  it.each(['', `Bearer ${TOKEN}`, 'a\r\nx: y'])('refuses an invalid token: %j', async (text) => {
    const server = await bearerExchange()
    const error = await rejection(
      clientOf(
        server,
        bearer(() => text),
      ).findItem(search),
    )
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path: 'auth.token' })
    expect(() => clientOf(server, bearer(text))).toThrow(EwsRequestError)
    expect(server.requests).toEqual([])
  })

  it('calls a function again that let a call time out', async () => {
    const supply = vi.fn(() => (supply.mock.calls.length > 1 ? TOKEN : new Promise<string>(() => undefined)))
    const client = clientOf(await bearerExchange(), { ...bearer(supply), timeoutMs: 500 })
    const clock = stopClock()
    const late = rejection(client.findItem(search))
    await until(() => supply.mock.calls.length === 1)
    clock.pass(500)
    expect(await late).toMatchObject({ code: 'ERR_EWS_TIMEOUT' })
    await client.findItem(search)
    expect(supply).toHaveBeenCalledTimes(2)
  })

  it('waits for its function no longer than the call may take', async () => {
    const forever = vi.fn(() => new Promise<string>(() => undefined))
    const client = clientOf(await bearerExchange(), { ...bearer(forever), timeoutMs: 200 })
    const clock = stopClock()
    const late = rejection(client.findItem(search))
    await until(() => forever.mock.calls.length === 1)
    clock.pass(200)
    expect(await late).toMatchObject({ code: 'ERR_EWS_TIMEOUT', retryable: true })
    const reason = new Error('the user left')
    await expect(client.findItem(search, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
