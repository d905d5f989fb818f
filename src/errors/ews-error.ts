/** The properties from which each error of this library is made. */
export interface EwsErrorFacts {
  readonly message: string
  /** One sentence for the person who can fix it. */
  readonly hint: string
  readonly operation?: string | undefined
  readonly retryable?: boolean
  readonly status?: number | undefined
  readonly detail?: string | undefined
  readonly cause?: unknown
}

/**
 * Base of all errors of this library. No message, hint or property of an error holds a password, a token or an `Authorization` header.
 */
export abstract class EwsError extends Error {
  /** Stable, for programs: `ERR_EWS_TIMEOUT`. */
  abstract readonly code: string
  /** The EWS operation that was called, if there was one. */
  readonly operation: string | undefined
  /** True only if the failure is likely to pass, and repeating the call can't do anything twice. */
  readonly retryable: boolean
  /** One sentence for the administrator: what to look at, or what to change. */
  readonly hint: string
  /** HTTP status of the answer; `undefined` if there was none, or if it says nothing about the error. */
  readonly status: number | undefined
  /** The server's own words about the error, shortened and in one line. They may quote the request, so think before you log them. */
  readonly detail: string | undefined

  constructor({ message, hint, operation, retryable = false, status, detail, cause }: EwsErrorFacts) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.operation = operation
    this.retryable = retryable
    this.hint = hint
    this.status = status
    this.detail = detail
  }
}
