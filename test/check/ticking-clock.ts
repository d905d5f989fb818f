import type { CheckRuntime } from '../../src/check/runtime'

/** A clock that goes a millisecond ahead each time it is looked at, so that a slow machine isn't taken for a slow server. */
export function tickingClock(): Pick<CheckRuntime, 'now'> {
  let ticks = 0
  return {
    now() {
      ticks += 1
      return ticks
    },
  }
}
