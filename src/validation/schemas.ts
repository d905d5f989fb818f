import * as z from 'zod/mini'

/** Text that isn't empty. */
export const text = z.string().check(z.minLength(1))

/** Text for one line of a header: no white space and no control characters. */
export const word = text.check(
  z.refine((value) => !/[\s\p{Cc}]/u.test(value), 'must not contain white space or control characters'),
)

/** What looks like an SMTP address: one `@` between two words. Only the server knows whether it exists. */
export const smtpAddress = z
  .string()
  .check(z.regex(/^[^@\s\p{Cc}]+@[^@\s\p{Cc}]+$/u, 'must be an address such as room-1@example.com'))

/** Whether `Authorization: Bearer` can carry it (b64token, RFC 6750, 2.1). */
export const isAccessToken = (token: string): boolean => /^[\w.~+/-]+=*$/.test(token)

/** A function. Its type says what it takes and returns. */
export const callable = <Callable>() => z.custom<Callable>((value) => typeof value === 'function', 'must be a function')

/** The longest time that Node's timers can wait, in milliseconds. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1
