interface Bucket {
  readonly since: number
  count: number
  sum: number
  longest: number
}

const emptyBucket = (since: number): Bucket => ({ since, count: 0, sum: 0, longest: 0 })

const BUCKET_CALLS = 64
const BUCKET_MS = 300_000
/** Below this many samples nothing is estimated, so that nothing is refused by chance. */
const FEWEST_SAMPLES = 32

/**
 * How long requests occupied their connections lately: the last 64 to 128, and none older than ten minutes. All times are milliseconds of
 * one monotonic clock. Requests that timed out count too: without them, the server would look faster than it is.
 */
export class Pace {
  #current = emptyBucket(Number.NEGATIVE_INFINITY)
  #previous = emptyBucket(Number.NEGATIVE_INFINITY)

  /** Records a request that occupied its connection for `duration` until `now`. */
  add(duration: number, now: number): void {
    if (this.#current.count >= BUCKET_CALLS) this.#turn(now)
    const [current] = this.#recent(now)
    current.count += 1
    current.sum += duration
    current.longest = Math.max(current.longest, duration)
  }

  /** The mean, or 0 if too little is known. */
  mean(now: number): number {
    const [current, previous] = this.#recent(now)
    const count = current.count + previous.count
    return count < FEWEST_SAMPLES ? 0 : (current.sum + previous.sum) / count
  }

  /** The longest, or 0 if too little is known. */
  longest(now: number): number {
    const [current, previous] = this.#recent(now)
    return current.count + previous.count < FEWEST_SAMPLES ? 0 : Math.max(current.longest, previous.longest)
  }

  #recent(now: number): readonly [Bucket, Bucket] {
    if (now - this.#current.since > BUCKET_MS) this.#turn(now)
    return [this.#current, this.#previous]
  }

  #turn(now: number): void {
    this.#previous = now - this.#current.since > 2 * BUCKET_MS ? emptyBucket(now) : this.#current
    this.#current = emptyBucket(now)
  }
}
