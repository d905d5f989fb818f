import { on, text } from '../option'
import { SCHEMES, type Scheme } from './scheme'

/** The options of a command that uses Exchange, as they were given. */
export interface ConnectionFlags {
  readonly url?: string
  readonly username?: string
  readonly auth?: Scheme
  readonly kdc?: string
  readonly realm?: string
  readonly impersonate?: string
  readonly mailbox?: string
  readonly ca?: string
  readonly insecureHttp: boolean
  readonly trace: boolean
}

/** The options of each command that uses Exchange. Environment variables replace those that are missing. */
export const connectionFlags = {
  url: text('The server: mail.example.com (EWS_URL)', 'URL'),
  username: text('EXAMPLE\\svc or svc@example.com (EWS_USERNAME)', 'NAME'),
  auth: {
    kind: 'enum',
    values: SCHEMES,
    brief: 'How to sign in (EWS_AUTH, default auto)',
    placeholder: 'SCHEME',
    optional: true,
  },
  kdc: text(
    `Domain controllers or KDC proxies for Kerberos, comma
separated (EWS_KDC); defaults to those that DNS names`,
    'HOSTS',
  ),
  realm: text('The Kerberos realm: EXAMPLE.COM (EWS_REALM)', 'REALM'),
  impersonate: text('The mailbox to act for (EWS_IMPERSONATE)', 'ADDRESS'),
  mailbox: text(
    `The mailbox to look at (EWS_MAILBOX); defaults to
the impersonated one, or the account's own. An account
that impersonates acts for it`,
    'ADDRESS',
  ),
  ca: text('Certificate authorities to trust, as PEM (EWS_CA)', 'FILE'),
  insecureHttp: on('Allow plain HTTP, which others can read'),
  trace: on('Show every envelope, with credentials redacted'),
} as const
