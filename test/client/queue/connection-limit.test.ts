import { describe, expect, it } from 'vitest'
import { ConnectionLimit } from '../../../src/client/queue/connection-limit'

describe('the number of connections', () => {
  it('is halved when the server reports too many, and recovers by one a minute', () => {
    const limit = new ConnectionLimit(8)
    expect(limit.at(0)).toBe(8)
    limit.shrink(0)
    expect([0, 59_999, 60_000, 120_000, 240_000, 10_000_000].map((now) => limit.at(now))).toEqual([4, 4, 5, 6, 8, 8])
    limit.shrink(60_000)
    expect([60_000, 120_000].map((now) => limit.at(now))).toEqual([2, 3])
  })

  it('is never less than one', () => {
    const limit = new ConnectionLimit(2)
    for (let count = 0; count < 5; count += 1) limit.shrink(count)
    expect(limit.at(5)).toBe(1)
  })
})
