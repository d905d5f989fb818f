import { setImmediate } from 'node:timers'
import type { CheckRuntime } from '../../src/check/runtime'
import { until } from '../clock'

/** Timers that go off as soon as the condition holds, and never before: so that a deadline comes when the test says so. */
export function timeUpOnce(condition: () => boolean): Pick<CheckRuntime, 'after'> {
  const pending = new Set<() => void>()
  let isUp = false
  void until(condition).then(() => {
    isUp = true
    for (const callback of pending) callback()
  })
  return {
    after(_ms, callback) {
      if (isUp) setImmediate(callback)
      pending.add(callback)
      return () => pending.delete(callback)
    },
  }
}
