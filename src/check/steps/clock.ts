import { duration } from '../duration'
import type { Known } from '../known'
import { type Outcome, ok, skipped, warning } from '../outcome'

/** A smaller difference can't be told from the time that an answer takes, or from rounding to seconds. */
const TOLERANCE_MS = 2_000
/** What Kerberos allows (RFC 4120, 1.6). */
const MOST_MS = 5 * 60_000

/** The clocks of this machine, of the server, and of the KDC. */
export function clock({ serverAheadMs: ahead, kdcAheadMs }: Known): Outcome {
  if (ahead === undefined) return skipped('The answers have no time.')
  const difference =
    Math.abs(ahead) < TOLERANCE_MS ? 'agrees with' : `is ${duration(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'}`
  const found = `The server's clock ${difference} this machine's`
  if (Math.abs(ahead) <= MOST_MS) return ok(`${found}.`)
  if (kdcAheadMs === undefined) {
    return warning(`${found}.`, {
      whose: 'you',
      remedy:
        "Compare both with a third clock. Bookings don't depend on clocks, but certificates and sign-ins do (timedatectl here, w32tm /query /status there).",
    })
  }
  const isServerWrong = Math.abs(ahead - kdcAheadMs) > MOST_MS
  return warning(
    `${found}, and the KDC's ${isServerWrong ? "doesn't agree with the server's" : "agrees with the server's"}.`,
    {
      whose: isServerWrong ? 'exchange' : 'you',
      remedy: isServerWrong
        ? "Synchronize the server's clock with the domain controller (w32tm /resync)."
        : "Set this machine's clock (timedatectl set-ntp true).",
    },
  )
}
