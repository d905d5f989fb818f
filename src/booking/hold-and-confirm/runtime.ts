import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'

/** Time, in milliseconds, and chance, as bookings see them. */
export interface Runtime {
  /** Never goes back. */
  now(): number
  /** @throws the signal's reason */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
  /** From 0 up to 1. */
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
