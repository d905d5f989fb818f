import { EwsThrottledError } from '../../errors'
import { duration } from '../duration'
import type { Known } from '../known'
import { failed, type Outcome, ok } from '../outcome'

/** Whether the server had too much to do during the check. */
export function throttling({ overloads = [] }: Known): Outcome {
  const [first] = overloads
  if (first === undefined) return ok("The server didn't ask for a pause.")
  if (!(first instanceof EwsThrottledError)) {
    return failed(`${overloads.length} calls got no answer in time.`, {
      whose: 'exchange',
      remedy: 'Look at the load of the server and at the network in between, or raise timeoutMs.',
    })
  }
  const pause = first.backOffMs === undefined ? '' : ` of ${duration(first.backOffMs)}`
  return failed(`The server asked for a pause${pause} (${first.responseCode ?? `HTTP ${first.status}`}).`, {
    whose: 'exchange',
    remedy:
      'Give the account a throttling policy of its own: New-ThrottlingPolicy Booking -EwsMaxConcurrency 27 -EwsCutoffBalance Unlimited; ' +
      'Set-ThrottlingPolicyAssociation svc-booking -ThrottlingPolicy Booking. Check that nothing else uses the account.',
  })
}
