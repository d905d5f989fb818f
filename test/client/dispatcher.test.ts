import { createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import {
  type DispatcherMaker,
  EwsClient,
  type EwsClientOptions,
  EwsConnectionError,
  EwsRequestError,
} from 'ews-booking'
import { Agent, errors, MockAgent, Pool, ProxyAgent } from 'undici'
import { describe, expect, it } from 'vitest'
import { certificateSignedWith } from '../certificate'
import { connectProxy } from '../connect-proxy'
import { clientOf, exchange, newItem, PASSWORD, rejection, search, USERNAME } from '../exchange'
import { listenOnLoopback } from '../loopback'
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

  it('that requires credentials gets those of its agent', async () => {
    const proxy = await connectProxy({ credentials: { username: 'egress', password: 'let me out' } })
    const server = await exchange({ https: true })
    const token = `Basic ${Buffer.from('egress:let me out').toString('base64')}`
    await clientOf(server, { dispatcher: through(proxy.url, token) }).findItem(search)
    const error = await rejection(clientOf(server, { dispatcher: through(proxy.url) }).findItem(search))
    expect(error).toBeInstanceOf(EwsConnectionError)
    expect(error.hint).toContain('proxy')
  })

  it('that is down is a connection error', async () => {
    const error = await rejection(
      clientOf(await exchange({ https: true }), { dispatcher: through('http://127.0.0.1:1') }).findItem(search),
    )
    expect(error).toBeInstanceOf(EwsConnectionError)
  })

  it('that closes the connection is a connection error, and is not asked for ever', async () => {
    let connections = 0
    const proxy = createServer((socket) => {
      connections += 1
      socket.once('data', () => socket.destroy())
    })
    const url = `http://127.0.0.1:${await listenOnLoopback(proxy)}`
    const client = clientOf(await exchange({ https: true }), { dispatcher: through(url) })
    const error = await rejection(client.createItem(newItem))
    expect(error).toMatchObject({ code: 'ERR_EWS_CONNECTION', retryable: true })
    expect(error.message).not.toContain('not known')
    expect(connections).toBe(1)
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

describe('a function that makes dispatchers', () => {
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
    expect(agents.every(({ destroyed }) => destroyed)).toBe(true)
  })

  it('that makes no connections for the client is refused with NTLM, before any proof is sent', async () => {
    const server = await exchange({ auth: ['NTLM'] })
    const client = clientOf(server, { dispatcher: () => new Pool(new URL(server.url).origin) })
    const error = await rejection(client.findItem(search))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path: 'dispatcher', hint: expect.stringContaining('factory') })
    expect(server.requests).toHaveLength(1)
  })

  it('need not pass on tls if its agent has none', async () => {
    const server = await exchange({ https: true, extendedProtection: 'require' })
    await clientOf(server, { dispatcher: ({ factory }) => new Agent({ factory }) }).findItem(search)
  })

  it('that returns nothing is named in the error', async () => {
    const auth = { type: 'ntlm', username: USERNAME, password: PASSWORD }
    const options = { url: 'mail.example.com', auth, dispatcher: () => undefined }
    const client: EwsClient = Reflect.construct(EwsClient, [options])
    const error = await rejection(client.findItem(search))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path: 'dispatcher' })
    await client.close()
  })

  it('may keep its connections to itself with Basic', async () => {
    const server = await exchange()
    await clientOf(server, { ...basic, dispatcher: () => new Pool(new URL(server.url).origin) }).findItem(search)
    expect(server.requests).toHaveLength(1)
  })
})

describe('a dispatcher', () => {
  it('is closed by its owner', async () => {
    const server = await exchange()
    const dispatcher = new Agent()
    const client = clientOf(server, { ...basic, dispatcher })
    await client.findItem(search)
    await client.close()
    expect(dispatcher.closed).toBe(false)
    await dispatcher.close()
  })

  it('cannot be combined with tls, which it would ignore', async () => {
    const server = await exchange({ https: true })
    expect(() => clientOf(server, { ...basic, dispatcher: new MockAgent() })).toThrow(
      expect.objectContaining({ code: 'ERR_EWS_REQUEST', path: 'tls' }),
    )
  })
})

describe('pain 25: a failure of a dispatcher', () => {
  const systemError = (syscall: string, code: string) =>
    Object.assign(new Error(`${syscall} ${code}`), { syscall, code })

  it.each([
    ['no connection came about', systemError('connect', 'EHOSTUNREACH'), true],
    ['the network went away under the request', systemError('read', 'EHOSTUNREACH'), false],
    ['the network went away while it was sent', systemError('write', 'ENETUNREACH'), false],
    ['what is in between refused on an open connection', systemError('read', 'ECONNREFUSED'), false],
    ['the dispatcher waits no longer for an answer', new errors.HeadersTimeoutError(), false],
    ['the dispatcher waits no longer for its rest', new errors.BodyTimeoutError(), false],
    ['it is aborted', new errors.RequestAbortedError(), false],
    ['nobody knows it', new errors.InformationalError('?'), false],
  ])('%s is told from a request that cannot have been carried out', async (_case, cause, neverSent) => {
    const dispatcher = new MockAgent()
    dispatcher.disableNetConnect()
    dispatcher.get('https://mail.example.com').intercept({ path: /./, method: 'POST' }).replyWithError(cause)
    const client = clientOf({ url: 'https://mail.example.com', ca: undefined }, { ...basic, dispatcher })
    const error = await rejection(client.createItem(newItem))
    expect(error).toMatchObject({ code: 'ERR_EWS_CONNECTION', retryable: neverSent, cause })
    expect(error.message.includes('not known')).toBe(!neverSent)
    await dispatcher.close()
  })
})

describe('tls', () => {
  it('with a name that the certificate does not have fails each call, and the client can be closed', async () => {
    const server = await exchange({ https: true })
    const client = clientOf(server, { tls: { ca: server.ca, servername: 'mail.example.com' }, maxConnections: 1 })
    for (let call = 0; call < 2; call += 1) {
      const error = await rejection(client.createItem(newItem))
      expect(error).toMatchObject({ code: 'ERR_EWS_CONNECTION', hint: expect.stringContaining('tls.servername') })
      expect(error.message).not.toContain('not known')
    }
    await client.close()
  })

  it('of a version that is too old is reported as such', async () => {
    const server = createTlsServer({
      ...(await certificateSignedWith('RSA-SHA256')),
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    })
    const url = `https://127.0.0.1:${await listenOnLoopback(server)}/`
    const error = await rejection(clientOf({ url, ca: undefined }).findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_CONNECTION', hint: expect.stringContaining('TLS versions') })
  })

  it('that cannot be read is named in the error', async () => {
    const server = await exchange({ https: true })
    const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
    const error = await rejection(clientOf(server, { tls: { cert: damaged, key: damaged } }).findItem(search))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path: 'tls' })
  })

  it('presents a client certificate to a gateway that requires one', async () => {
    const own = await certificateSignedWith('ECDSA-SHA256')
    const server = await exchange({ https: true, extendedProtection: 'off' })
    const gateway = await tlsProxy(server, undefined, own.cert)
    const auth = { type: 'ntlm', username: USERNAME, password: PASSWORD, channelBinding: 'off' } as const
    await clientOf(gateway, { auth, tls: { ca: gateway.ca, ...own } }).findItem(search)
    expect(await rejection(clientOf(gateway, { auth }).findItem(search))).toBeInstanceOf(EwsConnectionError)
  })
})
