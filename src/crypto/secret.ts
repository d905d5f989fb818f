const SHOWN = '[secret]'

/**
 * A password that shows itself to nobody by mistake: `console.log`, `JSON.stringify`, a template and a debugger's properties have
 * `[secret]`. `EwsClient` takes it as it is; `sealJson` seals what it holds.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** What it holds. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return SHOWN
  }

  toJSON(): string {
    return SHOWN
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return SHOWN
  }
}
