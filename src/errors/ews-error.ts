/** What every error of this library is made from. */
export interface EwsErrorFacts {
  readonly message: string
  /** One sentence for the person who can mend it. */
  readonly hint: string
  readonly operation?: string | undefined
  readonly retryable?: boolean
  readonly cause?: unknown
}

/**
 * Base of all errors of this library. No message, hint or property of one holds a password, a token or an
 * `Authorization` header.
 */
export abstract class EwsError extends Error {
  /** Stable, for programs: `ERR_EWS_TIMEOUT`. */
  abstract readonly code: string
  /** The EWS operation that was asked for, where there was one. */
  readonly operation: string | undefined
  /** True only where the failure is likely to pass, and repeating the same call can't do a thing twice. */
  readonly retryable: boolean
  /** One sentence for the administrator: what to look at or to change. */
  readonly hint: string

  constructor({ message, hint, operation, retryable = false, cause }: EwsErrorFacts) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.operation = operation
    this.retryable = retryable
    this.hint = hint
  }
}
