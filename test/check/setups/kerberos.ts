import { newCertificate } from '../../certificate'
import { freePort } from '../../client/kerberos/mit-kdc'
import { scriptedKdc } from '../../client/kerberos/scripted-kdc'
import { exchange, PASSWORD, USERNAME } from '../../exchange'
import { tlsProxy } from '../../tls-proxy'
import type { BrokenSetup, BuiltSetup } from '../broken-setup'
import { timeUpOnce } from '../time-up'

const kerberos = { type: 'kerberos', username: USERNAME, password: PASSWORD, realm: 'EXAMPLE.COM' } as const

type Auth = Partial<Record<'username' | 'realm' | 'kdc' | 'servicePrincipal' | 'password', string>> & {
  type?: 'kerberos' | 'auto'
}

/** Exchange that takes Kerberos, with its KDC. */
const kerberized =
  (auth: Auth, options: Parameters<typeof exchange>[0] = {}) =>
  async (): Promise<BuiltSetup> => {
    const { url, kdc } = await exchange({ auth: ['Negotiate'], ...options })
    return { url, auth: { ...kerberos, kdc: kdc?.address, ...auth } }
  }

/** A KDC that refuses with this code. */
const refusing = (code: number) => async (): Promise<BuiltSetup> => kerberized({ kdc: await scriptedKdc(code) })()

const HOUR_MS = 60 * 60 * 1000

const kdc = { step: 'kerberos' } as const
const code = (number: number) => new RegExp(`Kerberos error ${number}\\)`)

/** Kerberos: the KDC, the account there, and the service principal name. */
export const kerberosSetups: readonly BrokenSetup[] = [
  {
    name: 'a wrong password',
    build: kerberized({ password: 'guess-4711' }),
    whose: 'you',
    found: code(24),
    remedy: /tried once/,
    ...kdc,
  },
  {
    name: 'a user that the KDC does not know',
    build: kerberized({ username: 'nobody' }),
    whose: 'you',
    found: code(6),
    remedy: /auth\.username/,
    ...kdc,
  },
  {
    name: 'a wrong realm',
    build: kerberized({ realm: 'OTHER.COM' }),
    whose: 'you',
    found: code(68),
    remedy: /auth\.realm/,
    ...kdc,
  },
  {
    name: 'a realm that nothing tells',
    build: async () => {
      const { url } = await exchange({ auth: ['Negotiate'] })
      return { url, auth: { type: 'auto', username: USERNAME, password: PASSWORD } }
    },
    whose: 'you',
    found: /The Kerberos realm of the account is unknown/,
    remedy: /\(Get-ADDomain\)\.DNSRoot/,
    ...kdc,
  },
  {
    name: 'a service principal name that nobody registered',
    build: kerberized({ servicePrincipal: 'HTTP/mail.example.com' }),
    whose: 'exchange',
    found: code(7),
    remedy: /setspn -S HTTP\/mail\.example\.com/,
    ...kdc,
  },
  {
    name: 'a KDC that does not run',
    build: async () => kerberized({ kdc: `127.0.0.1:${await freePort()}` })(),
    whose: 'network',
    found: /no KDC of EXAMPLE\.COM answers \(asked: 127\.0\.0\.1:\d+\)/i,
    remedy: /TCP port 88/,
    ...kdc,
  },
  {
    name: 'a realm without KDCs in DNS',
    build: async () => {
      const { url } = await exchange({ auth: ['Negotiate'] })
      return {
        url,
        auth: kerberos,
        runtime: { resolveSrv: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })) },
      }
    },
    whose: 'network',
    found: /DNS names no KDC for the realm EXAMPLE\.COM/,
    remedy: /auth\.kdc/,
    ...kdc,
  },
  {
    name: 'a DNS server that never answers',
    build: async () => {
      const { url } = await exchange({ auth: ['Negotiate'] })
      let isAsked = false
      const resolveSrv = () => {
        isAsked = true
        return new Promise<never>(() => {})
      }
      return { url, auth: kerberos, runtime: { resolveSrv, ...timeUpOnce(() => isAsked) } }
    },
    whose: 'network',
    found: /No KDC of EXAMPLE\.COM answers in time/,
    remedy: /DNS servers/,
    ...kdc,
  },
  {
    name: 'an account that has expired',
    build: refusing(1),
    whose: 'exchange',
    found: code(1),
    remedy: /Set-ADAccountExpiration/,
    ...kdc,
  },
  {
    name: 'a policy that refuses',
    build: refusing(12),
    whose: 'exchange',
    found: code(12),
    remedy: /authentication policies/,
    ...kdc,
  },
  {
    name: 'an account without AES keys',
    build: refusing(14),
    whose: 'exchange',
    found: code(14),
    remedy: /-KerberosEncryptionType AES128,AES256/,
    ...kdc,
  },
  {
    name: 'an account that is locked or disabled',
    build: refusing(18),
    whose: 'exchange',
    found: code(18),
    remedy: /Get-ADUser .*LockedOut/,
    ...kdc,
  },
  {
    name: 'a password that has expired',
    build: refusing(23),
    whose: 'exchange',
    found: code(23),
    remedy: /-PasswordNeverExpires/,
    ...kdc,
  },
  {
    name: 'a KDC that is not available',
    build: refusing(29),
    whose: 'network',
    found: /no KDC of EXAMPLE\.COM answers/i,
    remedy: /port 88/,
    ...kdc,
  },
  {
    name: 'a service principal name that is missing, where NTLM is left',
    build: kerberized({ type: 'auto', servicePrincipal: 'HTTP/mail.example.com' }, { auth: ['Negotiate', 'NTLM'] }),
    verdict: 'warning',
    whose: 'exchange',
    found: /so NTLM is used/,
    remedy: /setspn -S/,
    ...kdc,
  },
  {
    name: 'a ticket that is bound to another certificate',
    build: async () => {
      const server = await exchange({ auth: ['Negotiate'], https: true, extendedProtection: 'require' })
      const certificate = await newCertificate({})
      const { url } = await tlsProxy(server, certificate)
      return { url, tls: { ca: certificate.cert }, auth: { ...kerberos, kdc: server.kdc?.address } }
    },
    step: 'extendedProtection',
    whose: 'exchange',
    found: /password is right, since the KDC took it/,
    remedy: /Get-ExchangeCertificate/,
  },
  {
    name: 'an account with so many groups that its tickets are too long',
    build: kerberized({}, { kerberos: { authorizationDataBytes: 13_000 } }),
    step: 'authentication',
    whose: 'exchange',
    found: /HTTP 400.*token has \d+ bytes/,
    remedy: /MaxFieldLength/,
  },
  {
    name: 'a service principal name on another account',
    build: async () => {
      const [server, other] = [await exchange({ auth: ['Negotiate'] }), await exchange({ auth: ['Negotiate'] })]
      return { url: server.url, auth: { ...kerberos, kdc: other.kdc?.address } }
    },
    step: 'authentication',
    whose: 'exchange',
    found: /Kerberos error 4[145]/,
    remedy: /setspn -Q/,
  },
  {
    name: 'a server whose clock is an hour behind that of the KDC',
    build: kerberized({}, { now: () => new Date(Date.now() - HOUR_MS), kerberos: { now: () => new Date() } }),
    step: 'authentication',
    whose: 'exchange',
    found: /Kerberos error 33/,
    remedy: /clock of the Exchange server is 60 min behind/,
  },
]
