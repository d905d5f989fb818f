import type { Dispatcher } from 'undici'
import * as z from 'zod/mini'
import { type ConnectingSID, type ExchangeVersion, exchangeVersions } from '../../operations/soap/envelope'
import { checked, LONGEST_TIMER_MS, noPlainHttp, serverAddress } from '../../validation'
import { authSchema, type BearerAuth, type KerberosAuth, ownsConnections, type PasswordAuth } from './auth'
import { connectingSIDSchema } from './connecting-sid'
import { type DispatcherMaker, dispatcherSchema } from './dispatcher'
import { optionError } from './option-error'
import { type TlsOptions, tlsSchema } from './tls'

/** One account on one Exchange server, and how to reach it. */
export interface EwsClientOptions {
  /** `https://mail.example.com/EWS/Exchange.asmx`. `mail.example.com` and `https://mail.example.com/owa` work too. */
  readonly url: string
  readonly auth: PasswordAuth | KerberosAuth | BearerAuth
  /** The mailbox that the account acts for. Defaults to the account's own. */
  readonly impersonate?: ConnectingSID | undefined
  /** The schema that requests are written in. Defaults to `Exchange2013_SP1`, which every supported server knows. */
  readonly version?: ExchangeVersion | undefined
  /** Milliseconds for a call as a whole, including the time in the queue, back-off and retries. Defaults to 30,000. */
  readonly timeoutMs?: number | undefined
  /** How many requests run at a time. Defaults to 4. Exchange allows an account 27, and Microsoft advises to stay below 10. */
  readonly maxConnections?: number | undefined
  /**
   * How many calls may wait for a connection. Defaults to 1,000. Further calls are refused with `EwsOverloadError`; the bound protects
   * memory. A call that can no longer be answered within `timeoutMs` is refused, however few are waiting.
   */
  readonly maxQueue?: number | undefined
  /**
   * Whether the client repeats failed calls on its own. Defaults to true. It repeats reads, and changes that certainly were not carried
   * out, at most twice, within `timeoutMs`, and in the long run no more than one call in ten.
   */
  readonly retry?: boolean | undefined
  /** The longest answer that is read, in bytes after decompression. Defaults to 64 MiB. */
  readonly maxResponseBytes?: number | undefined
  readonly tls?: TlsOptions | undefined
  /** Sends the requests instead of the client's own connections: a proxy agent or a mock. NTLM, and so `auto`, needs a function. */
  readonly dispatcher?: Dispatcher | DispatcherMaker | undefined
  /**
   * Allows plain HTTP to another machine. Defaults to false: Basic and Bearer would send the password or token in the clear, and a
   * man in the middle can use NTLM's proof as his own.
   */
  readonly allowInsecureHttp?: boolean | undefined
  /** The header `User-Agent`, by which administrators can allow or deny clients. Defaults to `ews-booking`. */
  readonly userAgent?: string | undefined
}

/** The options without the credentials, with defaults filled in. */
export interface EwsClientSettings extends Omit<EwsClientOptions, 'auth'> {
  readonly server: URL
  readonly timeoutMs: number
  readonly maxConnections: number
  readonly maxQueue: number
  readonly retry: boolean
  readonly maxResponseBytes: number
  readonly userAgent: string
}

const count = z.int().check(z.positive())

const schema = z
  .strictObject({
    url: serverAddress,
    auth: authSchema,
    impersonate: z.optional(connectingSIDSchema),
    version: z.optional(z.enum(exchangeVersions)),
    timeoutMs: z._default(count.check(z.maximum(LONGEST_TIMER_MS)), 30_000),
    maxConnections: z._default(count, 4),
    maxQueue: z._default(count, 1_000),
    retry: z._default(z.boolean(), true),
    maxResponseBytes: z._default(count, 64 * 1024 * 1024),
    tls: z.optional(tlsSchema),
    dispatcher: z.optional(dispatcherSchema),
    allowInsecureHttp: z.optional(z.boolean()),
    userAgent: z._default(z.string().check(z.regex(/^[\x20-\x7e]+$/, 'must be printable ASCII')), 'ews-booking'),
  })
  .check(
    z.refine(({ auth, dispatcher }) => typeof dispatcher !== 'object' || !ownsConnections(auth), {
      path: ['dispatcher'],
      message:
        "can't be shared with NTLM, which authenticates connections; use a function: " +
        '({ factory, tls }) => new ProxyAgent({ uri, factory, requestTls: tls })',
    }),
    z.refine(({ tls, dispatcher }) => typeof dispatcher !== 'object' || tls === undefined, {
      path: ['tls'],
      message: 'has no effect beside a dispatcher, which makes its own connections; give it to the dispatcher',
    }),
    noPlainHttp,
  )

/**
 * Checks the options of a client and fills in the defaults.
 *
 * @throws EwsRequestError naming the first option that is wrong
 */
export function readOptions(options: EwsClientOptions): EwsClientSettings & Pick<EwsClientOptions, 'auth'> {
  const { url, ...settings } = checked(schema, options, optionError)
  return { ...settings, url: url.href, server: url, version: options.version }
}
