import { EwsError, type EwsErrorFacts } from './ews-error'

/** One place that Autodiscover was looked for at, and what came of it. */
export interface DiscoveryAttempt {
  /** Without query and credentials. */
  readonly url: string
  /** What was found, in one sentence without period. */
  readonly outcome: string
}

/** Autodiscover told no address of EWS. */
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
