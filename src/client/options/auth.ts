import * as z from 'zod/mini'
import { isAccessToken, text } from '../../validation'

/** A password that prints as something else, such as a `Secret` of `ews-booking/crypto`. The client reveals it once, when it is constructed. */
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

/** An account that signs in with a password. NTLM proves the password without sending it. */
export interface NtlmAuth extends Password {
  /**
   * `ntlm` authenticates a connection (MS-NLMP). `auto` uses NTLM if the server offers it and Basic otherwise, and keeps the scheme that it
   * used first.
   */
  readonly type: 'auto' | 'ntlm'
  /**
   * Whether NTLM's proof is bound to the TLS channel (RFC 5929, `tls-server-end-point`), which Extended Protection requires. Defaults to
   * `auto`, which binds it. Use `off` behind a balancer that ends TLS with another certificate than Exchange's.
   */
  readonly channelBinding?: 'auto' | 'off' | undefined
}

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

/** Whether NTLM may authenticate the connections, so that they can't be shared with other accounts. */
export const ownsConnections = (auth: { type: string } | undefined): boolean =>
  auth?.type === 'ntlm' || auth?.type === 'auto'

const isConcealedPassword = (value: unknown): value is ConcealedPassword =>
  typeof value === 'object' &&
  value !== null &&
  'reveal' in value &&
  typeof value.reveal === 'function' &&
  typeof value.reveal() === 'string'

const password = z.union([z.string(), z.custom<ConcealedPassword>(isConcealedPassword)], {
  error: 'must be a string, or an object with a method reveal() that returns one',
})

/** The longest user principal name in Active Directory (`userPrincipalName`, rangeUpper). NTLM's fields hold 32,767 characters. */
const LONGEST_NAME = 1024

const account = {
  username: text.check(z.maxLength(LONGEST_NAME)),
  password,
  domain: z.optional(z.string().check(z.maxLength(LONGEST_NAME))),
}

const isSupplier = (value: unknown): value is () => string | Promise<string> => typeof value === 'function'

const token = z.union([
  z.string().check(z.refine(isAccessToken, 'must be the access token alone, without `Bearer` in front of it')),
  z.custom<() => string | Promise<string>>(isSupplier, 'must be a string or a function'),
])

/** @internal Checks the option `auth`. */
export const authSchema = z
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
