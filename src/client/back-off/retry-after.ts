/** The longest time that is passed on to callers. A server that names a longer one is wrong, or hostile. */
const LONGEST_MS = 3_600_000

/**
 * Milliseconds from a count that a server sent: `BackOffMilliseconds`, or `Retry-After` in seconds. Finite, and an hour at most.
 *
 * @param unit milliseconds that one stands for
 * @returns `undefined` if it isn't a count
 */
export function waitingTime(count: string, unit: 1 | 1000): number | undefined {
  return /^\s*\d+\s*$/.test(count) ? Math.min(Number(count) * unit, LONGEST_MS) : undefined
}

/** An HTTP-date in any of its three forms (RFC 9110, 5.6.7). `Date.parse` would accept much more. */
const HTTP_DATE = /^(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?,? [\w :-]+( GMT)?$/

/**
 * Milliseconds that `Retry-After` asks for, in either of its forms (RFC 9110, 10.2.3). A date counts from the answer's own `Date`, since
 * the server's clock may differ from ours.
 *
 * @param now the time, by our clock, in milliseconds since 1970
 * @returns `undefined` if there is none that makes sense
 */
export function retryAfter(header: string, date: string, now: number): number | undefined {
  const seconds = waitingTime(header, 1000)
  if (seconds !== undefined) return seconds
  const until = httpDate(header)
  if (until === undefined) return undefined
  return Math.min(Math.max(until - (httpDate(date) ?? now), 0), LONGEST_MS)
}

function httpDate(text: string): number | undefined {
  const trimmed = text.trim()
  if (!HTTP_DATE.test(trimmed)) return undefined
  const time = Date.parse(trimmed.endsWith('GMT') ? trimmed : `${trimmed} GMT`)
  return Number.isNaN(time) ? undefined : time
}
