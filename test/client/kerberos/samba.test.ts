import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { needs } from '../../requirements'
import { type GssAcceptor, startGssAcceptor } from './gss-acceptor'
import { type AccountOptions, kerberosAccount, refusalOf } from './kerberos-account'
import { REALM, type SambaKdc, startSambaKdc, USER_PASSWORD } from './samba-kdc'

// Creating a domain takes a minute.
describe("Kerberos against Samba's domain controller", needs('sambaDomainController'), () => {
  let kdc: SambaKdc
  let acceptor: GssAcceptor
  beforeAll(async () => {
    kdc = await startSambaKdc()
    acceptor = startGssAcceptor(kdc)
  })
  afterAll(async () => {
    await acceptor?.close()
    await kdc?.close()
  })
  const accountOf = (options: Omit<AccountOptions, 'kdcs'>) =>
    kerberosAccount({ realm: REALM, credentials: { password: USER_PASSWORD }, kdcs: [kdc.address], ...options })

  it.each<[string, Omit<AccountOptions, 'kdcs'>, string]>([
    ['a name in any letter case', { username: 'ALICE' }, 'Alice'],
    ['a realm in small letters', { username: 'alice', realm: 'corp.test' }, 'Alice'],
    ['a NetBIOS domain', { username: 'CORP\\alice', realm: 'CORP' }, 'Alice'],
    ['a name and its realm', { username: 'alice@corp.test' }, 'Alice'],
    ['a user principal name of another suffix', { username: 'u.pn@mail.test' }, 'upn-user'],
    ['a password of any letters', { username: 'zoe', credentials: { password: 'Pässwörd €9 ünïcode' } }, 'zoe'],
    ['a name that was changed, and so the salt of another', { username: 'married-name' }, 'married-name'],
  ])('signs in with %s', async (_case, options, principal) => {
    const account = accountOf(options)
    const exchange = account.exchange(await account.ticket(), undefined)
    const verdict = await acceptor.verify(exchange.token.toString('base64'), undefined)
    expect(verdict).toMatchObject({ accepted: true, principal: `${principal}@${REALM}` })
    expect(exchange.read(Buffer.from(verdict.token ?? '', 'base64'))).toEqual({ outcome: 'proved' })
  })

  it.each<[string, Omit<AccountOptions, 'kdcs'>, number, string]>([
    ['a wrong password', { credentials: { password: 'wrong' } }, 24, 'refused the password'],
    ['an unknown account', { username: 'nobody' }, 6, "doesn't know the account"],
    ['a password that must be changed', { username: 'must-change' }, 23, 'must be changed'],
    ['an account that is disabled', { username: 'disabled' }, 18, 'is disabled'],
    ['an account that has expired', { username: 'expired' }, 18, 'has expired'],
    ['an unknown service', { service: 'HTTP/mail.corp.test' }, 7, "doesn't know the service"],
    ['a service with RC4 alone', { service: 'HTTP/rc4.corp.test' }, 14, 'no AES key for HTTP/rc4.corp.test'],
  ])('reports %s', async (_case, options, code, message) => {
    expect(await refusalOf(accountOf(options))).toMatchObject({ code, message: expect.stringContaining(message) })
  })

  it('reports a locked account', async () => {
    for (let tries = 0; tries < 3; tries += 1) {
      const wrong = accountOf({ username: 'lockable', credentials: { password: 'wrong' } })
      expect(await refusalOf(wrong)).toMatchObject({ code: 24 })
    }
    expect(await refusalOf(accountOf({ username: 'lockable' }))).toMatchObject({ code: 18 })
  })
})
