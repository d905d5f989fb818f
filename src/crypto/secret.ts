const SHOWN = '[secret]'

/**
 * A password that isn't shown by mistake: `console.log`, `JSON.stringify`, template strings and debuggers show `[secret]`. `EwsClient`
 * accepts it as a password. `sealJson` seals the password in it.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** Returns the password. */
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
