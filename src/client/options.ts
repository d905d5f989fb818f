import type { Dispatcher } from 'undici'
import { en } from 'zod/locales'
import * as z from 'zod/mini'
import { EwsRequestError } from '../errors'
import type { ConnectingSID, ExchangeVersion } from '../operations/soap'
import { exchangeVersions } from '../operations/soap'
import { isLoopback, serverUrl } from './server-url'

/** An account that signs in with a password. */
export interface PasswordAuth {
  /** `ntlm` authenticates a connection (MS-NLMP), `basic` each request (RFC 7617). */
  readonly type: 'ntlm' | 'basic'
  /** `EXAMPLE\svc-booking`, `svc-booking@example.com`, or `svc-booking` together with `domain`. */
  readonly username: string
  readonly password: string
  readonly domain?: string | undefined
}

/** TLS, as `tls.connect` of Node has it. Certificates and keys in PEM. */
export interface TlsOptions {
  /** Authorities to trust instead of the well-known ones: what a private CA needs. */
  readonly ca?: string | Buffer | (string | Buffer)[] | undefined
  readonly cert?: string | Buffer | undefined
  readonly key?: string | Buffer | undefined
  readonly servername?: string | undefined
  /** `false` accepts any certificate, and with it anybody in between. Give `ca` instead. */
  readonly rejectUnauthorized?: boolean | undefined
}

/** One account on one Exchange server, and how it is reached. */
export interface EwsClientOptions {
  /** `https://mail.example.com/EWS/Exchange.asmx`; `mail.example.com` and `.../owa` will do. */
  readonly url: string
  readonly auth: PasswordAuth
  /** The mailbox in whose name the account acts; its own where left out. */
  readonly impersonate?: ConnectingSID | undefined
  /** `Exchange2013_SP1` by default, which every supported server knows. */
  readonly version?: ExchangeVersion | undefined
  /** For a call as a whole, waiting for a connection included. 30,000 by default. */
  readonly timeoutMs?: number | undefined
  /** 4 by default. Exchange grants an account 27 requests at a time, and Microsoft advises to stay below 10. */
  readonly maxConnections?: number | undefined
  /** Longer answers are refused; counted once decompressed. 64 MiB by default. */
  readonly maxResponseBytes?: number | undefined
  readonly tls?: TlsOptions | undefined
  /** Sends the requests instead of connections of our own: a proxy agent, a mock. Not with NTLM, which needs its own connections. */
  readonly dispatcher?: Dispatcher | undefined
  /** Lets Basic send the password unencrypted to a host other than this machine. */
  readonly allowInsecureHttp?: boolean | undefined
  /** Administrators can allow or deny clients by it. */
  readonly userAgent?: string | undefined
}

/** The options with defaults filled in, and without the credentials. */
export interface EwsClientSettings extends Omit<EwsClientOptions, 'auth'> {
  readonly server: URL
  readonly timeoutMs: number
  readonly maxConnections: number
  readonly maxResponseBytes: number
  readonly userAgent: string
}

const text = z.string().check(z.minLength(1))

const address = text.check(
  z.refine((value) => !/[\s\p{Cc}]/u.test(value), 'must not contain white space or control characters'),
)

const connectingSID = z.union(
  [
    z.strictObject({ principalName: address }),
    z.strictObject({ sid: address }),
    z.strictObject({ primarySmtpAddress: address }),
    z.strictObject({ smtpAddress: address }),
  ],
  { error: 'must be one of { primarySmtpAddress }, { smtpAddress }, { principalName }, { sid }' },
)

const pem = z.union([z.string(), z.instanceof(Buffer)], { error: 'must be a string or a Buffer with PEM' })

const url = z.pipe(
  z.string(),
  z.transform((text, context) => {
    try {
      return serverUrl(text)
    } catch (error) {
      const message = error instanceof TypeError && !('code' in error) ? error.message : 'is not a URL or host name'
      context.issues.push({ code: 'custom', message, input: text })
      return z.NEVER
    }
  }),
)

const isDispatcher = (value: unknown): value is Dispatcher =>
  typeof value === 'object' && value !== null && 'dispatch' in value && typeof value.dispatch === 'function'

const schema = z
  .strictObject({
    url,
    auth: z.strictObject({
      type: z.enum(['ntlm', 'basic']),
      username: text,
      password: z.string(),
      domain: z.optional(z.string()),
    }),
    impersonate: z.optional(connectingSID),
    version: z.optional(z.enum(exchangeVersions)),
    timeoutMs: z._default(z.int().check(z.positive(), z.maximum(2_147_483_647)), 30_000),
    maxConnections: z._default(z.int().check(z.positive()), 4),
    maxResponseBytes: z._default(z.int().check(z.positive()), 64 * 1024 * 1024),
    tls: z.optional(
      z.strictObject({
        ca: z.optional(z.union([pem, z.array(pem)])),
        cert: z.optional(pem),
        key: z.optional(pem),
        servername: z.optional(z.string()),
        rejectUnauthorized: z.optional(z.boolean()),
      }),
    ),
    dispatcher: z.optional(z.custom<Dispatcher>(isDispatcher, 'must be an undici Dispatcher')),
    allowInsecureHttp: z.optional(z.boolean()),
    userAgent: z._default(z.string().check(z.regex(/^[\x20-\x7e]+$/, 'must be printable ASCII')), 'ews-booking'),
  })
  .check(
    z.refine(({ auth, dispatcher }) => auth?.type !== 'ntlm' || dispatcher === undefined, {
      path: ['dispatcher'],
      message: "can't be used with NTLM, which authenticates connections and must own them",
    }),
    z.refine((options) => options.auth?.type !== 'basic' || isConfidential(options), {
      path: ['url'],
      message: 'is plain HTTP, over which Basic would send the password readably; use https, or set allowInsecureHttp',
    }),
  )

/** zod's English messages, which zod/mini doesn't bring along. Not by `z.config`, which would change them for the whole process. */
const { localeError: english } = en()

const isConfidential = ({ url, allowInsecureHttp }: { url: URL; allowInsecureHttp?: boolean | undefined }) =>
  url.protocol === 'https:' || isLoopback(url) || allowInsecureHttp === true

/**
 * Checks the options of a client and fills in the defaults.
 *
 * @throws EwsRequestError naming the first option that is wrong
 */
export function readOptions(options: EwsClientOptions): EwsClientSettings & Pick<EwsClientOptions, 'auth'> {
  const result = schema.safeParse(options, { error: english })
  if (!result.success) throw optionError(result.error)
  const { url, ...settings } = result.data
  return { ...settings, url: url.href, server: url, version: options.version }
}

function optionError(error: z.core.$ZodError): EwsRequestError {
  const [issue] = error.issues
  const path = (issue?.path ?? []).map(String).join('.')
  const what = path === '' ? 'The options' : `The option ${path}`
  return new EwsRequestError({
    message: `${what}: ${issue?.message ?? 'invalid'}`,
    hint: `Correct ${path || 'the options'} of the EwsClient.`,
    path,
  })
}

/**
 * Checks a mailbox to impersonate.
 *
 * @throws EwsRequestError
 */
export function readConnectingSID(impersonate: ConnectingSID): ConnectingSID {
  const result = z.object({ impersonate: connectingSID }).safeParse({ impersonate }, { error: english })
  if (!result.success) throw optionError(result.error)
  return impersonate
}
