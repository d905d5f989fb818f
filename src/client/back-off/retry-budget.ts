/** Ten successes pay for one retry, so retries add at most a tenth to the load, and ten to begin with. */
const SUCCESSES_PER_RETRY = 10
const MOST_CREDIT = 10 * SUCCESSES_PER_RETRY

/** Bounds the retries of an account by its successes: retries must not multiply the load on a server that fails. */
export class RetryBudget {
  /** In successes. */
  #credit = MOST_CREDIT

  succeeded(): void {
    this.#credit = Math.min(MOST_CREDIT, this.#credit + 1)
  }

  /** Takes one retry out of the budget, if there is one. */
  take(): boolean {
    if (this.#credit < SUCCESSES_PER_RETRY) return false
    this.#credit -= SUCCESSES_PER_RETRY
    return true
  }
}
