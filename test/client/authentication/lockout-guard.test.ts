import { EwsAuthenticationError } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { until } from '../../clock'
import { clientOf, exchange, MAILBOX, PASSWORD, rejection, search, USERNAME } from '../../exchange'
import { answering, type Behaviour, challengeToken, challenging, inTurn, ntlmServer } from '../../ntlm-server'

const wrong = (type: 'auto' | 'ntlm' | 'basic') => ({ auth: { type, username: USERNAME, password: 'wrong' } }) as const

/** Requests in which the password was tried. */
const attempts = (server: { requests: readonly { authentication: string }[] }) =>
  server.requests.filter(({ authentication }) => ['basic', 'ntlm-authenticate'].includes(authentication)).length

describe('a wrong password doesn’t lock the account', () => {
  it.each(['auto', 'ntlm', 'basic'] as const)('in a burst of calls it is tried once, with %s', async (type) => {
    const server = await exchange()
    const client = clientOf(server, { ...wrong(type), maxConnections: 3 })
    const errors = await Promise.all(Array.from({ length: 50 }, () => rejection(client.findItem(search))))
    expect(errors.every((error) => error instanceof EwsAuthenticationError)).toBe(true)
    expect(errors.every(({ hint }) => hint.includes('password'))).toBe(true)
    expect(attempts(server)).toBe(1)
  })

  it('each later call tries it once more', async () => {
    const server = await exchange()
    const client = clientOf(server, wrong('ntlm'))
    await rejection(client.findItem(search))
    await rejection(client.findItem(search))
    expect(attempts(server)).toBe(2)
  })

  it('nor does one that has become wrong while it was in use', async () => {
    const account = { username: USERNAME, password: PASSWORD, mayImpersonate: [MAILBOX] }
    const server = await exchange({ auth: ['NTLM'], accounts: [account] })
    const client = clientOf(server, { maxConnections: 3 })
    await client.findItem(search)
    const { url } = server
    await server.close()
    const changed = await exchange({
      auth: ['NTLM'],
      accounts: [{ ...account, password: 'changed' }],
      port: Number(new URL(url).port),
    })
    await Promise.all(Array.from({ length: 50 }, () => rejection(client.findItem(search))))
    expect(attempts(changed)).toBeLessThanOrEqual(3)
  })
})

/** A server that believes the first proof, and from then on, on the same connections, none. */
async function changingServer() {
  let proofs = 0
  const refusing = challenging('NTLM')
  return ntlmServer({
    nothing: refusing,
    proof: (request, response) => {
      proofs += 1
      return (proofs === 1 ? answering : refusing)(request, response)
    },
  })
}

describe('a password that has become wrong', () => {
  it('is tried once for all calls, where the server asks again on a connection that stays', async () => {
    const server = await changingServer()
    const client = clientOf(server, { maxConnections: 1 })
    await client.findItem(search)
    const errors = await Promise.all(Array.from({ length: 20 }, () => rejection(client.findItem(search))))
    expect(errors.every((error) => error instanceof EwsAuthenticationError)).toBe(true)
    expect(server.seen.filter((brought) => brought === 'proof')).toHaveLength(2)
  })

  it('is tried once in each burst, whatever older connections still let through', async () => {
    let others = 0
    const stays = new Set<object>()
    const server = await ntlmServer({
      proof: (request, response) => {
        if (stays.size > 0) others += 1
        const accepted = stays.size === 0
        stays.add(request.socket)
        return (accepted ? answering : challenging('NTLM'))(request, response)
      },
    })
    const client = clientOf(server, { maxConnections: 4 })
    await client.findItem(search)
    const burst = () => Promise.allSettled(Array.from({ length: 20 }, () => client.findItem(search)))
    await burst()
    others = 0
    const outcomes = await burst()
    expect(others).toBe(1)
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true)
  })

  const loginPage: Behaviour = (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end()
  const unavailable: Behaviour = (_request, response) => response.writeHead(503).end()
  const refusing = challenging('NTLM')

  it.each([
    ['before it is tried', { negotiate: [loginPage, challenging(`NTLM ${challengeToken()}`)], proof: [refusing] }, 1],
    ['in place of EWS', { proof: [unavailable, refusing], nothing: [refusing] }, 2],
  ])('is not taken for right because something answers %s', async (_case, behaviours, proofs) => {
    const server = await ntlmServer(
      Object.fromEntries(Object.entries(behaviours).map(([brought, answers]) => [brought, inTurn(answers)])),
    )
    const client = clientOf(server, { maxConnections: 4 })
    await rejection(client.findItem(search))
    await Promise.all(Array.from({ length: 20 }, () => rejection(client.findItem(search))))
    expect(server.seen.filter((brought) => brought === 'proof')).toHaveLength(proofs)
  })
})

describe('calls that wait for the first to be accepted', () => {
  it('go on where it fails for another reason', async () => {
    const server = await exchange()
    server.inject({ fault: 'dropBeforeCommit' })
    const client = clientOf(server, { maxConnections: 4 })
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => client.findItem(search)))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
  })

  it('end with their own time or signal', async () => {
    const server = await exchange()
    server.inject({ fault: 'hang' })
    const client = clientOf(server, { maxConnections: 2 })
    const reason = new Error('the user left')
    const hanging = new AbortController()
    const first = client.findItem(search, { signal: hanging.signal }).catch((error: unknown) => error)
    const second = new AbortController()
    await until(() => server.requests.length === 2)
    const waiting = client.findItem(search, { signal: second.signal })
    second.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    hanging.abort(reason)
    expect(await first).toBe(reason)
    await client.findItem(search)
  })
})
