import { EwsError, type EwsErrorFacts } from './ews-error'

/** The server asks to be left alone for a while; it did not carry out the call. */
export class EwsThrottledError extends EwsError {
  static readonly code = 'ERR_EWS_THROTTLED'
  override readonly code = 'ERR_EWS_THROTTLED'
  /** Milliseconds that the server asks for (`BackOffMilliseconds` or `Retry-After`); `undefined` where it named none. */
  readonly backOffMs: number | undefined

  constructor({ backOffMs, ...facts }: EwsErrorFacts & { readonly backOffMs: number | undefined }) {
    super(facts)
    this.backOffMs = backOffMs
  }
}
