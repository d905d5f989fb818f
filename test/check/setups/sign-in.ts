import { certificateSignedWith, newCertificate } from '../../certificate'
import { exchange } from '../../exchange'
import { httpServer } from '../../http-server'
import { challenging, ntlmServer } from '../../ntlm-server'
import { tlsProxy } from '../../tls-proxy'
import type { BrokenSetup, BuiltSetup } from '../broken-setup'
import { basic, ntlm, TOKEN } from '../checked'
import { timeUpOnce } from '../time-up'

type Injection = Parameters<Awaited<ReturnType<typeof exchange>>['inject']>[0]

/** A server with something wrong in each call that is signed in. */
const injecting =
  (injection: Injection, setup: Partial<BuiltSetup> = {}) =>
  async (): Promise<BuiltSetup> => {
    const server = await exchange({ auth: ['NTLM', 'Basic'] })
    server.inject({ times: Number.POSITIVE_INFINITY, ...injection })
    return { url: server.url, ...setup }
  }

const status = (code: number, setup: Partial<BuiltSetup> = {}) =>
  injecting({ fault: 'httpStatus', status: code }, setup)
const refusing = (responseCode: string) => injecting({ fault: 'soapFault', responseCode })

/** Exchange with Extended Protection required, behind something with another certificate. */
async function behindAnotherCertificate(commonName: string): Promise<BuiltSetup> {
  const server = await exchange({ https: true, auth: ['NTLM'], extendedProtection: 'require' })
  const authority = await newCertificate({ commonName, authority: true })
  const { url } = await tlsProxy(server, await newCertificate({ issuer: authority }))
  return { url, tls: { ca: authority.cert } }
}

const account = { step: 'authentication' } as const

