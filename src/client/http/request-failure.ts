/** The head of an answer that came after its call had given up. */
export interface LateAnswer {
  readonly status: number
  header(name: string): string
}

/** A request that got no complete answer, with what is known about whether it took effect. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure'
  /** Whether the server may have received the envelope, and the credentials with it. */
  readonly sent: boolean
  /** Resolves to the late answer if the call gave up and the connection keeps reading. Never rejects. */
  readonly late: Promise<LateAnswer | undefined> | undefined

  constructor(
    override readonly cause: unknown,
    { sent, late }: { readonly sent: boolean; readonly late?: Promise<LateAnswer | undefined> },
  ) {
    super('The request failed')
    this.sent = sent
    this.late = late
  }
}

/** The connection couldn't be opened, for the reason in `cause`. Nothing was sent. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError'

  constructor(override readonly cause: Error) {
    super(cause.message)
  }
}

/** The answer says that it belongs to another request. */
export class ForeignAnswerError extends Error {
  override readonly name = 'ForeignAnswerError'
}
