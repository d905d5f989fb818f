import { EwsError, EwsThrottledError, EwsTimeoutError } from 'ews-booking'
import type { Runtime } from './runtime'

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1_000
/** The back-off if an overloaded server doesn't name one. */
const DEFAULT_BACK_OFF_MS = 1_000
/** The longest time that a timer can wait. */
const LONGEST_DEADLINE_MS = 2 ** 31 - 1

/** Bounds one call of the facade: it ends at its deadline, or when its caller's signal aborts. */
export class CallDeadline {
  readonly #runtime: Runtime
  readonly #controller = new AbortController()
  readonly #timer = new AbortController()
  readonly #removeListener: () => void
  /** Why the latest request was repeated. */
  #latest: EwsError | undefined

  constructor(runtime: Runtime, deadlineMs: number, signal: AbortSignal | undefined) {
    this.#runtime = runtime
    const abort = () => this.#controller.abort(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    if (signal?.aborted === true) abort()
    this.#removeListener = () => signal?.removeEventListener('abort', abort)
    runtime.sleep(Math.min(deadlineMs, LONGEST_DEADLINE_MS), this.#timer.signal).then(
      () => this.#controller.abort(timedOut(deadlineMs, this.#latest)),
      () => undefined,
    )
  }

  /** Aborts at the deadline or with the caller's signal. Every request of the call takes it. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Releases timer and listener. Must be called when the call has ended. */
  end(): void {
    this.#removeListener()
    this.#timer.abort()
  }

  /** Sleeps for a short random time that grows with each round. */
  pause(round: number, signal: AbortSignal = this.signal): Promise<void> {
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(round, 10), LONGEST_PAUSE_MS)
    return this.#runtime.sleep(longest * (0.5 + this.#runtime.random() / 2), signal)
  }

  /**
   * Repeats a request until it succeeds or the call ends. Only for requests that may be carried out twice.
   *
   * @param isTransient which errors are worth another attempt
   * @param signal ends the repetition before the call as a whole. It aborts with the call's own at the latest.
   */
  async retry<Result>(
    request: (signal: AbortSignal) => Promise<Result>,
    isTransient: (error: EwsError) => boolean = ({ retryable }) => retryable,
    signal: AbortSignal = this.signal,
  ): Promise<Result> {
    for (let round = 0; ; round += 1) {
      signal.throwIfAborted()
      try {
        return await request(signal)
      } catch (error) {
        if (signal.aborted || !(error instanceof EwsError) || !isTransient(error)) throw error
        await this.backOff(error, round, signal)
      }
    }
  }

  /** Sleeps for as long as an overloaded server asks for, or briefly after any other error. */
  async backOff(error: EwsError, round: number, signal: AbortSignal = this.signal): Promise<void> {
    this.#latest = error
    if (!(error instanceof EwsThrottledError)) return this.pause(round, signal)
    await this.#runtime.sleep(error.backOffMs ?? DEFAULT_BACK_OFF_MS, signal)
  }
}

/** @param latest why the latest request failed: a server that refuses connections must not look like a slow one */
function timedOut(deadlineMs: number, latest: EwsError | undefined): EwsTimeoutError {
  return new EwsTimeoutError({
    message: `The booking was not finished within ${deadlineMs} ms${latest === undefined ? '' : `: ${latest.message}`}`,
    hint:
      latest?.hint ??
      'The server is slow, or another process is booking the same time. Repeat the call with the same key.',
    cause: latest,
    retryable: true,
    timeoutMs: deadlineMs,
  })
}
