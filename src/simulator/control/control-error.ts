/** What can be wrong with a control request. */
export type ControlErrorCode =
  | 'BAD_REQUEST'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'TOO_LARGE'
  | 'NOT_JSON'
  | 'TOO_MANY_STREAMS'

const STATUS: Readonly<Record<ControlErrorCode, number>> = {
  BAD_REQUEST: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  TOO_LARGE: 413,
  NOT_JSON: 415,
  TOO_MANY_STREAMS: 503,
}

/** The refusal of a control request. The message says what is wrong, and where in the body. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly code: ControlErrorCode
  /** Headers for the answer. */
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ControlErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.code = code
    this.headers = headers
  }

  /** The HTTP status of the answer. */
  get status(): number {
    return STATUS[this.code]
  }
}
