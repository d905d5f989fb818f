import { EwsError } from './ews-error'

/** The answer isn't EWS, or isn't valid: a login page, a redirect, an HTTP error, broken or oversized XML. `status` is the HTTP status. */
export class EwsProtocolError extends EwsError {
  static readonly code = 'ERR_EWS_PROTOCOL'
  override readonly code = 'ERR_EWS_PROTOCOL'
}
