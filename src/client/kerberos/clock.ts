/** A moment in the form of Kerberos: whole seconds and, separately, microseconds. */
export interface Timestamp {
  readonly time: Date
  readonly microseconds: number
}

/**
 * The clock of the KDC, which servers use as well (RFC 4120, 3.1.3). It is this machine's clock, corrected by the difference that
 * the KDC's answers show. A machine with a wrong clock can still sign in.
 */
export class KerberosClock {
  readonly #now: () => number
  #offset = 0
  #lastStamp = 0

  /** @param now milliseconds since 1970, by this machine */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Milliseconds since 1970, by the KDC. */
  now(): number {
    return this.#now() + this.#offset
  }

  /** Adopts the KDC's time. Ignores differences below `tolerance` milliseconds, since times in whole seconds are imprecise. */
  synchronize(time: number, tolerance = 0): void {
    if (Math.abs(time - this.now()) <= tolerance) return
    this.#offset = time - this.#now()
    // Earlier timestamps may now be in the future. None of them is repeated, since the offset has changed.
    this.#lastStamp = 0
  }

  /** Returns the current time, always later than before: servers treat a repeated time as a replay (RFC 4120, 3.2.3). */
  stamp(): Timestamp {
    this.#lastStamp = Math.max(this.#lastStamp + 1, Math.floor(this.now() * 1000))
    const microseconds = this.#lastStamp % 1_000_000
    return { time: new Date((this.#lastStamp - microseconds) / 1000), microseconds }
  }
}
