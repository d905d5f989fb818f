import * as z from 'zod/mini'
import { text } from './schemas'

/** The longest user principal name in Active Directory (`userPrincipalName`, rangeUpper). NTLM's fields hold 32,767 characters. */
const LONGEST_NAME = 1024

/** The name of an account: `EXAMPLE\svc-booking`, `svc-booking@example.com` or `svc-booking`. */
export const userName = text.check(
  z.maxLength(LONGEST_NAME),
  z.refine((name) => !/\p{Cc}/u.test(name), {
    message:
      "contains a control character; in JavaScript the backslash of EXAMPLE\\user is written twice: 'EXAMPLE\\\\user'",
    abort: true,
  }),
  z.refine((name) => name === name.trim(), 'begins or ends with white space'),
)

/** The Windows domain of an account, unless its name has it already. */
export const domain = z.optional(z.string().check(z.maxLength(LONGEST_NAME)))

/** The parts of an account that depend on each other. */
interface Account {
  readonly type?: string | undefined
  readonly username?: string | undefined
  readonly domain?: string | undefined
}

const mayUseBasic = (type: string | undefined) => type === 'basic' || type === 'auto' || type === undefined

/** The domain is named once. */
export const oneDomain = z.refine<Account>((account) => !account.domain || !/[\\@]/.test(account.username ?? ''), {
  path: ['domain'],
  message: 'is in the user name already',
})

/** The user name can be sent with Basic, where that may happen (RFC 7617, 2). */
export const noColon = z.refine<Account>(
  (account) => !mayUseBasic(account.type) || !(account.username ?? '').includes(':'),
  { path: ['username'], message: 'must not contain a colon, which ends the user name in Basic' },
)
