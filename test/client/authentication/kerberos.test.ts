import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer } from 'node:net'
import {
  type DispatcherMaker,
  EwsAuthenticationError,
  type EwsClientOptions,
  EwsConnectionError,
  EwsRequestError,
} from 'ews-booking'
import type { Simulator, SimulatorOptions } from 'ews-booking/simulator'
import { Agent, ProxyAgent } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { certificateSignedWith, type SignatureName } from '../../certificate'
import { connectProxy } from '../../connect-proxy'
import { clientOf, everythingShownOf, exchange, PASSWORD, rejection, search, USERNAME } from '../../exchange'
import { findItemAnswer, httpServer } from '../../http-server'
import { tlsProxy } from '../../tls-proxy'

const success = { responseMessages: [expect.objectContaining({ responseClass: 'Success' })] }

/** Starts a simulator that offers only Negotiate and requires channel binding, unless `options` say otherwise. */
const kerberized = (options: Partial<SimulatorOptions> = {}) =>
  exchange({ auth: ['Negotiate'], https: true, extendedProtection: 'require', ...options })

const signInWith = (type: 'kerberos' | 'auto', kdc: string, auth: object): Partial<EwsClientOptions> => ({
  auth: { type, username: USERNAME, password: PASSWORD, realm: 'EXAMPLE.COM', kdc, ...auth },
})

/** Options for Kerberos with the KDC of a simulator. */
const kerberos = ({ kdc }: Simulator, auth: object = {}) => signInWith('kerberos', kdc?.address ?? '', auth)
/** The same for `auto`. */
const automatic = ({ kdc }: Simulator, auth: object = {}) => signInWith('auto', kdc?.address ?? '', auth)

const authentications = ({ requests }: Simulator) => requests.map(({ authentication }) => authentication)
const kdcRequests = ({ kdc }: Simulator) => kdc?.requests.map(({ type, error }) => (error === undefined ? type : error))

/** A loopback port that nothing listens on. */
async function deadAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? `127.0.0.1:${address?.port}` : ''
}

describe('Kerberos', () => {
  it('signs each request in with one message, and all of them with one login', async () => {
    const server = await kerberized()
    const client = clientOf(server, kerberos(server))
    for (let call = 0; call < 3; call += 1) expect(await client.findItem(search)).toMatchObject(success)
    await Promise.all(Array.from({ length: 20 }, () => client.findItem(search)))
    expect(authentications(server)).toEqual(new Array(23).fill('negotiate'))
    expect(kdcRequests(server)).toEqual([25, 'AS-REQ', 'TGS-REQ'])
  })

  it.each([
    ['EXAMPLE\\svc-booking', {}],
    ['svc-booking', {}],
    ['svc-booking', { domain: 'EXAMPLE' }],
    ['svc-booking@example.com', { realm: undefined }],
    ['EXAMPLE.COM\\svc-booking', { realm: undefined }],
  ])('accepts the account as %s %j', async (username, auth) => {
    const server = await kerberized()
    expect(await clientOf(server, kerberos(server, { username, ...auth })).findItem(search)).toMatchObject(success)
  })

  it('asks for the configured service', async () => {
    const server = await kerberized({ kerberos: { servicePrincipals: ['HTTP/mail.example.com'] } })
    const client = clientOf(server, kerberos(server, { servicePrincipal: 'HTTP/mail.example.com' }))
    expect(await client.findItem(search)).toMatchObject(success)
  })

  it.each([
    ['a list', (kdc: string) => [kdc]],
    ['an object by realm', (kdc: string) => ({ 'example.com': kdc })],
    ['an object by realm with lists', (kdc: string) => ({ 'OTHER.COM': '127.0.0.1:1', 'EXAMPLE.COM': [kdc] })],
  ])('accepts KDCs as %s', async (_case, kdc) => {
    const server = await kerberized()
    const client = clientOf(server, kerberos(server, { kdc: kdc(server.kdc?.address ?? '') }))
    expect(await client.findItem(search)).toMatchObject(success)
  })

  it('continues with its tickets while the KDC is down', async () => {
    const server = await kerberized()
    const client = clientOf(server, kerberos(server))
    await client.findItem(search)
    await server.kdc?.close()
    expect(await client.findItem(search)).toMatchObject(success)
  })

  it('omits the token if the server keeps connections signed in and says so', async () => {
    const server = await kerberized({ authPersistNonNTLM: true })
    const client = clientOf(server, { ...kerberos(server), maxConnections: 1 })
    for (let call = 0; call < 3; call += 1) expect(await client.findItem(search)).toMatchObject(success)
    expect(authentications(server)).toEqual(['negotiate', 'connection', 'connection'])
  })

  it('corrects its clock by that of KDC and server', async () => {
    const hour = 60 * 60 * 1000
    const server = await kerberized({ now: () => new Date(Date.now() + hour) })
    expect(await clientOf(server, kerberos(server)).findItem(search)).toMatchObject(success)
  })

  it('is named in the statistics', async () => {
    const server = await kerberized()
    const client = clientOf(server, kerberos(server))
    await client.findItem(search)
    expect(client.stats.scheme).toBe('Kerberos')
  })

  it('goes through a proxy whose connections the client knows, bound to the server behind it', async () => {
    const server = await kerberized()
    const proxy = await connectProxy()
    const dispatcher: DispatcherMaker = ({ factory, tls }) =>
      new ProxyAgent({ uri: proxy.url, factory, requestTls: tls })
    const client = clientOf(server, { ...kerberos(server), dispatcher })
    for (let call = 0; call < 3; call += 1) expect(await client.findItem(search)).toMatchObject(success)
    expect(authentications(server)).toEqual(new Array(3).fill('negotiate'))
  })

  it('refuses a shared dispatcher', async () => {
    const server = await kerberized()
    const dispatcher = new Agent()
    onTestFinished(() => dispatcher.close())
    expect(() => clientOf(server, { ...kerberos(server), tls: undefined, dispatcher })).toThrow(
      expect.objectContaining({ path: 'dispatcher' }),
    )
  })

  it('shows no token in traces', async () => {
    const seen: unknown[] = []
    for (const name of ['ews-booking:request', 'ews-booking:response']) {
      const listener = (message: unknown) => seen.push(message)
      subscribe(name, listener)
      onTestFinished(() => void unsubscribe(name, listener))
    }
    const server = await kerberized()
    await clientOf(server, kerberos(server)).findItem(search)
    const shown = everythingShownOf(seen)
    expect(shown).toContain("authorization: 'Negotiate [redacted]'")
    expect(shown).toContain("'www-authenticate': 'Negotiate [redacted]'")
    expect(shown).not.toMatch(/Negotiate [\w+/]{20}/)
  })

  it('shows neither password nor keys', async () => {
    const server = await kerberized()
    const client = clientOf(server, kerberos(server))
    await client.findItem(search)
    expect(everythingShownOf(client)).not.toContain(PASSWORD)
  })
})

