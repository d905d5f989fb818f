import type { Account } from './authentication/account'
import type { HttpAnswer } from './http/http-answer'
import type { ElementErrors } from './soap/response-message'

/** A request that has been read. */
export interface ReadRequest {
  /** The name of the operation; `undefined` if the request can't be read. */
  readonly operation: string | undefined
  /** Carries the request out now, except for elements of a batch with an error. */
  carryOut(elementErrors?: ElementErrors): HttpAnswer
  /** Carries the request out after its latency, unless throttling refuses it. */
  proceed(): Promise<HttpAnswer>
}

/** One of the web services behind HTTP and authentication. */
export interface WebService {
  /** Its path. IIS compares paths without regard to case. */
  readonly path: string
  readonly methods: readonly string[]
  /** Headers of every answer, also of those to requests that aren't signed in. */
  readonly headers?: Readonly<Record<string, string>>
  /** Reads a request that `account` has sent. */
  read(account: Account, body: Uint8Array): ReadRequest
}

/** A request whose answer doesn't depend on latency, throttling or element errors. */
export const answeredBy = (operation: string | undefined, answer: () => HttpAnswer): ReadRequest => ({
  operation,
  carryOut: answer,
  proceed: async () => answer(),
})
