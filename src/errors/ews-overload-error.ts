import { EwsError } from './ews-error'

/**
 * The client refused the call, and nothing was sent: too many calls are waiting, or the call could no longer be answered within `timeoutMs`.
 * `retryable` is true, but retrying at once makes it worse: slow down.
 */
export class EwsOverloadError extends EwsError {
  static readonly code = 'ERR_EWS_OVERLOAD'
  override readonly code = 'ERR_EWS_OVERLOAD'
}