/** Accounts that the server refuses, and why. */
export const signInSetups: readonly BrokenSetup[] = [
  {
    name: 'a wrong password, with NTLM',
    build: async () => ({ url: (await exchange({ auth: ['NTLM'] })).url, auth: { ...ntlm, password: 'guess-4711' } }),
    whose: 'you',
    found: /NTLM was tried once/,
    remedy: /^Check user name and password first.*4625/s,
    ...account,
  },
  {
    name: 'a wrong password, with Basic',
    build: async () => ({ url: (await exchange({ auth: ['Basic'] })).url, auth: { ...basic, password: 'guess-4711' } }),
    whose: 'you',
    found: /Basic was tried once/,
    remedy: /^Check user name and password first/,
    ...account,
  },
  {
    name: 'a user name without a domain',
    build: async () => ({ url: (await exchange({ auth: ['NTLM'] })).url, auth: { ...ntlm, username: 'svc-bokking' } }),
    whose: 'you',
    found: /tried once/,
    remedy: /no domain: write EXAMPLE/,
    ...account,
  },
  {
    name: 'a token that the server refuses',
    build: async () => ({ url: (await exchange({ auth: ['Bearer'] })).url, auth: { type: 'bearer', token: TOKEN } }),
    whose: 'you',
    found: /refused the account/,
    remedy: /audience/,
    ...account,
  },
  {
    name: 'a token that nobody supplies',
    build: async () => ({
      url: (await exchange({ auth: ['Bearer'] })).url,
      auth: { type: 'bearer', token: () => Promise.reject(new Error(`no token ${TOKEN}`)) },
    }),
    whose: 'you',
    found: /supplied no token/,
    remedy: /cause/,
    ...account,
  },
  {
    name: 'EWS that is off for the account',
    build: status(403),
    whose: 'exchange',
    found: /may not use EWS/,
    remedy: /Set-CASMailbox .* -EwsEnabled \$true/,
    ...account,
  },
  {
    name: 'an account that a gateway has locked',
    build: status(456),
    whose: 'exchange',
    found: /locked/,
    remedy: /Unlock-ADAccount/,
    ...account,
  },
  {
    name: 'a disabled account',
    build: refusing('ErrorAccountDisabled'),
    whose: 'exchange',
    found: /ErrorAccountDisabled/,
    remedy: /Enable-ADAccount/,
    ...account,
  },
  {
    name: 'an expired password',
    build: refusing('ErrorPasswordExpired'),
    whose: 'exchange',
    found: /ErrorPasswordExpired/,
    remedy: /-PasswordNeverExpires/,
    ...account,
  },
  {
    name: 'a password that must be changed',
    build: refusing('ErrorPasswordChangeRequired'),
    whose: 'exchange',
    found: /ErrorPasswordChangeRequired/,
    remedy: /-ChangePasswordAtLogon/,
    ...account,
  },
  {
    name: 'an account of another forest',
    build: refusing('ErrorCallerIsInvalidADAccount'),
    whose: 'exchange',
    found: /ErrorCallerIsInvalidADAccount/,
    remedy: /forest/,
    ...account,
  },
  {
    name: 'NTLM that a policy denies',
    build: async () => ({
      url: (await ntlmServer({ nothing: challenging('NTLM'), negotiate: challenging('NTLM') })).url,
    }),
    whose: 'exchange',
    found: /refused the account/,
    remedy: /Restrict NTLM/,
    ...account,
  },
  {
    name: 'a login page after the sign-in',
    build: injecting({ fault: 'htmlPage' }),
    whose: 'network',
    found: /web page answered/,
    remedy: /pre-authentication/,
    ...account,
  },
  {
    name: 'a server that fails after the sign-in',
    build: injecting({ fault: 'aspNetError' }),
    whose: 'exchange',
    found: /server failed/,
    remedy: /application pool/,
    ...account,
  },
  {
    name: 'a connection that breaks after the sign-in',
    build: injecting({ fault: 'dropBeforeCommit' }),
    whose: 'network',
    found: /closed before/,
    remedy: /cuts connections off/,
    ...account,
  },
  {
    name: 'an answer that is cut off',
    build: injecting({ fault: 'truncate' }),
    whose: 'network',
    found: /not a complete EWS answer/,
    remedy: /proxy in between/,
    ...account,
  },
  {
    name: 'a server that does not know the schema',
    build: async () => ({ ...(await refusing('ErrorInvalidServerVersion')()), version: 'Exchange2016' }),
    step: 'schema',
    whose: 'you',
    found: /doesn't understand schema Exchange2016/,
    remedy: /option version/,
  },
  {
    name: 'a server that is older than the schema',
    build: refusing('ErrorInvalidServerVersion'),
    step: 'schema',
    whose: 'you',
    found: /doesn't understand schema Exchange2013_SP1/,
    remedy: /Exchange 2013 SP1/,
  },
  {
    name: 'Extended Protection, and an inspection of TLS',
    build: () => behindAnotherCertificate('Fortinet Untrusted CA'),
    step: 'extendedProtection',
    whose: 'network',
    found: /Something in between ends TLS: the certificate is issued by CN=Fortinet.*thumbprint [0-9A-F]{40}/,
    remedy: /Get-ExchangeCertificate/,
  },
  {
    name: 'Extended Protection, and a balancer with a certificate of its own',
    build: () => behindAnotherCertificate('Example CA'),
    step: 'extendedProtection',
    verdict: 'warning',
    whose: 'exchange',
    found: /Either the password is wrong, or Extended Protection/,
    remedy: /Get-ExchangeCertificate.*ExtendedProtectionTokenChecking/,
  },
  {
    name: 'Extended Protection, and a client without a binding',
    build: async () => {
      const { url, ca } = await exchange({ https: true, auth: ['NTLM'], extendedProtection: 'require' })
      return { url, tls: { ca }, auth: { ...ntlm, channelBinding: 'off' } }
    },
    step: 'extendedProtection',
    verdict: 'warning',
    whose: 'you',
    found: /not bound/,
    remedy: /channelBinding to 'auto'/,
  },
  {
    name: 'a certificate for which no binding is defined',
    build: async () => {
      const certificate = await certificateSignedWith('Ed25519')
      const { url, ca } = await exchange({ https: certificate, auth: ['NTLM'], extendedProtection: 'off' })
      return { url, tls: { ca } }
    },
    step: 'extendedProtection',
    verdict: 'warning',
    whose: 'exchange',
    found: /couldn't be bound/,
    remedy: /RSA or ECDSA/,
  },
  {
    name: 'a server that never answers an account',
    build: async () => {
      let isAsked = false
      const { url } = await httpServer((request, response) => {
        isAsked = request.headers.authorization !== undefined
        if (!isAsked) response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end()
      })
      return { url, auth: basic, runtime: timeUpOnce(() => isAsked) }
    },
    step: 'authentication',
    whose: 'network',
    found: /No complete answer within 30000 ms/,
    remedy: /timeoutMs/,
  },
]
