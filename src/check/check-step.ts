/** The steps of a check, in the order in which they run. */
export const checkNames = [
  'url',
  'account',
  'dns',
  'tcp',
  'proxy',
  'tls',
  'http',
  'schemes',
  'kerberos',
  'extendedProtection',
  'authentication',
  'serverVersion',
  'schema',
  'impersonation',
  'calendar',
  'freeBusy',
  'writing',
  'promises',
  'throttling',
  'clock',
  'latency',
] as const

/** What a step of a check looks at. */
export type CheckName = (typeof checkNames)[number]

/**
 * `ok`; `warning`: it works, but deserves a look; `failed`; `skipped`: not checked, for the reason in `found`.
 */
export type CheckVerdict = 'ok' | 'warning' | 'failed' | 'skipped'

/**
 * Who can fix it. `you`: whoever set the options of the client, or runs it. `exchange`: the administrator of Exchange and of Active Directory.
 * `network`: whoever runs name resolution, firewalls, proxies and balancers.
 */
export type CheckCulprit = 'you' | 'exchange' | 'network'

/** The certificate of an authority that the client would have to trust. */
export interface MissingAuthority {
  /** Its subject, in one line: `CN=Example Root CA, O=Example`. */
  readonly subject: string
  /** SHA-256 of the certificate, in hexadecimal with colons. Ask the administrator for theirs, for example by phone, before you trust it. */
  readonly sha256: string
  /** The certificate in PEM, for the option `tls.ca`. Anybody between you and the server could have sent it. */
  readonly pem: string
}

/** One step of a check: what was checked, and what was found. No property contains a password, a token or the content of an appointment. */
export interface CheckStep {
  readonly name: CheckName
  readonly verdict: CheckVerdict
  /** What was found, or why nothing was checked. One or more sentences for the person who can fix it. */
  readonly found: string
  /** How long the step took, in milliseconds. */
  readonly ms: number
  /** Who can fix it. Absent if there is nothing to fix. */
  readonly whose?: CheckCulprit
  /** What to do about it, with the cmdlet of Exchange if there is one. Absent if there is nothing to do. */
  readonly remedy?: string
  /** The step that failed, for which this one was skipped. Absent if it was skipped for a reason of its own. */
  readonly because?: CheckName
  /** The authority that isn't trusted, if the server sent its certificate. Only `tls` has it. */
  readonly missingAuthority?: MissingAuthority
  /** What in `found` and `remedy` names hosts, addresses, accounts and mailboxes. `checkReport` can replace it. */
  readonly confidential: readonly string[]
}
