const MOST_TOKENS = 10
/** So retries add at most a tenth to the load, and ten to begin with. */
const TOKENS_PER_SUCCESS = 0.1

/** Bounds the retries of an account by its successes: retries must not multiply the load on a server that fails. */
export class RetryBudget {
  #tokens = MOST_TOKENS

  succeeded(): void {
    this.#tokens = Math.min(MOST_TOKENS, this.#tokens + TOKENS_PER_SUCCESS)
  }

  /** Takes one retry out of the budget, if there is one. */
  take(): boolean {
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
