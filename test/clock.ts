import { syncBuiltinESMExports } from 'node:module'
import timers, { setImmediate } from 'node:timers/promises'
import { onTestFinished, vi } from 'vitest'

/** The clock of this process, which a test has stopped. */
export interface StoppedClock {
  /** Moves the clock by this many milliseconds. Timers that are due by then go off. */
  pass(milliseconds: number): void
  /** The number of `setTimeout`s of node:timers/promises that are under way. */
  readonly sleeps: number
}

/**
 * Stops the dates and the timers of this process until the test ends, so that a deadline comes when the test says so and not when the
 * machine is slow. Sockets go on working. Call it before anything that reads the clock.
 */
export function stopClock(): StoppedClock {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  let sleeps = 0
  const sleep = (milliseconds: number | undefined, signal: AbortSignal | undefined) =>
    new Promise<void>((resolve, reject) => {
      const end = (settle: () => void) => {
        sleeps -= 1
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        settle()
      }
      const abort = () => end(() => reject(signal?.reason))
      sleeps += 1
      const timer = setTimeout(() => end(resolve), milliseconds)
      if (signal?.aborted === true) abort()
      else signal?.addEventListener('abort', abort)
    })
  const sleeping = vi.spyOn(timers, 'setTimeout').mockImplementation(async (milliseconds, value, options) => {
    await sleep(milliseconds, options?.signal)
    return value
  })
  // Brings the change to modules that import `setTimeout` by name.
  syncBuiltinESMExports()
  onTestFinished(() => {
    vi.useRealTimers()
    sleeping.mockRestore()
    syncBuiltinESMExports()
  })
  return {
    pass: (milliseconds) => void vi.advanceTimersByTime(milliseconds),
    get sleeps() {
      return sleeps
    },
  }
}

/** Waits until the condition holds. It looks in each turn of the event loop, and only the end of the test stops it. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate()
}
