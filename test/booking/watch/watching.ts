import { setImmediate } from 'node:timers/promises'
import type { EwsClient } from 'ews-booking'
import type { BookingCalendar, WatchedChange, WatchOptions } from 'ews-booking/booking'
import { onTestFinished } from 'vitest'
import type { StoppedClock } from '../../clock'

/** What a product's loop over `watch` has seen. */
export interface Watching {
  readonly changes: WatchedChange[]
  /** The loop's error, once it has ended with one. */
  readonly error: unknown
  stop(): Promise<void>
}

/** Runs a loop over `watch` until the test ends. */
export function watching(calendar: BookingCalendar, options: WatchOptions): Watching {
  const controller = new AbortController()
  const changes: WatchedChange[] = []
  let error: unknown
  const loop = (async () => {
    try {
      for await (const change of calendar.watch({ signal: controller.signal, ...options })) changes.push(change)
    } catch (reason) {
      if (!controller.signal.aborted) error = reason
    }
  })()
  const stop = () => {
    controller.abort()
    return loop
  }
  onTestFinished(stop)
  return {
    changes,
    get error() {
      return error
    },
    stop,
  }
}

/** So many turns of the event loop bring what is on the way in this process to its end. */
const TURNS = 20

/** Waits until no request is under way, and what came over streams has arrived. */
export async function calm(client: EwsClient): Promise<void> {
  for (let turns = 0; turns < TURNS; turns += 1) {
    const { underWay, waiting } = client.stats
    if (underWay + waiting > 0) turns = 0
    await setImmediate()
  }
}

/** Lets time pass in steps, and everything that falls due in one happen before the next. */
export async function live(
  clock: StoppedClock,
  client: EwsClient,
  milliseconds: number,
  stepMs = 1_000,
): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += stepMs) {
    clock.pass(Math.min(stepMs, milliseconds - passed))
    await calm(client)
  }
}
