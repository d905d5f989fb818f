import { EwsError, type EwsErrorFacts } from './ews-error'

/** One place where Autodiscover was looked for, and the outcome. */
export interface DiscoveryAttempt {
  /** Without query and credentials. */
  readonly url: string
  /** What was found. Continues a sentence that begins with the address: `answers HTTP 404`. */
  readonly outcome: string
}

/** Autodiscover found no address of EWS. */
export class EwsDiscoveryError extends EwsError {
  static readonly code = 'ERR_EWS_DISCOVERY'
  override readonly code = 'ERR_EWS_DISCOVERY'
  /** All places that were tried, in their order. */
  readonly tried: readonly DiscoveryAttempt[]

  constructor({ tried, ...facts }: EwsErrorFacts & { readonly tried: readonly DiscoveryAttempt[] }) {
    super(facts)
    this.tried = tried
  }
}
