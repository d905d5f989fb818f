import * as z from 'zod/mini'
import { domain, isAccessToken, noColon, oneDomain, text, userName } from '../../validation'
import { type KerberosOptions, kerberosOptions } from './kerberos'

/** A password that prints as something else, such as a `Secret` of `ews-booking/crypto`. The client reveals it when it is constructed. */
export interface ConcealedPassword {
  reveal(): string
}

/** Returns the password as the server knows it. */
export const revealed = (password: string | ConcealedPassword): string =>
  typeof password === 'string' ? password : password.reveal()

interface Password {
  /** `EXAMPLE\svc-booking`, `svc-booking@example.com`, or `svc-booking` together with `domain`. At most 1,024 characters. */
  readonly username: string
  readonly password: string | ConcealedPassword
  /** The account's Windows domain, unless `username` has it already. */
  readonly domain?: string | undefined
}

interface ChannelBound {
  /**
   * Whether the proof of NTLM or Kerberos is bound to the TLS channel (RFC 5929, `tls-server-end-point`), which Extended Protection
   * requires. Defaults to `auto`, which binds it. Use `off` behind a balancer that ends TLS with another certificate than Exchange's.
   */
  readonly channelBinding?: 'auto' | 'off' | undefined
}

/** An account that signs in with a password. Kerberos and NTLM prove the password without sending it. */
export interface NtlmAuth extends Password, KerberosOptions, ChannelBound {
  /**
   * `ntlm` authenticates a connection (MS-NLMP). `auto` uses Kerberos if the server offers Negotiate and a KDC answers, NTLM if the server
   * offers that, and Basic otherwise. It keeps the scheme that it used first. A password that a KDC refuses is not tried again with NTLM.
   */
  readonly type: 'auto' | 'ntlm'
}

interface KerberosAccountAuth extends KerberosOptions, ChannelBound {
  /** `kerberos` signs in with tickets (RFC 4120, RFC 4559), in one request each. Nothing has to be installed. */
  readonly type: 'kerberos'
  /** `svc-booking@example.com`, `EXAMPLE\svc-booking`, or `svc-booking`. At most 1,024 characters. */
  readonly username: string
  /** The account's Windows domain, unless `username` has it already. */
  readonly domain?: string | undefined
}

/** An account that signs in with Kerberos, by a password or by a keytab. */
export type KerberosAuth =
  | (KerberosAccountAuth & { readonly password: string | ConcealedPassword; readonly keytab?: undefined })
  | (KerberosAccountAuth & {
      /** The account's keys instead of its password: the path of a keytab, which is read at each login, or its bytes. */
      readonly keytab: string | Uint8Array
      readonly password?: undefined
    })

/** An account whose password is sent with each request (RFC 7617). */
export interface BasicAuth extends Password {
  readonly type: 'basic'
}

/** An account that signs in with a password. */
export type PasswordAuth = NtlmAuth | BasicAuth

/** An account that signs in with an access token (RFC 6750). */
export interface BearerAuth {
  readonly type: 'bearer'
  /** The token, or a function that returns one. The client calls the function before the first request, and again after the server refused a token. */
  readonly token: string | (() => string | Promise<string>)
}

/** Whether NTLM or Kerberos may authenticate the connections, so that they can't be shared with other accounts. */
export const ownsConnections = (auth: { type: string } | undefined): boolean =>
  auth?.type === 'ntlm' || auth?.type === 'auto' || auth?.type === 'kerberos'

const isConcealedPassword = (value: unknown): value is ConcealedPassword =>
  typeof value === 'object' &&
  value !== null &&
  'reveal' in value &&
  typeof value.reveal === 'function' &&
  typeof value.reveal() === 'string'

const password = z.union([z.string(), z.custom<ConcealedPassword>(isConcealedPassword)], {
  error: 'must be a string, or an object with a method reveal() that returns one',
})

const account = { username: userName, password, domain }

const isSupplier = (value: unknown): value is () => string | Promise<string> => typeof value === 'function'

const token = z.union([
  z.string().check(z.refine(isAccessToken, 'must be the access token alone, without `Bearer` in front of it')),
  z.custom<() => string | Promise<string>>(isSupplier, 'must be a string or a function'),
])

const channelBinding = z.optional(z.enum(['auto', 'off']))

/** Either of the two, and not both. */
const kerberos = z.pipe(
  z.strictObject({
    type: z.literal('kerberos'),
    ...account,
    password: z.optional(password),
    keytab: z.optional(
      z.union([text, z.instanceof(Uint8Array)], { error: 'must be the path of a keytab, or its bytes' }),
    ),
    ...kerberosOptions,
    channelBinding,
  }),
  z.transform(({ password, keytab, ...auth }, context) => {
    if (password !== undefined && keytab === undefined) return { ...auth, password }
    if (keytab !== undefined && password === undefined) return { ...auth, keytab }
    const message = 'is needed, or keytab in its place, and not both'
    context.issues.push({ code: 'custom', path: ['password'], message, input: undefined })
    return z.NEVER
  }),
)

/** @internal Checks the option `auth`. */
export const authSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.enum(['auto', 'ntlm']),
      ...account,
      ...kerberosOptions,
      channelBinding,
    }),
    kerberos,
    z.strictObject({ type: z.literal('basic'), ...account }),
    z.strictObject({ type: z.literal('bearer'), token }),
  ])
  .check(oneDomain, noColon)
