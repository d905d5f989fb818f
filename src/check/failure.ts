import { connectionError } from '../client/failure/connection-error'
import type { FailedCall } from '../client/failure/failed-call'
import { RequestFailure } from '../client/http/request-failure'
import {
  EwsAuthenticationError,
  EwsConnectionError,
  EwsError,
  EwsProtocolError,
  EwsRequestError,
  EwsTimeoutError,
} from '../errors'
import type { CheckCulprit } from './check-step'
import { failed, type Outcome } from './outcome'

const CHECK: FailedCall = { operation: 'check', safe: true, sent: false }

/** Returns a failure below HTTP as an error with a hint; the failure itself if it isn't one of the network. */
export function networkError(failure: unknown, host: string): unknown {
  const error = failure instanceof RequestFailure ? failure.cause : failure
  return error instanceof Error ? (connectionError(CHECK, host, error) ?? error) : error
}

/** Whether a look at the network ran out of time. */
export const isTimeUp = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'

/** Returns the outcome for an `EwsError`. Other errors are thrown again. */
export function failure(error: unknown, whose: CheckCulprit = culpritOf(error)): Outcome {
  if (!(error instanceof EwsError)) throw error
  return failed(sentence(error), { whose, remedy: error.hint })
}

/** Who can usually fix an error of this class. */
function culpritOf(error: unknown): CheckCulprit {
  if (error instanceof EwsRequestError) return 'you'
  if (error instanceof EwsConnectionError || error instanceof EwsProtocolError) return 'network'
  if (error instanceof EwsTimeoutError) return 'network'
  return error instanceof EwsAuthenticationError ? 'you' : 'exchange'
}

/** Returns the message of an error as a sentence, with the server's own words. */
export function sentence({ message, detail }: EwsError): string {
  const problem = message.replace(/^\w+ failed: /, '')
  const words = detail === undefined ? '' : ` The server says: "${detail}".`
  return `${problem.charAt(0).toUpperCase()}${problem.slice(1).replace(/\.$/, '')}.${words}`
}