describe('Kerberos and Extended Protection', () => {
  it.each<SignatureName>([
    'RSA-SHA1',
    'RSA-SHA256',
    'RSA-SHA384',
    'RSA-SHA512',
    'RSA-PSS-SHA256',
    'RSA-PSS-SHA384',
    'ECDSA-SHA256',
    'ECDSA-SHA384',
    'ECDSA-SHA512',
  ])('work with a certificate signed with %s', async (signature) => {
    const server = await kerberized({ https: await certificateSignedWith(signature) })
    expect(await clientOf(server, kerberos(server)).findItem(search)).toMatchObject(success)
  })

  it('work with one that defines no binding if bindings are optional', async () => {
    const server = await kerberized({ https: await certificateSignedWith('Ed25519'), extendedProtection: 'allow' })
    expect(await clientOf(server, kerberos(server)).findItem(search)).toMatchObject(success)
  })

  it('work when TLS sessions are resumed', async () => {
    const server = await kerberized()
    const client = clientOf(server, { ...kerberos(server), maxConnections: 1 })
    for (let connection = 0; connection < 3; connection += 1) {
      await client.findItem(search)
      server.inject({ fault: 'dropBeforeCommit' })
      await client.findItem(search).catch(() => undefined)
    }
    expect(await client.findItem(search)).toMatchObject(success)
    expect(server.connections).toBeGreaterThan(3)
  })

  it.each(['allow', 'require'] as const)('refuse a man in the middle with another certificate: %s', async (level) => {
    const server = await kerberized({ extendedProtection: level })
    const between = await tlsProxy(server)
    const error = await rejection(clientOf(between, kerberos(server)).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.message).toContain('Kerberos error 60')
    expect(error.hint).toContain('something in between')
  })

  it('refuse a client without a binding, and the error names the option', async () => {
    const server = await kerberized()
    const error = await rejection(clientOf(server, kerberos(server, { channelBinding: 'off' })).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.hint).toContain("auth.channelBinding to be 'auto'")
  })
})

