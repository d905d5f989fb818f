import { EwsClient, type EwsClientOptions, EwsRequestError } from 'ews-booking'
import { MockAgent } from 'undici'
import { describe, expect, it } from 'vitest'
import { readOptions } from '../../src/client/options'
import { clientOf, everythingShownOf, exchange, PASSWORD, search, USERNAME } from '../exchange'

const valid: EwsClientOptions = {
  url: 'mail.example.com',
  auth: { type: 'ntlm', username: 'EXAMPLE\\svc', password: PASSWORD },
}

function refusal(options: Record<string, unknown>): EwsRequestError {
  try {
    Reflect.construct(EwsClient, [{ ...valid, ...options }])
  } catch (error) {
    if (error instanceof EwsRequestError) return error
    throw error
  }
  throw new Error('The options were accepted')
}

describe('a polluted Object.prototype', () => {
  it.each([
    ['rejectUnauthorized', false],
    ['servername', 'attacker.example'],
  ])('adds no option of TLS: %s', (name, value) => {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
    try {
      const { tls = {} } = readOptions({ ...valid, tls: { ca: '-----BEGIN CERTIFICATE-----' } })
      expect(Object.keys(tls)).toEqual(['ca'])
    } finally {
      Reflect.deleteProperty(Object.prototype, name)
    }
  })
})

describe('options are checked by the constructor, and errors name them', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['no address', { url: 'https://' }, 'url'],
    ['another protocol', { url: 'ftp://mail.example.com' }, 'url'],
    ['credentials in the address', { url: 'https://svc:geheim@mail.example.com' }, 'url'],
    ['an unknown way to sign in', { auth: { type: 'digest', username: 'x', password: 'y' } }, 'auth.type'],
    ['a colon in a user name for Basic', { auth: { type: 'basic', username: 'a:b', password: 'y' } }, 'auth.username'],
    ['a domain twice', { auth: { type: 'ntlm', username: 'A\\x', password: 'y', domain: 'B' } }, 'auth.domain'],
    ['a domain twice', { auth: { type: 'auto', username: 'x@a', password: 'y', domain: 'B' } }, 'auth.domain'],
    ['no such binding', { auth: { ...valid.auth, channelBinding: 'on' } }, 'auth.channelBinding'],
    ['a binding of Basic', { auth: { type: 'basic', username: 'x', password: 'y', channelBinding: 'off' } }, 'auth'],
    ['no token', { auth: { type: 'bearer' } }, 'auth.token'],
    ['a header for a token', { auth: { type: 'bearer', token: `Bearer ${PASSWORD}` } }, 'auth.token'],
    ['a certificate that is none', { tls: { ca: 'AAAA' } }, 'tls.ca'],
    ['one certificate of two that is none', { tls: { ca: ['-----BEGIN CERTIFICATE-----', 'AAAA'] } }, 'tls.ca'],
    ['a certificate without its key', { tls: { cert: '-----BEGIN CERTIFICATE-----' } }, 'tls'],
    ['a key without its certificate', { tls: { key: '-----BEGIN PRIVATE KEY-----' } }, 'tls'],
    ['no password', { auth: { type: 'ntlm', username: 'x' } }, 'auth.password'],
    ['a password that reveals nothing', { auth: { type: 'ntlm', username: 'x', password: {} } }, 'auth.password'],
    ['one that reveals no text', { auth: { ...valid.auth, password: { reveal: () => 7 } } }, 'auth.password'],
    ['no user name', { auth: { type: 'ntlm', username: '', password: 'y' } }, 'auth.username'],
    ['two mailboxes to impersonate', { impersonate: { smtpAddress: 'a@b', sid: 'S-1' } }, 'impersonate'],
    ['a line feed in an address (it becomes a header)', { impersonate: { smtpAddress: 'a@b\r\nx: y' } }, 'impersonate'],
    ['pain 19: a version that no server knows', { version: 'Exchange2019' }, 'version'],
    ['no time at all', { timeoutMs: 0 }, 'timeoutMs'],
    ['half a connection', { maxConnections: 0.5 }, 'maxConnections'],
    ['an empty queue', { maxQueue: 0 }, 'maxQueue'],
    ['a count of retries', { retry: 3 }, 'retry'],
    ['an address without a domain', { impersonate: { primarySmtpAddress: 'dr.meier' } }, 'impersonate'],
    ['a dispatcher that is none', { dispatcher: {} }, 'dispatcher'],
    ['a dispatcher for NTLM, which needs its own connections', { dispatcher: new MockAgent() }, 'dispatcher'],
    ['a dispatcher for auto', { dispatcher: new MockAgent(), auth: { ...valid.auth, type: 'auto' } }, 'dispatcher'],
    ['an option that is misspelt', { timeout: 5 }, ''],
  ])('%s', (_case, options, path) => {
    const error = refusal(options)
    expect(error.code).toBe('ERR_EWS_REQUEST')
    expect(error.path === '' ? '' : error.path.slice(0, path.length)).toBe(path)
    expect(error.hint).not.toBe('')
    expect(everythingShownOf(error)).not.toContain('geheim')
    expect(everythingShownOf(error)).not.toContain(PASSWORD)
  })

  it.each([
    ['timeout', 'timeout is unknown; did you mean timeoutMs?'],
    ['maxConections', 'maxConections is unknown; did you mean maxConnections?'],
    ['USERAGENT', 'USERAGENT is unknown; did you mean userAgent?'],
  ])('a misspelled option is named together with the intended one: %s', (name, message) => {
    expect(refusal({ [name]: 5 }).message).toBe(`The options: ${message}`)
  })

  it.each([PASSWORD, 'hunter2', 'correcthorsebatterystaple', 'a\nb', 'x'.repeat(10_000)])(
    'an unknown name is not quoted if it could be a secret: %j',
    (name) => {
      for (const options of [{ [name]: 1 }, { auth: { ...valid.auth, [name]: 1 } }]) {
        const error = refusal(options)
        expect(error.message).toMatch(/has an unknown name; the known names are .*$/)
        expect(everythingShownOf(error)).not.toContain(name)
      }
    },
  )

  it('a user name that no directory can contain is refused early', () => {
    expect(refusal({ auth: { ...valid.auth, username: 'x'.repeat(33_000) } }).path).toBe('auth.username')
    expect(refusal({ auth: { ...valid.auth, username: 'x', domain: 'x'.repeat(33_000) } }).path).toBe('auth.domain')
  })

  it.each([
    { type: 'basic', username: 'svc', password: PASSWORD } as const,
    { type: 'bearer', token: 'abc' } as const,
    { type: 'ntlm', username: 'svc', password: PASSWORD } as const,
    { type: 'auto', username: 'svc', password: PASSWORD } as const,
  ])('$type uses plain HTTP for this machine, and for others only if allowed', (auth) => {
    expect(refusal({ auth, url: 'http://mail.example.com' }).path).toBe('url')
    for (const options of [
      { url: 'http://127.0.0.1:8080' },
      { url: 'http://localhost' },
      { url: 'http://mail.example.com', allowInsecureHttp: true },
    ]) {
      expect(new EwsClient({ ...valid, auth, ...options })).toBeInstanceOf(EwsClient)
    }
  })
})

