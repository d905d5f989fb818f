import { describe, expect, it } from 'vitest'
import { skipLines } from './skip-reporter'

describe('the end of a test run', () => {
  it('says how many tests were skipped, and how to have them', () => {
    expect(skipLines(['set A', 'set B', 'set A'])).toEqual(['2 tests skipped: set A', '1 test skipped: set B'])
  })

  it('shows skipped tests that state no requirement', () => {
    expect(skipLines([undefined])).toEqual(['1 test skipped: no reason is given in test/requirements.ts'])
  })

  it('says nothing when nothing was skipped', () => {
    expect(skipLines([])).toEqual([])
  })
})
