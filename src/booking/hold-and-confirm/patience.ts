import { EwsError, EwsThrottledError, EwsTimeoutError } from 'ews-booking'
import type { Runtime } from './runtime'

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1_000
/** Where a server that wants to be left alone doesn't say for how long. */
const BACK_OFF_MS = 1_000
/** Longer than anybody waits, and as long as timers can. */
const LONGEST_DEADLINE_MS = 2 ** 31 - 1

/** How long a call may go on: until its deadline, or until its caller's signal aborts. */
export class Patience {
  readonly #runtime: Runtime
  readonly #controller = new AbortController()
  readonly #timer = new AbortController()
  readonly #release: () => void

  constructor(runtime: Runtime, deadlineMs: number, signal: AbortSignal | undefined) {
    this.#runtime = runtime
    const abort = () => this.#controller.abort(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    if (signal?.aborted === true) abort()
    this.#release = () => signal?.removeEventListener('abort', abort)
    runtime.sleep(Math.min(deadlineMs, LONGEST_DEADLINE_MS), this.#timer.signal).then(
      () => this.#controller.abort(outOfTime(deadlineMs)),
      () => undefined,
    )
  }

  /** For the requests of the call; aborts when the patience is at its end. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** To be called when the call has ended. */
  end(): void {
    this.#release()
    this.#timer.abort()
  }

  /** Waits a little, longer each time, and never as long as others do at the same moment. */
  pause(round: number): Promise<void> {
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(round, 10), LONGEST_PAUSE_MS)
    return this.#runtime.sleep(longest * (0.5 + this.#runtime.random() / 2), this.signal)
  }

  /**
   * Repeats a request that changes nothing, or may be carried out twice, as long as its errors are likely to pass.
   *
   * @param passes which errors are
   */
  async insist<Result>(
    request: (signal: AbortSignal) => Promise<Result>,
    passes: (error: EwsError) => boolean = ({ retryable }) => retryable,
  ): Promise<Result> {
    for (let round = 0; ; round += 1) {
      this.signal.throwIfAborted()
      try {
        return await request(this.signal)
      } catch (error) {
        if (this.signal.aborted || !(error instanceof EwsError) || !passes(error)) throw error
        await this.afterError(error, round)
      }
    }
  }

  /** Waits as long as a server wants that is overloaded, else a little. */
  async afterError(error: EwsError, round: number): Promise<void> {
    if (!(error instanceof EwsThrottledError)) return this.pause(round)
    await this.#runtime.sleep(error.backOffMs ?? BACK_OFF_MS, this.signal)
  }
}

function outOfTime(deadlineMs: number): EwsTimeoutError {
  return new EwsTimeoutError({
    message: `The booking was not finished within ${deadlineMs} ms`,
    hint: 'The server is slow, or somebody else is booking the same time; call again with the same key.',
    retryable: true,
    timeoutMs: deadlineMs,
  })
}
