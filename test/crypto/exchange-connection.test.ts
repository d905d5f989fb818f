import { EwsClient } from 'ews-booking'
import {
  clientOptions,
  type ExchangeConnectionInput,
  exchangeConnection,
  openConnection,
  Secret,
  sealConnection,
  VaultOpenError,
  VaultValueError,
} from 'ews-booking/crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectionVersions } from '../../src/crypto/exchange-connection'
import { exchangeVersions } from '../../src/operations/soap/envelope'
import { everythingShownOf, exchange, MAILBOX, PASSWORD, search, USERNAME } from '../exchange'
import { CONTEXT, thrownBy, vaultWith } from './vaults'

const vault = vaultWith()
const connection: ExchangeConnectionInput = {
  url: 'https://mail.example.com/owa',
  username: USERNAME,
  password: PASSWORD,
  impersonate: { primarySmtpAddress: MAILBOX },
}

describe('a connection', () => {
  it('is sealed as a whole, and opens with its password as a Secret', () => {
    const opened = openConnection(vault, sealConnection(vault, connection, CONTEXT), CONTEXT)
    expect(opened).toMatchObject({ ...connection, password: expect.any(Secret) })
    expect(opened.password.reveal()).toBe(PASSWORD)
    expect(everythingShownOf(opened)).not.toContain(PASSWORD)
    expect(everythingShownOf(opened)).toContain('[secret]')
  })

  it('can be sealed again as opened, and without a mailbox to impersonate', () => {
    const { impersonate: _, ...own } = connection
    const opened = openConnection(vault, sealConnection(vault, own, CONTEXT), CONTEXT)
    expect(opened.impersonate).toBeUndefined()
    const again = openConnection(vault, sealConnection(vault, opened, CONTEXT), CONTEXT)
    expect(again.password.reveal()).toBe(PASSWORD)
  })

  it('is interchangeable with sealJson and openJson with its schema', () => {
    const stored = vault.sealJson({ ...connection, password: new Secret(PASSWORD), since: 2027 }, CONTEXT)
    expect(vault.openJson(stored, CONTEXT, exchangeConnection).password.reveal()).toBe(PASSWORD)
  })

  it('makes the client again with all that it needs', async () => {
    const { url, ca } = await exchange({ https: true, extendedProtection: 'require' })
    const whole = {
      ...connection,
      url,
      type: 'ntlm',
      username: 'svc-booking',
      domain: 'EXAMPLE',
      channelBinding: 'auto',
      ca,
      version: 'Exchange2010_SP2',
    } as const
    const opened = openConnection(vault, sealConnection(vault, whole, CONTEXT), CONTEXT)
    const client = new EwsClient(clientOptions(opened))
    onTestFinished(() => client.close())
    const { responseMessages } = await client.findItem(search)
    expect(responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    expect(clientOptions(opened)).toMatchObject({
      url,
      impersonate: { primarySmtpAddress: MAILBOX },
      version: 'Exchange2010_SP2',
      auth: { type: 'ntlm', username: 'svc-booking', domain: 'EXAMPLE', channelBinding: 'auto' },
      tls: { ca },
    })
  })

  it.each<Partial<ExchangeConnectionInput>>([
    {},
    { type: 'basic' },
    { type: 'kerberos', channelBinding: 'off' },
    { url: 'http://mail.example.com', allowInsecureHttp: true },
    { url: 'mail.example.com/owa' },
    ...connectionVersions.map((version) => ({ version })),
  ])('is accepted by vault and client alike: %j', (change) => {
    const opened = openConnection(vault, sealConnection(vault, { ...connection, ...change }, CONTEXT), CONTEXT)
    expect(() => new EwsClient(clientOptions(opened))).not.toThrow()
  })

  it('may name each version that the client knows', () => {
    expect(connectionVersions).toEqual(exchangeVersions)
  })

  it('opens although an earlier version accepted what the client refuses, and a later one wrote more', () => {
    const old = { ...connection, url: 'http://mail.example.com', password: new Secret(PASSWORD), since: 2027 }
    expect(openConnection(vault, vault.sealJson(old, CONTEXT), CONTEXT).url).toBe('http://mail.example.com')
  })

  it('may have a user name and a password of one letter', () => {
    const opened = openConnection(
      vault,
      sealConnection(vault, { ...connection, username: 'x', password: 'y' }, CONTEXT),
      CONTEXT,
    )
    expect([opened.username, opened.password.reveal()]).toEqual(['x', 'y'])
  })

  it('opens only in its own place', () => {
    const stored = sealConnection(vault, connection, CONTEXT)
    expect(() => openConnection(vault, stored, { ...CONTEXT, tenant: '43' })).toThrow(VaultOpenError)
  })

  it.each(['auto', 'ntlm', 'basic'] as const)('signs in at Exchange as it is: %s', async (type) => {
    const { url } = await exchange()
    const stored = sealConnection(vault, { ...connection, url }, CONTEXT)
    const { username, password, ...server } = openConnection(vault, stored, CONTEXT)
    const client = new EwsClient({ ...server, auth: { type, username, password } })
    onTestFinished(() => client.close())
    const { responseMessages } = await client.findItem(search)
    expect(responseMessages).toMatchObject([{ responseCode: 'NoError' }])
    expect(everythingShownOf(client)).not.toContain(PASSWORD)
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['no address', { url: '' }, 'url'],
    ['no user name', { username: undefined }, 'username'],
    ['no password', { password: undefined }, 'password: must be a string that is not empty, or a Secret of one'],
    ['an empty password', { password: '' }, 'password'],
    ['a Secret of nothing', { password: new Secret('') }, 'password'],
    ['a Secret of what is no text', { password: Reflect.construct(Secret, [undefined]) }, 'password'],
    ['a password that is none', { password: { value: PASSWORD } }, 'password'],
    ['an address alone', { impersonate: MAILBOX }, 'impersonate'],
    ['a misspelt member', { impersonation: MAILBOX }, 'impersonation is unknown; did you mean impersonate?'],
    ['a member that resembles none', { [PASSWORD]: 1 }, 'has an unknown name; the known names are url, type'],
    ['a mail address for the server', { url: 'dr.meier@example.net' }, 'url: is a mail address'],
    ['Exchange Online', { url: 'outlook.office365.com' }, 'url: is Exchange Online'],
    ['plain HTTP to another machine', { url: 'http://mail.example.com' }, 'url: is plain HTTP'],
    ['a domain twice', { domain: 'EXAMPLE' }, 'domain: is in the user name already'],
    ['a colon, which Basic cannot carry', { username: 'a:b', type: 'basic' }, 'username: must not contain a colon'],
    ['a binding where nothing is proved', { type: 'basic', channelBinding: 'off' }, 'channelBinding: has no effect'],
    ['no PEM', { ca: '/etc/ssl/ca.pem' }, 'ca: must be PEM'],
    ['another version', { version: 'Exchange2019' }, 'version'],
    ['a scheme that has no password', { type: 'bearer' }, 'type'],
  ])('is refused, and the error names the wrong member: %s', (_case, change, member) => {
    const error = thrownBy(() =>
      Reflect.apply(sealConnection, undefined, [vault, { ...connection, ...change }, CONTEXT]),
    )
    expect(error).toBeInstanceOf(VaultValueError)
    expect(error.message).toContain(member)
    expect(everythingShownOf(error)).not.toContain(PASSWORD)
    expect(everythingShownOf(error)).not.toContain(MAILBOX)
  })
})
