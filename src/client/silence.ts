import type { Runtime } from './runtime'

/** Notices that nothing was heard for a while. */
export class Silence {
  readonly #runtime: Runtime
  readonly #limitMs: number
  readonly #end: () => void
  #cancel = () => {}
  #over = false

  /** @param end called when nothing was heard for `limitMs` */
  constructor(runtime: Runtime, limitMs: number, end: () => void) {
    this.#runtime = runtime
    this.#limitMs = limitMs
    this.#end = end
    this.heard()
  }

  /** Whether the silence lasted too long. */
  get over(): boolean {
    return this.#over
  }

  /** Something was heard. */
  heard(): void {
    this.#cancel()
    this.#cancel = this.#runtime.after(this.#limitMs, () => {
      this.#over = true
      this.#end()
    })
  }

  /** Stops counting, because nobody is waiting. */
  pause(): void {
    this.#cancel()
  }

  /** Passes chunks on. Only time spent waiting for one counts as silence. */
  async *during(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.pause()
      yield chunk
      this.heard()
    }
  }
}
