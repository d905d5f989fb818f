/** A moment as Kerberos writes it: whole seconds, and microseconds apart. */
export interface Timestamp {
  readonly time: Date
  readonly microseconds: number
}

/**
 * The clock of the KDC, which servers go by too (RFC 4120, 3.1.3). It is this machine's clock with the difference that the
 * KDC's answers showed, so a machine whose clock is wrong signs in all the same.
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

  /** Takes over the KDC's time. Differences below `tolerance` milliseconds are left: a time in whole seconds is coarser. */
  synchronize(time: number, tolerance = 0): void {
    if (Math.abs(time - this.now()) <= tolerance) return
    this.#offset = time - this.#now()
    // Stamps of the clock as it was may lie in the future. None of them comes again: the clock has another offset.
    this.#lastStamp = 0
  }

  /** The present, later than any stamp before: servers take the same time twice for a replay (RFC 4120, 3.2.3). */
  stamp(): Timestamp {
    this.#lastStamp = Math.max(this.#lastStamp + 1, Math.floor(this.now() * 1000))
    const microseconds = this.#lastStamp % 1_000_000
    return { time: new Date((this.#lastStamp - microseconds) / 1000), microseconds }
  }
}
