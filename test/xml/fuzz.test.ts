import { describe, expect, it } from 'vitest'
import { fuzzCase } from './answer-fuzzer'

describe('any answer is read, or refused with a typed error', () => {
  it.each([1, 2, 3, 4])('5,000 changed answers, seed %d', (seed) => {
    const outcomes = { read: 0, refused: 0 }
    for (let index = 0; index < 5_000; index += 1) outcomes[fuzzCase(seed, index)] += 1
    // If all or none can be read, the changes test nothing.
    expect(outcomes.read).toBeGreaterThan(250)
    expect(outcomes.refused).toBeGreaterThan(250)
  })
})
