import { EwsAuthenticationError } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { stopClock, until } from '../../clock'
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

  it('later calls try it again after a minute, after two more minutes, and so on', async () => {
    const server = await exchange()
    const clock = stopClock()
    const client = clientOf(server, wrong('ntlm'))
    const tried: number[] = []
    for (const minutes of [0, 0.9, 0.1, 1.9, 0.1, 3.9, 0.1, 60, 0, 14.9, 0.1]) {
      clock.pass(minutes * 60_000)
      const error = await rejection(client.findItem(search))
      expect(error).toBeInstanceOf(EwsAuthenticationError)
      tried.push(attempts(server))
    }
    expect(tried).toEqual([1, 1, 2, 2, 3, 3, 4, 5, 5, 5, 6])
  })

  it('a refusal in the meantime says so, and says when the password is tried again', async () => {
    stopClock()
    const client = clientOf(await exchange(), wrong('ntlm'))
    expect(await rejection(client.findItem(search))).toMatchObject({ passwordRefused: true, status: 401 })
    const error = await rejection(client.findItem(search))
    expect(error.message).toMatch(/was not sent: the server refused the password .* again in 60 s/)
    expect(error).toMatchObject({ passwordRefused: false, schemes: ['NTLM', 'Basic'], retryable: false })
  })

  it('nor does one that became wrong while it was in use', async () => {
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

/** A server that accepts the first proof and refuses all later ones on the same connections. */
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
  it('is tried once for all calls if the server asks again on an open connection', async () => {
    const server = await changingServer()
    const client = clientOf(server, { maxConnections: 1 })
    await client.findItem(search)
    const errors = await Promise.all(Array.from({ length: 20 }, () => rejection(client.findItem(search))))
    expect(errors.every((error) => error instanceof EwsAuthenticationError)).toBe(true)
    expect(server.seen.filter((brought) => brought === 'proof')).toHaveLength(2)
  })

  it('is tried once in each burst, even if older connections still work', async () => {
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
    const clock = stopClock()
    const client = clientOf(server, { maxConnections: 4 })
    await client.findItem(search)
    const burst = () => Promise.allSettled(Array.from({ length: 20 }, () => client.findItem(search)))
    await burst()
    others = 0
    clock.pass(10_000)
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
  ])('is not taken for accepted because something answers %s', async (_case, behaviours, proofs) => {
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
  it('continue if it fails for another reason', async () => {
    const server = await exchange()
    server.inject({ fault: 'dropBeforeCommit' })
    const client = clientOf(server, { maxConnections: 4 })
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => client.findItem(search)))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
  })

  it('end with their own signals, and the outcome of the proof is still awaited', async () => {
    const proofs: (() => void)[] = []
    const held: Behaviour = (request, response) => void proofs.push(() => answering(request, response))
    const server = await ntlmServer({ proof: inTurn([held, answering]) })
    const client = clientOf(server, { maxConnections: 2 })
    const reason = new Error('the user left')
    const [first, second] = [new AbortController(), new AbortController()]
    const hanging = client.findItem(search, { signal: first.signal }).catch((error: unknown) => error)
    await until(() => proofs.length === 1)
    const waiting = client.findItem(search, { signal: second.signal })
    second.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    first.abort(reason)
    expect(await hanging).toBe(reason)
    const third = client.findItem(search)
    await until(() => client.stats.underWay === 2)
    expect(server.seen).toEqual(['negotiate', 'proof'])
    proofs.pop()?.()
    await third
    expect(server.seen).toEqual(['negotiate', 'proof', 'negotiate', 'proof'])
  })
})

describe('callers that give up early', () => {
  const kinds = { ntlm: 'proof', basic: 'other' } as const

  it.each(['ntlm', 'basic'] as const)('send one wrong proof, with %s', async (type) => {
    const refusals: (() => void)[] = []
    const refuse: Behaviour = (request, response) =>
      void refusals.push(() => challenging('NTLM', 'Basic realm="x"')(request, response))
    const server = await ntlmServer({ proof: refuse, other: refuse })
    const client = clientOf(server, { ...wrong(type), maxConnections: 4 })
    const leave = async (): Promise<unknown> => {
      const left = new AbortController()
      const call = client.findItem(search, { signal: left.signal }).catch((error: unknown) => error)
      await until(() => refusals.length === 1)
      left.abort('left')
      return call
    }
    for (let count = 0; count < 30; count += 1) expect(await leave()).toBe('left')
    const last = rejection(client.findItem(search))
    refusals.pop()?.()
    expect(await last).toBeInstanceOf(EwsAuthenticationError)
    for (let count = 0; count < 10; count += 1) await rejection(client.findItem(search))
    expect(server.seen.filter((brought) => brought === kinds[type])).toHaveLength(1)
  })

  it('don’t block the account for good: after a while without any answer the password is tried again', async () => {
    const server = await ntlmServer({ proof: inTurn([() => undefined, answering]) })
    const clock = stopClock()
    const client = clientOf(server, { timeoutMs: 60_000 })
    const left = new AbortController()
    const first = client.findItem(search, { signal: left.signal }).catch((error: unknown) => error)
    await until(() => server.seen.length === 2)
    left.abort('left')
    expect(await first).toBe('left')
    const second = client.findItem(search)
    clock.pass(19_000)
    await until(() => client.stats.underWay === 2)
    expect(server.seen).toHaveLength(2)
    clock.pass(1_000)
    await second
    expect(server.seen).toEqual(['negotiate', 'proof', 'negotiate', 'proof'])
  })
})
