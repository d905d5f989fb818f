import { describe, expect, it } from 'vitest'
import { Pace } from '../../../src/client/queue/pace'

/** Returns the pace after these durations, one each millisecond. */
function paceOf(durations: readonly number[]): Pace {
  const pace = new Pace()
  for (const [now, duration] of durations.entries()) pace.add(duration, now)
  return pace
}

const times = (count: number, duration: number) => Array.from({ length: count }, () => duration)

describe('the pace of the server', () => {
  it.each([
    ['nothing', [], 0, 0],
    ['31 requests, too few', times(31, 200), 0, 0],
    ['32 requests', times(32, 200), 200, 200],
    ['different ones', [...times(48, 100), ...times(16, 500)], 200, 500],
    ['128 of the last', [...times(64, 900), ...times(64, 100)], 500, 900],
    ['and no others', [...times(64, 900), ...times(65, 100)], 100, 100],
  ])('is derived from %s', (_case, durations, mean, longest) => {
    const pace = paceOf(durations)
    expect(pace.mean(durations.length)).toBeCloseTo(mean)
    expect(pace.longest(durations.length)).toBe(longest)
  })

  it('is forgotten after five to ten minutes', () => {
    const pace = paceOf(times(64, 200))
    expect(pace.mean(300_000)).toBe(200)
    expect(pace.mean(600_001)).toBe(0)
    expect(paceOf(times(64, 200)).longest(600_064)).toBe(0)
  })
})
