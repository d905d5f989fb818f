import { EwsClient } from 'ews-booking'
import {
  type ExchangeConnectionInput,
  exchangeConnection,
  openConnection,
  Secret,
  sealConnection,
  VaultOpenError,
  VaultValueError,
} from 'ews-booking/crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
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
    ['a misspelt member', { impersonation: MAILBOX }, 'unknown'],
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
