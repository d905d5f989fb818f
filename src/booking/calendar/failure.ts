import {
  EwsAuthenticationError,
  EwsConnectionError,
  EwsError,
  EwsProtocolError,
  EwsRequestError,
  EwsResponseError,
  EwsTimeoutError,
  type ResponseCode,
} from 'ews-booking'

/** The codes with which Exchange may have carried the request out nevertheless. */
const IN_DOUBT: ReadonlySet<ResponseCode> = new Set<ResponseCode>([
  'ErrorBatchProcessingStopped',
  'ErrorInternalServerError',
  'ErrorInternalServerTransientError',
  'ErrorMailboxStoreUnavailable',
  'ErrorTimeoutExpired',
])

/** Whether a request that failed may have taken effect: its answer was lost, or says nothing definite. */
export function isInDoubt(error: EwsError): boolean {
  if (error.retryable || error instanceof EwsRequestError || error instanceof EwsAuthenticationError) return false
  return !(error instanceof EwsResponseError) || IN_DOUBT.has(error.responseCode)
}

/** Whether a repeated request may succeed. Only for requests that may be carried out twice. */
export function isTransient(error: EwsError): boolean {
  if (error.retryable) return true
  if (error instanceof EwsResponseError) return IN_DOUBT.has(error.responseCode)
  return error instanceof EwsConnectionError || error instanceof EwsTimeoutError || error instanceof EwsProtocolError
}

const ATTEMPTS = 3

/** Repeats a clean-up request a few times, even if its call has ended. Only for requests that may be carried out twice. */
export async function retryCleanUp<Result>(request: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request()
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof EwsError) || !isTransient(error)) throw error
    }
  }
}