describe('Kerberos that fails', () => {
  it('with a wrong password tries it once for all simultaneous calls', async () => {
    const server = await kerberized()
    const client = clientOf(server, kerberos(server, { password: 'wrong' }))
    const errors = await Promise.all(Array.from({ length: 20 }, () => rejection(client.findItem(search))))
    for (const error of errors) expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(errors[0]?.message).toContain('refused the password')
    expect(kdcRequests(server)).toEqual([25, 24])
    expect(server.requests).toEqual([])
  })

  it('without a KDC is a connection error that may be retried', async () => {
    const server = await kerberized()
    const kdc = await deadAddress()
    const error = await rejection(clientOf(server, kerberos(server, { kdc })).findItem(search))
    expect(error).toBeInstanceOf(EwsConnectionError)
    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining(kdc) })
  })

  it('with a silent KDC ends when the caller aborts it', async () => {
    const server = await kerberized()
    const silent = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void silent.close())
    await once(silent, 'listening')
    const address = silent.address()
    const kdc = typeof address === 'object' ? `127.0.0.1:${address?.port}` : ''
    const controller = new AbortController()
    const call = clientOf(server, kerberos(server, { kdc })).findItem(search, { signal: controller.signal })
    const [socket] = await once(silent, 'connection')
    controller.abort(new Error('enough'))
    await expect(call).rejects.toThrow('enough')
    socket.destroy()
  })

  it('with an unknown service names the command that registers it', async () => {
    const server = await kerberized({ kerberos: { servicePrincipals: [] } })
    const error = await rejection(clientOf(server, kerberos(server)).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.hint).toContain('setspn -S HTTP/127.0.0.1')
  })

  it('with a server that has another key asks for one more ticket, and names the cause', async () => {
    const [server, other] = [await kerberized(), await kerberized()]
    const error = await rejection(clientOf(server, kerberos(other)).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.message).toContain('Kerberos error 41')
    expect(error.hint).toContain('setspn -Q HTTP/127.0.0.1')
    expect(kdcRequests(other)).toEqual([25, 'AS-REQ', 'TGS-REQ', 'TGS-REQ'])
    expect(server.requests).toHaveLength(2)
  })

  it('with a server that does not offer Negotiate lists what it offers', async () => {
    const [server, other] = [await exchange({ auth: ['NTLM', 'Basic'] }), await kerberized()]
    const error = await rejection(clientOf(server, kerberos(other)).findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION', schemes: ['NTLM', 'Basic'] })
    expect(error.message).toContain("doesn't offer Negotiate")
  })

  it.each([
    ['keytab', { keytab: '/does/not/exist.keytab', password: undefined }, 'auth.keytab'],
    ['keytab', { keytab: Buffer.from('nonsense'), password: undefined }, 'auth.keytab'],
  ])('because of its %s names the option', async (_case, auth, path) => {
    const server = await kerberized()
    const error = await rejection(clientOf(server, kerberos(server, auth)).findItem(search))
    expect(error).toBeInstanceOf(EwsRequestError)
    expect(error).toMatchObject({ path })
    expect(server.requests).toEqual([])
  })

  it.each([
    ['auth.password', { password: undefined }],
    ['auth.password', { keytab: 'a.keytab' }],
    ['auth.realm', { realm: undefined }],
    ['auth.realm', { realm: 'a@b' }],
    ['auth.kdc', { kdc: 'http://dc1.example.com' }],
    ['auth.kdc', { kdc: [] }],
    ['auth.kdc', { kdc: 'dc1.example.com:99999' }],
    ['auth.servicePrincipal', { servicePrincipal: 'mail.example.com' }],
    ['auth.servicePrincipal', { servicePrincipal: 'HTTP/mail.example.com@EXAMPLE.COM' }],
  ])('because of its options names %s', async (path, auth) => {
    const server = await kerberized()
    const options = kerberos(server, {
      username: 'svc-booking',
      ...(path === 'auth.realm' && { kdc: undefined }),
      ...auth,
    })
    expect(() => clientOf(server, options)).toThrow(expect.objectContaining({ path }))
  })
})

