import * as z from 'zod/mini'
import {
  checked,
  domain,
  isPem,
  noColon,
  noPlainHttp,
  oneDomain,
  serverAddress,
  smtpAddress,
  text,
  userName,
} from '../validation'
import type { VaultContext } from './context'
import type { Schema } from './json'
import { Secret } from './secret'
import type { Vault } from './vault'
import { VaultValueError } from './vault-error'

/** The versions of EWS's schema that a connection may name, the option `version` of `EwsClient`. */
export const connectionVersions = [
  'Exchange2007',
  'Exchange2007_SP1',
  'Exchange2010',
  'Exchange2010_SP1',
  'Exchange2010_SP2',
  'Exchange2013',
  'Exchange2013_SP1',
  'Exchange2015',
  'Exchange2016',
] as const

/**
 * The settings of a customer's Exchange, as an administrator enters them. `clientOptions` turns them into options of an `EwsClient`. Where
 * Kerberos needs `realm`, `kdc` or `servicePrincipal`, add them to `auth` of those options: they describe the network, not the customer's
 * account.
 */
export interface ExchangeConnection {
  /** `https://mail.example.com/EWS/Exchange.asmx`, or `mail.example.com`. */
  readonly url: string
  /** How the account signs in. Defaults to `auto`. */
  readonly type?: 'auto' | 'ntlm' | 'kerberos' | 'basic' | undefined
  /** `EXAMPLE\svc-booking` or `svc-booking@example.com`, or `svc-booking` together with `domain`. */
  readonly username: string
  readonly password: Secret
  /** The account's Windows domain, unless `username` has it already. */
  readonly domain?: string | undefined
  /** `off` behind a balancer that ends TLS with another certificate than Exchange's. Defaults to `auto`. Not with `basic`. */
  readonly channelBinding?: 'auto' | 'off' | undefined
  /** The mailbox to impersonate. Defaults to the account's own. */
  readonly impersonate?: { readonly primarySmtpAddress: string } | undefined
  /** The certificate authorities to trust instead of the well-known ones, as PEM. */
  readonly ca?: string | undefined
  /** The schema that requests are written in. Defaults to the client's own. */
  readonly version?: (typeof connectionVersions)[number] | undefined
  /** Allows plain HTTP to another machine. Defaults to false. */
  readonly allowInsecureHttp?: boolean | undefined
}

/** The settings as they come from a form, with a plain password. */
export interface ExchangeConnectionInput extends Omit<ExchangeConnection, 'password'> {
  readonly password: string | Secret
}

/** A `Secret` of anything but a string could be sealed, but not opened again. */
const secret = z.instanceof(Secret).check(z.refine((secret) => text.safeParse(secret.reveal()).success))

const password = z.pipe(
  z.union([secret, text], { error: 'must be a string that is not empty, or a Secret of one' }),
  z.transform((password) => (password instanceof Secret ? password : new Secret(password))),
)

const members = {
  url: text,
  type: z.optional(z.enum(['auto', 'ntlm', 'kerberos', 'basic'])),
  username: text,
  password,
  domain,
  channelBinding: z.optional(z.enum(['auto', 'off'])),
  impersonate: z.optional(z.object({ primarySmtpAddress: smtpAddress })),
  ca: z.optional(z.string().check(isPem)),
  version: z.optional(z.enum(connectionVersions)),
  allowInsecureHttp: z.optional(z.boolean()),
}

const isUsable = [
  oneDomain,
  noColon,
  z.refine<Partial<ExchangeConnection>>(
    ({ type, channelBinding }) => type !== 'basic' || channelBinding === undefined,
    {
      path: ['channelBinding'],
      message: 'has no effect with basic, which has no binding',
    },
  ),
] as const

/**
 * What the client would accept. Unknown members are refused: with a misspelt `impersonate` the account would act for itself.
 */
const given = z.strictObject({ ...members, username: userName }).check(...isUsable)

/** The address as the client would read it; the connection keeps it as it was typed. */
const address = z.object({ url: serverAddress, allowInsecureHttp: members.allowInsecureHttp }).check(noPlainHttp)

/** Accepts unknown members: later versions may write more of them. Earlier ones checked less. */
const sealed = z.object(members)

/** Checks a connection from a form, a file or `openJson`. Errors name the member that is wrong and never quote its value. */
export const exchangeConnection: Schema<ExchangeConnection> = { parse: (input) => read(sealed, input) }

function read<Shape extends z.ZodMiniType>(schema: Shape, input: unknown): z.output<Shape> {
  return checked(
    schema,
    input,
    ({ path, message }) => new VaultValueError(`The connection${path === '' ? '' : `: ${path}`}: ${message}`),
  )
}

/**
 * Seals a whole connection for one column. It is checked as `EwsClient` checks its options, so what was sealed makes a client later.
 *
 * @throws VaultValueError that names the member that is wrong, or the known one that a misspelt one resembles
 * @throws the errors of `Vault.seal`
 */
export function sealConnection(vault: Vault, connection: ExchangeConnectionInput, context: VaultContext): string {
  const checkedConnection = read(given, connection)
  read(address, connection)
  return vault.sealJson(checkedConnection, context)
}

/**
 * Opens a connection that `sealConnection` sealed.
 *
 * @example
 * const client = new EwsClient(clientOptions(openConnection(vault, row.connection, context)))
 * @throws the errors of `Vault.openJson`
 */
export function openConnection(vault: Vault, stored: string, context: VaultContext): ExchangeConnection {
  return vault.openJson(stored, context, exchangeConnection)
}

/** The account of a connection, as the option `auth` of `EwsClient`. */
export type ConnectionAuth =
  | (Pick<ExchangeConnection, 'username' | 'password' | 'domain' | 'channelBinding'> & {
      readonly type: 'auto' | 'ntlm' | 'kerberos'
    })
  | (Pick<ExchangeConnection, 'username' | 'password' | 'domain'> & { readonly type: 'basic' })

/** Options of `EwsClient`, as a connection has them. */
export interface ConnectionOptions
  extends Pick<ExchangeConnection, 'url' | 'impersonate' | 'version' | 'allowInsecureHttp'> {
  readonly auth: ConnectionAuth
  readonly tls?: { readonly ca: string } | undefined
}

/**
 * Returns the options with which `EwsClient` connects. Add others of your own: `{ ...clientOptions(connection), timeoutMs: 10_000 }`.
 *
 * @example
 * const client = new EwsClient(clientOptions(openConnection(vault, row.connection, context)))
 */
export function clientOptions(connection: ExchangeConnection): ConnectionOptions {
  const { url, impersonate, version, allowInsecureHttp, ca } = connection
  const { type = 'auto', username, password, domain, channelBinding } = connection
  const account = { username, password, domain }
  return {
    url,
    impersonate,
    version,
    allowInsecureHttp,
    auth: type === 'basic' ? { type, ...account } : { type, ...account, channelBinding },
    tls: ca === undefined ? undefined : { ca },
  }
}
