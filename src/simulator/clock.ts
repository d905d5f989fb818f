/**
 * The clock of a simulated server. It runs with the machine's clock, or with the option `now`, until it is set: then it goes on from there,
 * or stands still.
 */
export class Clock {
  readonly #source: () => Date
  /** How far this clock is ahead of its source, in milliseconds. */
  #aheadMs = 0
  /** The time at which the clock stands still. */
  #frozen: Date | undefined

  /** @internal The clock belongs to a simulator. */
  constructor(source: () => Date) {
    this.#source = source
  }

  /** The server's time. */
  now(): Date {
    return this.#frozen === undefined ? new Date(this.#source().getTime() + this.#aheadMs) : new Date(this.#frozen)
  }

  /** True if the clock stands still. */
  get isFrozen(): boolean {
    return this.#frozen !== undefined
  }

  /**
   * Sets the time. A clock that runs goes on from there, and one that stands still stands there.
   *
   * @throws TypeError if the time is invalid
   */
  set(time: Date): void {
    if (Number.isNaN(time.getTime())) throw new TypeError('The time must be a valid date')
    this.#aheadMs = time.getTime() - this.#source().getTime()
    if (this.#frozen !== undefined) this.#frozen = new Date(time)
  }

  /**
   * Moves the time on, or back by a negative number of milliseconds.
   *
   * @throws TypeError if there is no such time
   */
  advance(ms: number): void {
    this.set(new Date(this.now().getTime() + ms))
  }

  /** Stops the clock. Only `set` and `advance` move it from now on. */
  freeze(): void {
    this.#frozen = this.now()
  }

  /** Lets the clock run on from where it stands. */
  resume(): void {
    const now = this.now()
    this.#frozen = undefined
    this.set(now)
  }

  /** Returns to the machine's clock, or to the option `now`. */
  reset(): void {
    this.#frozen = undefined
    this.#aheadMs = 0
  }

  /**
   * Remembers how the clock is set.
   *
   * @returns a function that sets it so again: to the time that it has now if it was set or stands still, or else to its source
   */
  snapshot(): () => void {
    const { isFrozen } = this
    const time = this.now()
    const isSet = isFrozen || this.#aheadMs !== 0
    return () => {
      this.reset()
      if (isSet) this.set(time)
      if (isFrozen) this.#frozen = new Date(time)
    }
  }
}
