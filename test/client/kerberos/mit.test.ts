import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KerberosAccount } from '../../../src/client/kerberos/kerberos-account'
import { systemRuntime } from '../../../src/client/kerberos/runtime'
import { everythingShownOf } from '../../exchange'
import { needs } from '../../requirements'
import { type GssAcceptor, startGssAcceptor, type Verdict } from './gss-acceptor'
import { kdcProxy } from './kdc-proxy'
import { type KdcRelay, kdcRelay } from './kdc-relay'
import { type AccountOptions, kerberosAccount, movableClock, refusalOf } from './kerberos-account'
import { BRANCH_SERVICE, type MitKdc, REALM, startMitKdc, USER_PASSWORD } from './mit-kdc'

const HOUR_MS = 60 * 60 * 1000

describe("Kerberos against MIT's KDC and acceptor", needs('mitKerberos'), () => {
  let kdc: MitKdc
  let acceptor: GssAcceptor
  beforeAll(async () => {
    kdc = await startMitKdc()
    acceptor = startGssAcceptor(kdc)
  })
  afterAll(async () => {
    await acceptor?.close()
    await kdc?.close()
  })

  /** Returns an account, and the relay that counts its requests. */
  async function accountAt(options: Omit<AccountOptions, 'kdcs'> = {}): Promise<[KerberosAccount, KdcRelay]> {
    const relay = await kdcRelay(kdc.port)
    return [kerberosAccount({ ...options, kdcs: [relay.address] }), relay]
  }

  /** Signs in to the acceptor with one token, and verifies its answer. */
  async function signIn(account: KerberosAccount): Promise<Verdict> {
    const exchange = account.exchange(await account.ticket(), undefined)
    const verdict = await acceptor.verify(exchange.token.toString('base64'), undefined)
    if (verdict.accepted)
      expect(exchange.read(Buffer.from(verdict.token ?? '', 'base64'))).toEqual({ outcome: 'proved' })
    return verdict
  }

  const encryptionTypes = [
    'aes256-cts-hmac-sha1-96',
    'aes128-cts-hmac-sha1-96',
    'aes256-cts-hmac-sha384-192',
    'aes128-cts-hmac-sha256-128',
  ]

  describe.each(encryptionTypes)('%s', (type) => {
    it('proves a password, and is accepted by a service', async () => {
      const [account] = await accountAt({ username: type, service: `HTTP/${type}` })
      expect(await signIn(account)).toMatchObject({
        accepted: true,
        principal: `${type}@${REALM}`,
        target: `HTTP/${type}@${REALM}`,
      })
    })
  })

  describe('a user name', () => {
    it.each([
      ['alice', 'alice'],
      ['CORP.TEST\\alice', 'alice'],
      // MIT has no user principal names. The client tries the part before the @ second.
      ['alice@corp.test', 'alice'],
    ])('%s is signed in as %s', async (username, principal) => {
      const [account] = await accountAt({ username })
      expect(await signIn(account)).toMatchObject({ accepted: true, principal: `${principal}@${REALM}` })
    })

    it('and a password may have any letters', async () => {
      const [account] = await accountAt({ username: 'zoë', credentials: { password: 'Pässwörd €9 ünïcode' } })
      expect(await signIn(account)).toMatchObject({ accepted: true, principal: `zoë@${REALM}` })
    })

    it('that was changed keeps the salt of its password', async () => {
      const [account] = await accountAt({ username: 'married-name' })
      expect(await signIn(account)).toMatchObject({ accepted: true, principal: `married-name@${REALM}` })
    })

    it('that needs no proof is signed in with one request', async () => {
      const [account, { counts }] = await accountAt({ username: 'without-preauth' })
      expect(await signIn(account)).toMatchObject({ accepted: true })
      expect(counts).toEqual({ logins: 1, tickets: 1 })
    })
  })

  it('follows a referral into a trusted realm', async () => {
    const [account, { counts }] = await accountAt({ service: BRANCH_SERVICE })
    expect(await signIn(account)).toMatchObject({ accepted: true, target: `${BRANCH_SERVICE}@BRANCH.TEST` })
    expect(counts).toEqual({ logins: 2, tickets: 2 })
  })

  describe('a channel binding', () => {
    const channel = Buffer.from('tls-server-end-point:0123456789')
    /** RFC 4121, 4.1.1.2, and RFC 2744, 3.11: MD5 over empty addresses, the length, and the data. */
    const binding = Buffer.from('4e8ad0a7a6ae0aa57d3ab2b0b9a0b9a0', 'hex')

    it('that is wrong is refused, with a reason', async () => {
      const [account] = await accountAt()
      const exchange = account.exchange(await account.ticket(), binding)
      const verdict = await acceptor.verify(exchange.token.toString('base64'), channel)
      expect(verdict).toMatchObject({ accepted: false, error: expect.stringContaining('hannel binding') })
      const answer = Buffer.from(verdict.token ?? '', 'base64')
      expect(exchange.read(answer)).toMatchObject({ outcome: 'refused', error: { code: 60 } })
    })

    it('that is missing is not taken for one', async () => {
      const [account] = await accountAt()
      const exchange = account.exchange(await account.ticket(), undefined)
      expect(await acceptor.verify(exchange.token.toString('base64'), channel)).toMatchObject({ bound: false })
    })
  })

  describe('the clock', () => {
    it.each([-HOUR_MS, HOUR_MS, -24 * HOUR_MS])('may be wrong by %i ms', async (offset) => {
      const [account, { counts }] = await accountAt({ runtime: { now: movableClock(offset).now } })
      expect(await signIn(account)).toMatchObject({ accepted: true })
      expect(counts).toEqual({ logins: 2, tickets: 1 })
    })
  })

  describe('a password that is refused', () => {
    it('is tried once for all simultaneous calls', async () => {
      const [account, { counts }] = await accountAt({
        username: 'lockable-by-a-burst',
        credentials: { password: 'wrong' },
      })
      const errors = await Promise.all(Array.from({ length: 20 }, () => refusalOf(account)))
      expect(new Set(errors).size).toBe(1)
      expect(counts).toEqual({ logins: 2, tickets: 0 })
      const [right] = await accountAt({ username: 'lockable-by-a-burst' })
      expect(await signIn(right)).toMatchObject({ accepted: true })
    })

    it('is not tried with another encoding of the same letters', async () => {
      const [account] = await accountAt({
        username: 'zoë',
        credentials: { password: 'Pässwörd €9 ünïcode'.normalize('NFD') },
      })
      expect(await refusalOf(account)).toMatchObject({ code: 24, othersMayTry: false })
    })

    it('too often locks the account, which is reported as such', async () => {
      for (let tries = 0; tries < 3; tries += 1) {
        const [wrong] = await accountAt({ username: 'lockable', credentials: { password: 'wrong' } })
        expect(await refusalOf(wrong)).toMatchObject({ code: 24 })
      }
      const [right] = await accountAt({ username: 'lockable' })
      const error = await refusalOf(right)
      expect(error).toMatchObject({ code: 18, kind: 'refused', othersMayTry: false })
      expect(error.message).toContain('is locked')
    })
  })

  it.each<[string, Omit<AccountOptions, 'kdcs'>, number, string, string, boolean]>([
    [
      'a wrong password',
      { credentials: { password: 'wrong' } },
      24,
      'refused the password of alice',
      'tried once',
      false,
    ],
    ['an unknown user', { username: 'nobody' }, 6, "doesn't know the account nobody@CORP.TEST", 'auth.realm', true],
    ['a password that has expired', { username: 'password-expired' }, 23, 'expired', 'Set-ADUser', false],
    [
      'an account that has expired',
      { username: 'account-expired' },
      1,
      'has expired',
      'Set-ADAccountExpiration',
      false,
    ],
    ['an account that is disabled', { username: 'disabled' }, 18, 'disabled', 'Get-ADUser', false],
    [
      'an unknown service',
      { service: 'HTTP/mail.corp.test' },
      7,
      'HTTP/mail.corp.test',
      'setspn -S HTTP/mail.corp.test',
      true,
    ],
    [
      'a name whose account may be no service',
      { service: 'HTTP/person' },
      27,
      'the account that has the name is no service',
      'setspn -Q HTTP/person',
      true,
    ],
    [
      'a service for which policy allows no tickets',
      { service: 'HTTP/policy' },
      12,
      'the policy of CORP.TEST refuses alice@CORP.TEST',
      'authentication policies',
      false,
    ],
    ['a user with RC4 alone', { username: 'rc4' }, 14, 'AES', 'KerberosEncryptionType', true],
    ['a user whose password alone is not enough', { username: 'by-hardware' }, 25, 'FAST', 'Fail unarmored', false],
  ])('reports %s', async (_case, options, code, message, hint, othersMayTry) => {
    const [account] = await accountAt(options)
    const error = await refusalOf(account)
    expect({ code: error.code, othersMayTry: error.othersMayTry, text: error.message }).toMatchObject({
      code,
      othersMayTry,
    })
    expect(error.message).toContain(message)
    expect(error.hint).toContain(hint)
    expect(everythingShownOf(error)).not.toContain(USER_PASSWORD)
  })

  describe('a keytab', () => {
    it.each<[string, (path: string) => string | Uint8Array]>([
      ['by its path', (path) => path],
      ['as bytes', (path) => readFileSync(path)],
    ])('%s signs in without a password', async (_case, keytab) => {
      const [account] = await accountAt({ credentials: { keytab: keytab(kdc.userKeytab) } })
      expect(await signIn(account)).toMatchObject({ accepted: true, principal: `alice@${REALM}` })
    })

    it('without the account is distinguished from a wrong key', async () => {
      const [account, { counts }] = await accountAt({ username: 'zoë', credentials: { keytab: kdc.userKeytab } })
      expect(await refusalOf(account)).toMatchObject({ kind: 'configuration', option: 'keytab' })
      expect(counts.logins).toBe(0)
    })

    it('that is outdated is distinguished from a damaged one', async () => {
      kdc.administer([
        `addprinc -pw first changing`,
        `ktadd -norandkey -k ${kdc.userKeytab} changing`,
        'cpw -pw second changing',
      ])
      const [outdated] = await accountAt({ username: 'changing', credentials: { keytab: kdc.userKeytab } })
      expect(await refusalOf(outdated)).toMatchObject({
        code: 24,
        hint: expect.stringContaining('Create a new keytab'),
      })
      const damaged = readFileSync(kdc.userKeytab).subarray(0, -3)
      const [unreadable] = await accountAt({ credentials: { keytab: damaged } })
      expect(await refusalOf(unreadable)).toMatchObject({ kind: 'configuration', option: 'keytab' })
    })
  })

  describe('several KDCs', () => {
    it('replace each other', async () => {
      const [first, second] = [await kdcRelay(kdc.port), await kdcRelay(kdc.port)]
      const clock = movableClock()
      const account = kerberosAccount({ kdcs: [first.address, second.address], runtime: { now: clock.now } })
      expect(await signIn(account)).toMatchObject({ accepted: true })
      await first.close()
      clock.forward(11 * HOUR_MS)
      expect(await signIn(account)).toMatchObject({ accepted: true })
      expect([first.counts, second.counts]).toEqual([
        { logins: 2, tickets: 1 },
        { logins: 2, tickets: 1 },
      ])
    })

    it('of another realm do not answer', async () => {
      const [account] = await accountAt({ realm: 'NOWHERE.TEST' })
      expect(await refusalOf(account)).toMatchObject({
        kind: 'unreachable',
        message: expect.stringContaining('no KDC of NOWHERE.TEST'),
        hint: expect.stringContaining('auth.realm'),
      })
    })

    it('that are all down leave existing tickets usable until they end', async () => {
      const relay = await kdcRelay(kdc.port)
      const clock = movableClock()
      const account = kerberosAccount({ kdcs: [relay.address], runtime: { now: clock.now } })
      const ticket = await account.ticket()
      await relay.close()
      clock.forward(ticket.endTime - clock.now() - 60_000)
      expect(await account.ticket()).toBe(ticket)
      clock.forward(60_000)
      const error = await refusalOf(account)
      expect(error).toMatchObject({ kind: 'unreachable', othersMayTry: true })
      expect(error.message).toContain(relay.address)
    })
  })

  it('answers through a KDC proxy for all realms', async () => {
    const proxy = await kdcProxy(kdc.port)
    const account = kerberosAccount({
      service: BRANCH_SERVICE,
      kdcs: [proxy.url],
      runtime: systemRuntime({ ca: proxy.ca }),
    })
    expect(await signIn(account)).toMatchObject({ accepted: true, target: `${BRANCH_SERVICE}@BRANCH.TEST` })
    expect(proxy.realms).toEqual([REALM, REALM, REALM, 'BRANCH.TEST'])
  })

  it('renews tickets that end while calls go on', async () => {
    const [account, { counts }] = await accountAt({ username: 'short-lived' })
    const verdicts: Verdict[] = []
    while (counts.logins < 6) verdicts.push(await signIn(account))
    expect(verdicts.filter(({ accepted }) => !accepted)).toEqual([])
    expect(counts.tickets).toBeGreaterThanOrEqual(2)
  })

  it('shows password, keys and tickets nowhere', async () => {
    const [account] = await accountAt()
    const { ticket, sessionKey } = await account.ticket()
    const shown = everythingShownOf(account)
    for (const secret of [USER_PASSWORD, ticket.toString('hex'), sessionKey.reveal().toString('hex')]) {
      expect(shown).not.toContain(secret)
    }
  })
})
