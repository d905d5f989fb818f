import { EwsError, type EwsErrorFacts } from './ews-error'

/** The answer wasn't complete within `timeoutMs`. A call that changes something may have been carried out anyway. */
export class EwsTimeoutError extends EwsError {
  static readonly code = 'ERR_EWS_TIMEOUT'
  override readonly code = 'ERR_EWS_TIMEOUT'
  /** Milliseconds from the call of the method, the time in the queue included; for a stream, of silence. */
  readonly timeoutMs: number

  constructor({ timeoutMs, ...facts }: EwsErrorFacts & { readonly timeoutMs: number }) {
    super(facts)
    this.timeoutMs = timeoutMs
  }
}
