import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TimeIndex } from '../../../src/simulator/mailbox/time-index'

const HOUR_MS = 3_600_000
const hours = (count: number) => new Date(Date.UTC(2026, 11, 1) + count * HOUR_MS)

const timed = fc
  .record({ id: fc.integer({ min: 0, max: 9 }), start: fc.integer({ min: -500, max: 500 }), length: fc.nat(400) })
  .map(({ id, start, length }) => ({ itemId: { id: `${id}` }, start: hours(start), end: hours(start + length) }))

describe('An index by time', () => {
  it('finds exactly what a look at each object finds, after any additions and removals', () => {
    const window = fc.tuple(fc.integer({ min: -600, max: 600 }), fc.nat(800))
    fc.assert(
      fc.property(fc.array(timed, { maxLength: 20 }), window, (changes, [from, length]) => {
        const index = new TimeIndex()
        const present = new Map<string, (typeof changes)[number]>()
        for (const item of changes) {
          const previous = present.get(item.itemId.id)
          if (previous !== undefined) index.remove(previous)
          index.add(item)
          present.set(item.itemId.id, item)
        }
        const [start, end] = [hours(from), hours(from + length)]
        const expected = [...present.values()].filter((item) => item.start <= end && item.end >= start)
        const found = index.between(start, end)
        expect(found).toHaveLength(expected.length)
        expect(new Set(found)).toEqual(new Set(expected))
      }),
      { numRuns: 200 },
    )
  })
})
