/** One connection is added this long after the last change. */
const RECOVERY_MS = 60_000

/**
 * How many connections may be used: the option `maxConnections`, and fewer for a while after the server said that the account has too many
 * (`ErrorExceededConnectionCount`). Times are milliseconds of one monotonic clock.
 */
export class ConnectionLimit {
  readonly #most: number
  #limit: number
  #changedAt = Number.NEGATIVE_INFINITY

  constructor(most: number) {
    this.#most = most
    this.#limit = most
  }

  /** The limit at `now`. */
  at(now: number): number {
    const recovered = Math.floor((now - this.#changedAt) / RECOVERY_MS)
    return Math.min(this.#most, this.#limit + Math.max(recovered, 0))
  }

  /** Halves the limit; one connection always remains. */
  shrink(now: number): void {
    this.#limit = Math.max(1, Math.floor(this.at(now) / 2))
    this.#changedAt = now
  }
}
