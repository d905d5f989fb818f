/** The longest wait that a server can ask for. */
const LONGEST_HINT_MS = 60_000
const FIRST_MS = 1_000
const LONGEST_MS = 15_000
/** How much is added at random, at most, so that processes don't come back at the same moment. */
const JITTER = 0.25
/** After this many doublings, a wait doesn't get longer. */
const MOST_DOUBLINGS = Math.ceil(Math.log2(LONGEST_MS / FIRST_MS))

/** How a gate forgets earlier refusals. Time alone doesn't make it forget. */
export interface Recovery {
  /** The successes in a row that it takes. */
  readonly successes: number
  /** How many doublings are forgotten then. */
  readonly doublings: number
}

/** For refusals that may be sporadic: they must not keep everybody waiting. */
export const FULL_RECOVERY: Recovery = { successes: 8, doublings: MOST_DOUBLINGS }

/**
 * For a budget that recharges: it refuses again as soon as it is used up, so the wait stays about as long as it has to be for no more than
 * one request in twenty to be refused.
 */
export const BUDGET_RECOVERY: Recovery = { successes: 40, doublings: 1 }

/** A request that a gate let through. */
export interface Passage {
  /** When it was let through. */
  readonly at: number
  /** Whether it finds out for all others if the server accepts requests again. */
  readonly trial: boolean
}

/**
 * Milliseconds to wait after a refusal.
 *
 * @param hintMs how long the server asks for, if it says
 * @param refusals how many refusals came before, since the last recovery
 * @param random from 0 up to, but not including, 1
 */
export function backOffTime(hintMs: number | undefined, refusals: number, random: () => number): number {
  const doubled = Math.min(LONGEST_MS, FIRST_MS * 2 ** refusals)
  const floor = hintMs === undefined ? doubled * (0.5 + 0.5 * random()) : doubled
  return Math.max(Math.min(hintMs ?? 0, LONGEST_HINT_MS), floor) * (1 + JITTER * random())
}

/**
 * Holds requests back after the server refused one for being busy. When the wait is over, one request is let through as a trial; its success
 * opens the gate for all. All times are milliseconds of one monotonic clock.
 */
export class BackOffGate {
  readonly #recovery: Recovery
  #opensAt = Number.NEGATIVE_INFINITY
  #onTrial = false
  #trying = false
  #refusals = 0
  #successes = 0

  constructor(recovery: Recovery = FULL_RECOVERY) {
    this.#recovery = recovery
  }

  /** When the next request may pass. In the past if the gate is open, or waits for a trial. */
  get opensAt(): number {
    return this.#opensAt
  }

  /** Whether the gate is as it was before the first refusal. */
  get atRest(): boolean {
    return this.#refusals === 0 && !this.#onTrial
  }

  admits(now: number): boolean {
    return now >= this.#opensAt && !(this.#onTrial && this.#trying)
  }

  /** Lets a request through. Each passage must be ended with one of the methods below. */
  pass(now: number): Passage {
    const trial = this.#onTrial
    if (trial) this.#trying = true
    return { at: now, trial }
  }

  succeeded(passage: Passage): void {
    this.#end(passage)
    if (passage.at < this.#opensAt) return
    this.#onTrial = false
    this.#successes += 1
    const { successes, doublings } = this.#recovery
    if (this.#successes % successes === 0) this.#refusals = Math.max(0, this.#refusals - doublings)
  }

  /** Ends a passage that says nothing about how busy the server is: a broken connection, an expired call. */
  ended(passage: Passage): void {
    this.#end(passage)
  }

  /** @returns for how many milliseconds the gate closes again; `undefined` if it was closed already when the refusal came */
  refused(passage: Passage, hintMs: number | undefined, now: number, random: () => number): number | undefined {
    this.#end(passage)
    const time = backOffTime(hintMs, this.#refusals, random)
    // A request that was under way when the gate closed says nothing new, unless the server wants to rest for longer.
    const news = passage.at >= this.#opensAt
    if (!news) {
      if (hintMs !== undefined) this.#opensAt = Math.max(this.#opensAt, now + Math.min(hintMs, LONGEST_HINT_MS))
      return undefined
    }
    this.#opensAt = now + time
    this.#onTrial = true
    this.#refusals = Math.min(this.#refusals + 1, MOST_DOUBLINGS)
    this.#successes = 0
    return time
  }

  #end({ trial }: Passage): void {
    if (trial) this.#trying = false
  }
}
