import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'

/** The clock, timers and randomness of the booking protocol. Tests pass their own. */
export interface Runtime {
  /** Monotonic time in milliseconds. */
  now(): number
  /** @throws the signal's reason when it aborts */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
  /** Returns a number from 0 up to but excluding 1. */
  random(): number
  randomUUID(): string
}

export const systemRuntime: Runtime = {
  now: () => performance.now(),
  async sleep(milliseconds, signal) {
    signal.throwIfAborted()
    try {
      await setTimeout(milliseconds, undefined, { signal })
    } catch (error) {
      signal.throwIfAborted()
      throw error
    }
  },
  random: Math.random,
  randomUUID,
}
