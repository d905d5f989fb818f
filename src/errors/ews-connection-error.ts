import { EwsError } from './ews-error'

/** No answer, or only a part of one: name resolution, TCP or TLS failed. `cause` is the system's error. */
export class EwsConnectionError extends EwsError {
  static readonly code = 'ERR_EWS_CONNECTION'
  override readonly code = 'ERR_EWS_CONNECTION'
}