describe('a server that is not Exchange', () => {
  /** Starts an impostor, and a KDC that knows the name of its service. */
  async function impostor(headers: Record<string, string>, status = 200) {
    const kdc = await kerberized()
    const server = await httpServer((_request, response) =>
      response.writeHead(status, { 'content-type': 'text/xml', ...headers }).end(findItemAnswer),
    )
    return clientOf(server, kerberos(kdc))
  }

  it.each([
    ['nothing, over plain HTTP', {}],
    ['nonsense', { 'www-authenticate': 'Negotiate bm9uc2Vuc2U=' }],
    ['an acceptance without a proof', { 'www-authenticate': 'Negotiate oRQwEqADCgEAoQsGCSqGSIb3EgECAg==' }],
    ['another mechanism', { 'www-authenticate': 'Negotiate oRUwE6ADCgEBoQwGCisGAQQBgjcCAgo=' }],
  ])('and answers with %s is not trusted', async (_case, headers) => {
    const error = await rejection((await impostor(headers)).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.message).toContain("can't be trusted")
    expect(error.message).toContain('may have been carried out')
  })

  it('and refuses long headers is distinguished from one that refuses the account', async () => {
    const servicePrincipal = `HTTP/${'x'.repeat(10 * 1024)}`
    const kdc = await kerberized({ kerberos: { servicePrincipals: [servicePrincipal] } })
    const server = await httpServer((_request, response) => response.writeHead(400).end())
    const error = await rejection(clientOf(server, kerberos(kdc, { servicePrincipal })).findItem(search))
    expect(error.hint).toContain('MaxFieldLength')
  })
})

describe('auto', () => {
  it('uses Kerberos if the server offers Negotiate and a KDC answers', async () => {
    const server = await kerberized({ auth: ['Negotiate', 'NTLM', 'Basic'] })
    const client = clientOf(server, automatic(server))
    for (let call = 0; call < 3; call += 1) expect(await client.findItem(search)).toMatchObject(success)
    expect(authentications(server)).toEqual(['none', 'negotiate', 'negotiate', 'negotiate'])
    expect(client.stats.scheme).toBe('Kerberos')
  })

  it.each<[string, (server: Simulator) => Promise<object> | object, Partial<SimulatorOptions>]>([
    ['no KDC answers', async () => ({ kdc: await deadAddress() }), {}],
    ['the KDC does not know the server', () => ({}), { kerberos: { servicePrincipals: [] } }],
    ['the KDC does not know the account', () => ({ realm: 'EXAMPLE.COM' }), { kerberos: { realm: 'OTHER.COM' } }],
    ['the server has another key', async () => ({ kdc: (await kerberized()).kdc?.address }), {}],
  ])('continues with NTLM if %s, and keeps using it', async (_case, auth, options) => {
    const server = await kerberized({ auth: ['Negotiate', 'NTLM'], ...options })
    const client = clientOf(server, { ...automatic(server, await auth(server)), maxConnections: 1 })
    expect(await client.findItem(search)).toMatchObject(success)
    expect(authentications(server).slice(-2)).toEqual(['ntlm-negotiate', 'ntlm-authenticate'])
    expect(await client.findItem(search)).toMatchObject(success)
    expect(authentications(server).at(-1)).toBe('connection')
    expect(client.stats.scheme).toBe('NTLM')
  })

  it('continues with Basic if nothing else is left', async () => {
    const server = await kerberized({ auth: ['Negotiate', 'Basic'] })
    const client = clientOf(server, automatic(server, { kdc: await deadAddress() }))
    expect(await client.findItem(search)).toMatchObject(success)
    expect(authentications(server).at(-1)).toBe('basic')
    expect(client.stats.scheme).toBe('Basic')
  })

  it('never continues with a password that the KDC refused', async () => {
    const server = await kerberized({ auth: ['Negotiate', 'NTLM', 'Basic'] })
    const error = await rejection(clientOf(server, automatic(server, { password: 'wrong' })).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(kdcRequests(server)).toEqual([25, 24])
    expect(authentications(server)).toEqual(['none'])
  })

  it('reports that no KDC answers if nothing else is offered', async () => {
    const server = await kerberized()
    const error = await rejection(clientOf(server, automatic(server, { kdc: await deadAddress() })).findItem(search))
    expect(error).toBeInstanceOf(EwsConnectionError)
  })

  it('asks no KDC if the server does not offer Negotiate', async () => {
    const [server, other] = [await exchange({ auth: ['NTLM', 'Basic'] }), await kerberized()]
    expect(await clientOf(server, automatic(other)).findItem(search)).toMatchObject(success)
    expect(other.kdc?.requests).toEqual([])
  })

  it('asks no KDC if the realm is unknown', async () => {
    const server = await kerberized({ auth: ['Negotiate', 'NTLM'] })
    const auth = { realm: undefined, kdc: undefined }
    expect(await clientOf(server, automatic(server, auth)).findItem(search)).toMatchObject(success)
    expect(authentications(server)).toEqual(['ntlm-negotiate', 'ntlm-authenticate'])
  })
})
