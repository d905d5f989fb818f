/** The clocks, timers and randomness that a client uses. Tests pass their own. */
export interface Runtime {
  /** Milliseconds of a clock that never goes backward. */
  now(): number
  /** Milliseconds since 1970, UTC. */
  wallClock(): number
  /** From 0 up to, but not including, 1. */
  random(): number
  /** Calls `callback` after `ms`, unless the function that it returns is called before. */
  after(ms: number, callback: () => void): () => void
}

export const systemRuntime: Runtime = {
  now: () => performance.now(),
  wallClock: () => Date.now(),
  random: () => Math.random(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
