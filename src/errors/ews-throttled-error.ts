import { EwsError, type EwsErrorFacts } from './ews-error'
import type { ResponseCode } from './response-code'

/** The server asked for a pause, and didn't carry out the call. */
export class EwsThrottledError extends EwsError {
  static readonly code = 'ERR_EWS_THROTTLED'
  override readonly code = 'ERR_EWS_THROTTLED'
  /**
   * Milliseconds to wait: what the server asks for (`BackOffMilliseconds` or `Retry-After`), or what is left of it if the call wasn't sent
   * because of an earlier refusal. Finite, an hour at most; `undefined` if the server named no time.
   */
  readonly backOffMs: number | undefined
  /** EWS's own code, `ErrorServerBusy` or `ErrorExceededConnectionCount`; `undefined` if an HTTP status said it. */
  readonly responseCode: ResponseCode | undefined

  constructor({
    backOffMs,
    responseCode,
    ...facts
  }: EwsErrorFacts & { readonly backOffMs: number | undefined; readonly responseCode?: ResponseCode | undefined }) {
    super(facts)
    this.backOffMs = backOffMs
    this.responseCode = responseCode
  }
}
