import { MAILBOX, PASSWORD, USERNAME } from '../../exchange'
import type { BrokenSetup, BuiltSetup } from '../broken-setup'
import { basic, ntlm } from '../checked'

const address = (url: string) => () => ({ url })
const HOST = 'mail.example.invalid'

/** A name that is looked up would need a network. */
const unknownHost = { lookup: () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })) }
const named = (username: string, domain?: string) => (): BuiltSetup => ({
  url: HOST,
  auth: { ...ntlm, username, domain },
  runtime: unknownHost,
})

const wrongAddress = { step: 'url', whose: 'you', remedy: /Get-WebServicesVirtualDirectory/ } as const
const wrongName = { step: 'account', whose: 'you', verdict: 'warning' } as const
const wrongOption = { step: 'account', whose: 'you' } as const

/** Wrong options, which nobody has to be asked about. */
export const optionSetups: readonly BrokenSetup[] = [
  { name: 'an empty address', build: address(''), found: /is empty/, ...wrongAddress },
  { name: 'an address of white space', build: address('  '), found: /is empty/, ...wrongAddress },
  { name: 'https without its colon', build: address(`https//${HOST}`), found: /lacks the colon/, ...wrongAddress },
  { name: 'a path alone', build: address('/EWS/Exchange.asmx'), found: /path without a host/, ...wrongAddress },
  { name: 'a mail address', build: address('dr.meier@example.com'), found: /is a mail address/, ...wrongAddress },
  { name: 'another scheme', build: address(`ftp://${HOST}`), found: /neither https nor http/, ...wrongAddress },
  { name: 'white space within', build: address('mail example com'), found: /white space/, ...wrongAddress },
  {
    name: 'credentials in the address',
    build: address(`https://svc:${encodeURIComponent(PASSWORD)}@${HOST}`),
    found: /credentials/,
    ...wrongAddress,
  },
  {
    name: 'Exchange Online',
    build: address('https://outlook.office365.com'),
    found: /Exchange Online/,
    ...wrongAddress,
  },
  { name: 'plain HTTP to another machine', build: address(`http://${HOST}`), found: /plain HTTP/, ...wrongAddress },
  {
    name: 'a path that is not EWS',
    build: () => ({ url: `https://${HOST}/api`, runtime: unknownHost }),
    step: 'url',
    verdict: 'warning',
    whose: 'you',
    found: /unusual path/,
    remedy: /\/EWS\/Exchange\.asmx/,
  },
  {
    name: 'a space after the user name',
    build: named(`${USERNAME} `),
    found: /begins or ends with white space/,
    remedy: /Correct auth\.username/,
    ...wrongOption,
  },
  {
    name: 'a backslash that JavaScript ate',
    build: named('EXAMPLE\test'),
    found: /control character/,
    remedy: /Correct auth\.username/,
    ...wrongOption,
  },
  {
    name: 'a slash for a backslash',
    build: named('EXAMPLE/svc-booking'),
    found: /slash/,
    remedy: /EXAMPLE\\svc-booking/,
    ...wrongName,
  },
  {
    name: 'two backslashes',
    build: named('EXAMPLE\\\\svc-booking'),
    found: /more than one backslash/,
    remedy: /EXAMPLE\\svc-booking/,
    ...wrongName,
  },
  {
    name: 'a domain before a user principal name',
    build: named('EXAMPLE\\svc@example.com'),
    found: /both a backslash and an @/,
    remedy: /EXAMPLE\\svc-booking/,
    ...wrongName,
  },
  {
    name: 'the domain given twice',
    build: named(USERNAME, 'EXAMPLE'),
    found: /auth\.domain/,
    remedy: /Correct auth\.domain/,
    ...wrongOption,
  },
  {
    name: 'a colon in a name for Basic',
    build: () => ({ url: HOST, auth: { ...basic, username: 'svc:booking' } }),
    found: /colon/,
    remedy: /auth\.username/,
    ...wrongOption,
  },
  {
    name: 'an option that nobody knows',
    build: () => ({ url: HOST, ...{ timeOutMs: 5 } }),
    found: /did you mean timeoutMs/,
    remedy: /Correct/,
    ...wrongOption,
  },
  {
    name: 'a mailbox that is no address',
    build: () => ({ url: HOST, mailbox: 'Dr. Meier' }),
    found: /mailbox/,
    remedy: /Correct mailbox/,
    ...wrongOption,
  },
  {
    name: 'an impersonated user who is no address',
    build: () => ({ url: HOST, impersonate: { smtpAddress: 'Dr. Meier' }, mailbox: MAILBOX }),
    found: /impersonate/,
    remedy: /impersonate/,
    ...wrongOption,
  },
  {
    name: 'a CA that is not PEM',
    build: () => ({ url: HOST, tls: { ca: 'C:\\ca.cer' } }),
    found: /must be PEM/,
    remedy: /tls\.ca/,
    ...wrongOption,
  },
]
