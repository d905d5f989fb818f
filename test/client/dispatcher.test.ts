import { type DispatcherMaker, type EwsClientOptions, EwsConnectionError, EwsRequestError } from 'ews-booking'
import { Agent, MockAgent, Pool, ProxyAgent } from 'undici'
import { describe, expect, it } from 'vitest'
import { certificateSignedWith } from '../certificate'
import { connectProxy } from '../connect-proxy'
import { clientOf, exchange, PASSWORD, rejection, search, USERNAME } from '../exchange'
import { tlsProxy } from '../tls-proxy'

const basic: Partial<EwsClientOptions> = { auth: { type: 'basic', username: USERNAME, password: PASSWORD } }

const through =
  (uri: string, token?: string): DispatcherMaker =>
  ({ factory, tls = {} }) =>
    new ProxyAgent({ uri, factory, requestTls: { ...tls }, ...(token !== undefined && { token }) })

describe('a proxy', () => {
  it.each(['ntlm', 'auto', 'basic'] as const)('carries %s, one tunnel for each connection', async (type) => {
    const proxy = await connectProxy()
    const server = await exchange({ https: true, extendedProtection: 'require' })
    const auth = { type, username: USERNAME, password: PASSWORD }
    const client = clientOf(server, { auth, dispatcher: through(proxy.url), maxConnections: 2 })
    await Promise.all(Array.from({ length: 10 }, () => client.findItem(search)))
    expect(proxy.tunnels).toHaveLength(2)
    expect(server.connections).toBe(2)
  })

  it('that wants to be signed in to gets what its agent knows', async () => {
    const proxy = await connectProxy({ credentials: { username: 'egress', password: 'let me out' } })
    const server = await exchange({ https: true })
    const token = `Basic ${Buffer.from('egress:let me out').toString('base64')}`
    await clientOf(server, { dispatcher: through(proxy.url, token) }).findItem(search)
    const error = await rejection(clientOf(server, { dispatcher: through(proxy.url) }).findItem(search))
    expect(error).toBeInstanceOf(EwsConnectionError)
    expect(error.hint).toContain('proxy')
  })

  it('that is gone is an error of the connection', async () => {
    const error = await rejection(
      clientOf(await exchange({ https: true }), { dispatcher: through('http://127.0.0.1:1') }).findItem(search),
    )
    expect(error).toBeInstanceOf(EwsConnectionError)
  })

  it('with an agent of its own carries Basic', async () => {
    const proxy = await connectProxy()
    const server = await exchange({ https: true })
    const dispatcher = new ProxyAgent({ uri: proxy.url, requestTls: { ca: server.ca ?? '' } })
    await clientOf(server, { ...basic, dispatcher, tls: undefined }).findItem(search)
    expect(proxy.tunnels).toHaveLength(1)
    await dispatcher.close()
  })
})

describe('a function for dispatchers', () => {
  it('makes one for each connection, and each ends with its connection', async () => {
    const agents: Agent[] = []
    const server = await exchange({ auth: ['NTLM'] })
    const client = clientOf(server, {
      maxConnections: 3,
      dispatcher: ({ factory }) => {
        const agent = new Agent({ factory })
        agents.push(agent)
        return agent
      },
    })
    await Promise.all(Array.from({ length: 12 }, () => client.findItem(search)))
    expect(server.requests.filter(({ authentication }) => authentication === 'ntlm-negotiate')).toHaveLength(3)
    expect(agents).toHaveLength(3)
    await client.close()
    expect(agents.every(({ closed }) => closed)).toBe(true)
  })

  it('that keeps its connections to itself is refused with NTLM, before anything is proved', async () => {
    const server = await exchange({ auth: ['NTLM'] })
    const client = clientOf(server, { dispatcher: () => new Pool(new URL(server.url).origin) })
    const error = await rejection(client.findItem(search))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path: 'dispatcher', hint: expect.stringContaining('factory') })
    expect(server.requests).toHaveLength(1)
  })

  it('may keep them to itself with Basic', async () => {
    const server = await exchange()
    await clientOf(server, { ...basic, dispatcher: () => new Pool(new URL(server.url).origin) }).findItem(search)
    expect(server.requests).toHaveLength(1)
  })
})

describe('a dispatcher', () => {
  it('is its owner’s to close', async () => {
    const server = await exchange()
    const dispatcher = new Agent()
    const client = clientOf(server, { ...basic, dispatcher })
    await client.findItem(search)
    await client.close()
    expect(dispatcher.closed).toBe(false)
    await dispatcher.close()
  })

  it('can not be given together with tls, which it would not heed', async () => {
    const server = await exchange({ https: true })
    expect(() => clientOf(server, { ...basic, dispatcher: new MockAgent() })).toThrow(
      expect.objectContaining({ code: 'ERR_EWS_REQUEST', path: 'tls' }),
    )
  })
})

describe('tls', () => {
  it('that can not be read is refused by name', async () => {
    const server = await exchange({ https: true })
    const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
    const error = await rejection(clientOf(server, { tls: { cert: damaged, key: damaged } }).findItem(search))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path: 'tls' })
  })

  it('signs in with a client certificate, where a gateway wants one', async () => {
    const own = await certificateSignedWith('ECDSA-SHA256')
    const server = await exchange({ https: true, extendedProtection: 'off' })
    const gateway = await tlsProxy(server, undefined, own.cert)
    const auth = { type: 'ntlm', username: USERNAME, password: PASSWORD, channelBinding: 'off' } as const
    await clientOf(gateway, { auth, tls: { ca: gateway.ca, ...own } }).findItem(search)
    expect(await rejection(clientOf(gateway, { auth }).findItem(search))).toBeInstanceOf(EwsConnectionError)
  })
})
