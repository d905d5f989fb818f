/**
 * The clock of a simulated server. It follows the machine's clock, or the option `now`, until it is set. From then on it runs from the
 * time that was set, or stands still.
 */
export class Clock {
  readonly #source: () => Date
  /** How far this clock is ahead of its source, in milliseconds. */
  #aheadMs = 0
  /** The time of a clock that stands still. */
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
   * Sets the time. A running clock continues from there; one that stands still stays there.
   *
   * @throws TypeError if the time is invalid
   */
  set(time: Date): void {
    if (Number.isNaN(time.getTime())) throw new TypeError('The time must be a valid date')
    this.#aheadMs = time.getTime() - this.#source().getTime()
    if (this.#frozen !== undefined) this.#frozen = new Date(time)
  }

  /**
   * Moves the time forward, or back if the number of milliseconds is negative.
   *
   * @throws TypeError if the result isn't a valid time
   */
  advance(ms: number): void {
    this.set(new Date(this.now().getTime() + ms))
  }

  /** Stops the clock. From then on, only `set` and `advance` change the time. */
  freeze(): void {
    this.#frozen = this.now()
  }

  /** Lets the clock continue from the time at which it stands. */
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
   * @returns a function that restores it: to its present time if it was set or stands still, otherwise to its source
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
