import type { CheckName, CheckStep } from './check-step'

/**
 * What kind of thing is wrong: `options`, `network`, `tls`, `notEws` (something else answers), `signIn`, `extendedProtection`, `server`
 * (its version), `mailbox` (rights on it), `writing`, `busy` (the server is too busy).
 */
export type CheckFailure =
  | 'options'
  | 'network'
  | 'tls'
  | 'notEws'
  | 'signIn'
  | 'extendedProtection'
  | 'server'
  | 'mailbox'
  | 'writing'
  | 'busy'

/** What a check comes to. */
export interface CheckConclusion {
  /** What kind of thing is wrong; `undefined` if no step failed. */
  readonly failure: CheckFailure | undefined
  /** One sentence about the whole. */
  readonly sentence: string
}

const FAILURES: Readonly<Record<CheckName, CheckFailure>> = {
  url: 'options',
  account: 'options',
  dns: 'network',
  tcp: 'network',
  proxy: 'network',
  tls: 'tls',
  http: 'notEws',
  schemes: 'signIn',
  kerberos: 'signIn',
  extendedProtection: 'extendedProtection',
  authentication: 'signIn',
  serverVersion: 'server',
  schema: 'server',
  impersonation: 'mailbox',
  calendar: 'mailbox',
  freeBusy: 'mailbox',
  writing: 'writing',
  promises: 'writing',
  throttling: 'busy',
  clock: 'server',
  latency: 'network',
}

const SENTENCES: Readonly<Record<CheckFailure, string>> = {
  options: 'An option is wrong',
  network: "The server can't be reached",
  tls: "TLS fails, or the certificate can't be trusted",
  notEws: 'Something other than EWS answers',
  signIn: 'The sign-in fails',
  extendedProtection: 'Extended Protection refuses the sign-in',
  server: 'The server has the wrong version',
  mailbox: 'The account signs in, but lacks rights on the mailbox',
  writing: "The calendar can be read, but booking doesn't work",
  busy: 'The server is too busy',
}

const FIXERS = { you: 'you', exchange: 'the Exchange administrator', network: 'whoever runs the network' } as const

/**
 * Says what the steps of a check come to: the first step that failed decides, and a busy server before all others, since it makes
 * others fail.
 */
export function checkConclusion(steps: readonly CheckStep[]): CheckConclusion {
  const failures = steps.filter(({ verdict }) => verdict === 'failed')
  const first = failures.find(({ name }) => name === 'throttling') ?? failures[0]
  if (first === undefined) return { failure: undefined, sentence: success(steps) }
  const failure = FAILURES[first.name]
  const fixer = first.whose === undefined ? '' : ` ${capital(FIXERS[first.whose])} can fix it.`
  return { failure, sentence: `${SENTENCES[failure]} (${first.name}).${fixer}` }
}

function success(steps: readonly CheckStep[]): string {
  const warnings = steps.filter(({ verdict }) => verdict === 'warning').map(({ name }) => name)
  if (warnings.length === 0) return 'Everything works.'
  return `Everything works, with ${warnings.length === 1 ? 'a warning' : `${warnings.length} warnings`} (${warnings.join(', ')}).`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