describe('incompatible options', () => {
  it('do not compile', () => {
    const account = { username: 'svc', password: PASSWORD }
    const wrong: EwsClientOptions['auth'][] = [
      // @ts-expect-error Basic has no channel binding
      { type: 'basic', ...account, channelBinding: 'off' },
      // @ts-expect-error a token is for Bearer
      { type: 'ntlm', ...account, token: 'abc' },
      // @ts-expect-error a password is not
      { type: 'bearer', ...account },
    ]
    for (const auth of wrong) expect(refusal({ auth }).path).toContain('auth')
  })
})

describe('pain 27: a client shows no password', () => {
  it('neither in inspect nor in JSON nor in a string', () => {
    const client = new EwsClient(valid)
    expect(everythingShownOf(client)).not.toContain(PASSWORD)
    expect(everythingShownOf({ client })).toContain('https://mail.example.com/EWS/Exchange.asmx')
  })
})

describe('a password that conceals itself', () => {
  class Concealed {
    readonly #password = PASSWORD

    reveal(): string {
      return this.#password
    }
  }

  it.each(['auto', 'ntlm', 'basic'] as const)('signs in with its real text: %s', async (type) => {
    const auth = { type, username: USERNAME, password: new Concealed() }
    const client = clientOf(await exchange({ auth: type === 'basic' ? ['Basic'] : ['NTLM'] }), { auth })
    const { responseMessages } = await client.findItem(search)
    expect(responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    expect(everythingShownOf(client)).not.toContain(PASSWORD)
  })
})

describe('impersonating', () => {
  it('needs exactly one of the four forms', () => {
    const client = new EwsClient(valid)
    expect(() => Reflect.apply(client.impersonating, client, [{ address: 'a@b' }])).toThrow(EwsRequestError)
  })
})
