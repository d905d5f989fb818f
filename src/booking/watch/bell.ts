import type { Runtime } from '../hold-and-confirm/runtime'

/** Wakes one sleeper. A ring while nobody sleeps isn't lost. */
export class Bell {
  #isRung = false
  #wake = () => {}

  ring(): void {
    this.#isRung = true
    this.#wake()
  }

  /** Forgets rings that nobody has heard: what they are about is looked at now. */
  hush(): void {
    this.#isRung = false
  }

  /**
   * Sleeps until the bell rings, or for a number of milliseconds, and returns whether it rang.
   *
   * @throws the signal's reason when it aborts
   */
  async rest(runtime: Pick<Runtime, 'sleep'>, milliseconds: number, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted()
    if (!this.#isRung) await this.#sleep(runtime, milliseconds, signal)
    signal.throwIfAborted()
    const isRung = this.#isRung
    this.#isRung = false
    return isRung
  }

  async #sleep(runtime: Pick<Runtime, 'sleep'>, milliseconds: number, signal: AbortSignal): Promise<void> {
    const end = new AbortController()
    const abort = () => end.abort()
    this.#wake = abort
    signal.addEventListener('abort', abort, { once: true })
    try {
      await runtime.sleep(milliseconds, end.signal)
    } catch (error) {
      if (!end.signal.aborted) throw error
    } finally {
      this.#wake = () => {}
      signal.removeEventListener('abort', abort)
    }
  }
}
