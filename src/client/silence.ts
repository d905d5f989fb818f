import type { Runtime } from './runtime'

/** Notices that nothing was heard for a while. */
export class Silence {
  readonly #runtime: Runtime
  readonly #limitMs: number
  readonly #end: () => void
  #cancel = () => {}
  #over = false

  /** @param end is called once nothing was heard for `limitMs` */
  constructor(runtime: Runtime, limitMs: number, end: () => void) {
    this.#runtime = runtime
    this.#limitMs = limitMs
    this.#end = end
    this.heard()
  }

  /** Whether it lasted too long. */
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

  /** Listens no more: nobody waits at the moment. */
  pause(): void {
    this.#cancel()
  }

  /** Passes chunks on, and listens only while one is waited for. */
  async *during(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.pause()
      yield chunk
      this.heard()
    }
  }
}
