import { EwsError, EwsResponseError, EwsThrottledError } from '../../errors'
import { type CallBegun, callBegunChannel, callEndedChannel, retryChannel } from './events'

let calls = 0

/** Facts that are collected while a call runs, and reported when it ends. */
export class CallRecord {
  readonly #begun: CallBegun
  readonly #begunAt: number
  readonly #requestBytes: number
  #queueMs = 0
  #attempts = 0
  #responseBytes = 0
  #status: number | undefined
  #requestId: string | undefined
  #frontEnd: string | undefined

  /** @param now milliseconds of the runtime's clock */
  constructor(operation: string, server: string, requestBytes: number, now: number) {
    calls += 1
    this.#begun = { call: calls, server, operation }
    this.#begunAt = now
    this.#requestBytes = requestBytes
    if (callBegunChannel.hasSubscribers) callBegunChannel.publish(this.#begun)
  }

  /** A request of the call got its connection, after `queueMs`. */
  sent(queueMs: number): void {
    this.#attempts += 1
    this.#queueMs += queueMs
  }

  /** The head of an answer has arrived. */
  answered(answer: { readonly status: number; header(name: string): string }): void {
    this.#status = answer.status
    this.#requestId = token(answer.header('request-id'))
    this.#frontEnd = token(answer.header('x-feserver'))
  }

  /** The body of the answer was read. */
  read(bytes: number): void {
    this.#responseBytes = bytes
  }

  /** The call is repeated. */
  retried(attempt: number, { code }: EwsError, delayMs: number): void {
    if (retryChannel.hasSubscribers) retryChannel.publish({ ...this.#begun, attempt, code, delayMs })
  }

  /** @param error what the call rejects with; `undefined` if it succeeded */
  ended(error: unknown, now: number): void {
    if (!callEndedChannel.hasSubscribers) return
    const coded = error instanceof EwsResponseError || error instanceof EwsThrottledError ? error : undefined
    callEndedChannel.publish({
      ...this.#begun,
      outcome: error === undefined ? 'ok' : error instanceof EwsError ? error.code : 'aborted',
      responseCode: coded?.responseCode,
      durationMs: now - this.#begunAt,
      queueMs: this.#queueMs,
      attempts: this.#attempts,
      requestBytes: this.#requestBytes,
      responseBytes: this.#responseBytes,
      status: this.#status,
      requestId: this.#requestId,
      frontEnd: this.#frontEnd,
    })
  }
}

/** Server names and ids; anything else from a server doesn't belong in a metric. */
const token = (header: string): string | undefined => (/^[\w.:{}-]{1,100}$/.test(header) ? header : undefined)
