import { EwsAuthenticationError } from 'ews-booking'
import { describe, expect, it, vi } from 'vitest'
import { clientOf, exchange, MAILBOX, PASSWORD, rejection, search, USERNAME } from '../../exchange'

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
    await vi.waitFor(() => expect(server.requests).toHaveLength(2))
    const waiting = client.findItem(search, { signal: second.signal })
    second.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    hanging.abort(reason)
    expect(await first).toBe(reason)
    await client.findItem(search)
  })
})
