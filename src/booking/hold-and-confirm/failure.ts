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

/** Codes with which Exchange may have carried a request out all the same. */
const UNSURE: ReadonlySet<ResponseCode> = new Set<ResponseCode>([
  'ErrorBatchProcessingStopped',
  'ErrorInternalServerError',
  'ErrorInternalServerTransientError',
  'ErrorMailboxStoreUnavailable',
  'ErrorTimeoutExpired',
])

/** Whether a change may have been made although it failed: its answer got lost, or says nothing certain. */
export function isUnsure(error: EwsError): boolean {
  if (error.retryable || error instanceof EwsRequestError || error instanceof EwsAuthenticationError) return false
  return !(error instanceof EwsResponseError) || UNSURE.has(error.responseCode)
}

/** Whether the same request may fare better the next time; for requests that may be carried out twice. */
export function mayPass(error: EwsError): boolean {
  if (error.retryable) return true
  if (error instanceof EwsResponseError) return UNSURE.has(error.responseCode)
  return error instanceof EwsConnectionError || error instanceof EwsTimeoutError || error instanceof EwsProtocolError
}

const ATTEMPTS = 3

/** Repeats what has to be put in order and may be done twice, whoever is still waiting for it. */
export async function persist<Result>(request: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request()
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof EwsError) || !mayPass(error)) throw error
    }
  }
}
