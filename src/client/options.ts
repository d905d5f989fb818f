import type { Dispatcher } from 'undici'
import { en } from 'zod/locales'
import * as z from 'zod/mini'
import { EwsRequestError } from '../errors'
import type { ConnectingSID, ExchangeVersion } from '../operations/soap'
import { exchangeVersions } from '../operations/soap'
import { isToken } from './authentication/bearer'
import { isLoopback, serverUrl } from './server-url'

/** A password that prints as something else, such as a `Secret` of `ews-booking/crypto`. The client asks for what it holds when it is made. */
export interface ConcealedPassword {
  reveal(): string
}

/** What a password is to the server. */
export const revealed = (password: string | ConcealedPassword): string =>
  typeof password === 'string' ? password : password.reveal()

interface Password {
  /** `EXAMPLE\svc-booking`, `svc-booking@example.com`, or `svc-booking` together with `domain`. */
  readonly username: string
  readonly password: string | ConcealedPassword
  readonly domain?: string | undefined
}

/** An account that signs in with a password, which is proved and not sent where NTLM is. */
export interface NtlmAuth extends Password {
  /** `ntlm` authenticates a connection (MS-NLMP). `auto` is that where the server offers it and else Basic, and keeps to what it was first. */
  readonly type: 'auto' | 'ntlm'
  /**
   * `auto`, as where left out, binds NTLM's proof to the TLS channel (RFC 5929, `tls-server-end-point`), which Extended Protection
   * asks for. `off` is for balancers that end TLS with another certificate than Exchange's.
   */
  readonly channelBinding?: 'auto' | 'off' | undefined
}

/** An account that signs in with a password that goes along with each request (RFC 7617). */
export interface BasicAuth extends Password {
  readonly type: 'basic'
}

/** An account that signs in with a password. */
export type PasswordAuth = NtlmAuth | BasicAuth

/** An account that signs in with an access token (RFC 6750). */
export interface BearerAuth {
  readonly type: 'bearer'
  /** Or what gets one: called with the first call, and once more after the server has refused a token. */
  readonly token: string | (() => string | Promise<string>)
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

/**
 * Makes the dispatcher of one connection, which ends with it. NTLM authenticates connections, so it must know them: hand `factory` on.
 *
 * @example
 * dispatcher: ({ factory, tls }) => new ProxyAgent({ uri: 'http://proxy.example.com:3128', factory, requestTls: tls })
 */
export type DispatcherMaker = (given: {
  /** For the option of that name of undici's `Agent` and `ProxyAgent`. */
  readonly factory: (origin: string | URL, options: object) => Dispatcher
  /** The client's option. */
  readonly tls: TlsOptions | undefined
}) => Dispatcher

/** One account on one Exchange server, and how it is reached. */
export interface EwsClientOptions {
  /** `https://mail.example.com/EWS/Exchange.asmx`; `mail.example.com` and `.../owa` will do. */
  readonly url: string
  readonly auth: PasswordAuth | BearerAuth
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
  /** Sends the requests instead of connections of our own: a proxy agent, a mock. NTLM, and so `auto`, takes a function. */
  readonly dispatcher?: Dispatcher | DispatcherMaker | undefined
  /** Lets Basic and Bearer send password or token unencrypted to a host other than this machine. */
  readonly allowInsecureHttp?: boolean | undefined
  /** Administrators can allow or deny clients by it. */
  readonly userAgent?: string | undefined
}

/** The options with defaults filled in, and without the credentials. */
export interface EwsClientSettings extends Omit<EwsClientOptions, 'auth'> {
  readonly server: URL
  /** Whether nobody in between can read what is sent, or nobody is to mind. */
  readonly confidential: boolean
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

const pem = z
  .union([z.string(), z.instanceof(Buffer)], { error: 'must be a string or a Buffer with PEM' })
  .check(z.refine((text) => text.includes('-----BEGIN '), 'must be PEM, which begins with -----BEGIN'))

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

/** What undici calls one, of whichever copy of undici. */
export const isDispatcher = (value: unknown): value is Dispatcher =>
  typeof value === 'object' && value !== null && 'dispatch' in value && typeof value.dispatch === 'function'

const isDispatcherOption = (value: unknown): value is Dispatcher | DispatcherMaker =>
  typeof value === 'function' || isDispatcher(value)

const isConcealedPassword = (value: unknown): value is ConcealedPassword =>
  typeof value === 'object' &&
  value !== null &&
  'reveal' in value &&
  typeof value.reveal === 'function' &&
  typeof value.reveal() === 'string'

const password = z.union([z.string(), z.custom<ConcealedPassword>(isConcealedPassword)], {
  error: 'must be a string, or an object whose method reveal() gives one',
})

const account = { username: text, password, domain: z.optional(z.string()) }

const isSupplier = (value: unknown): value is () => string | Promise<string> => typeof value === 'function'

const token = z.union([
  z.string().check(z.refine(isToken, 'must be the access token alone, without `Bearer` in front of it')),
  z.custom<() => string | Promise<string>>(isSupplier, 'must be a string or a function'),
])

const auth = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.enum(['auto', 'ntlm']),
      ...account,
      channelBinding: z.optional(z.enum(['auto', 'off'])),
    }),
    z.strictObject({ type: z.literal('basic'), ...account }),
    z.strictObject({ type: z.literal('bearer'), token }),
  ])
  .check(
    z.refine((auth) => auth.type === 'bearer' || !auth.domain || !/[\\@]/.test(auth.username), {
      path: ['domain'],
      message: 'is in the user name already',
    }),
    z.refine((auth) => auth.type === 'bearer' || auth.type === 'ntlm' || !auth.username.includes(':'), {
      path: ['username'],
      message: 'must not contain a colon, which ends the user name in Basic',
    }),
  )

const schema = z
  .strictObject({
    url,
    auth,
    impersonate: z.optional(connectingSID),
    version: z.optional(z.enum(exchangeVersions)),
    timeoutMs: z._default(z.int().check(z.positive(), z.maximum(2_147_483_647)), 30_000),
    maxConnections: z._default(z.int().check(z.positive()), 4),
    maxResponseBytes: z._default(z.int().check(z.positive()), 64 * 1024 * 1024),
    tls: z.optional(
      z
        .strictObject({
          ca: z.optional(z.union([pem, z.array(pem)])),
          cert: z.optional(pem),
          key: z.optional(pem),
          servername: z.optional(z.string()),
          rejectUnauthorized: z.optional(z.boolean()),
        })
        .check(
          z.refine(
            ({ cert, key }) => (cert === undefined) === (key === undefined),
            'needs cert and key together, or neither',
          ),
        ),
    ),
    dispatcher: z.optional(z.custom<Dispatcher>(isDispatcherOption, 'must be an undici Dispatcher')),
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
      message: 'has no effect beside a dispatcher, which makes its own connections; give it to that one',
    }),
    z.refine((options) => ownsConnections(options.auth) || isConfidential(options), {
      path: ['url'],
      message: 'is plain HTTP, over which password or token could be read; use https, or set allowInsecureHttp',
    }),
  )

/** zod's English messages, which zod/mini doesn't bring along. Not by `z.config`, which would change them for the whole process. */
const { localeError: english } = en()

/** Whether NTLM may be what signs in. */
const ownsConnections = (auth: { type: string } | undefined) => auth?.type === 'ntlm' || auth?.type === 'auto'

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
  return {
    ...settings,
    url: url.href,
    server: url,
    confidential: isConfidential(result.data),
    version: options.version,
  }
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
