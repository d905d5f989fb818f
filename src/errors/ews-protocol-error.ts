import { EwsError, type EwsErrorFacts } from './ews-error'

/** What answered isn't EWS, or not sound: a login page, a redirect, an HTTP error, broken or oversized XML. */
export class EwsProtocolError extends EwsError {
  static readonly code = 'ERR_EWS_PROTOCOL'
  override readonly code = 'ERR_EWS_PROTOCOL'
  /** HTTP status, where there was an HTTP answer. */
  readonly status: number | undefined

  constructor({ status, ...facts }: EwsErrorFacts & { readonly status?: number | undefined }) {
    super(facts)
    this.status = status
  }
}
