import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ROOT } from './documentation/code-blocks'

/** Code that a busy machine makes fail, and the replacement. */
const RACES = [
  { race: 'vi.wait', pattern: /\bvi\.wait(For|Until)\(/, instead: 'until() of test/clock.ts, which has no time limit' },
  { race: 'AbortSignal.timeout', pattern: /\bAbortSignal\.timeout\(/, instead: 'stopClock() of test/clock.ts' },
  {
    race: 'a time limit of one test',
    pattern: /^\s*\}, [\d_]+\)$|\btimeout: [\d_]{4,}/m,
    instead: 'that of the suite',
  },
]

const FILES = readdirSync(`${ROOT}test`, { recursive: true, encoding: 'utf8' })
  // This file has the patterns themselves.
  .filter((name) => name.endsWith('.ts') && name !== 'time-limits.test.ts')

describe('no test races the clock', () => {
  it.each(RACES)('by $race: use $instead', ({ pattern }) => {
    expect(FILES.filter((name) => pattern.test(readFileSync(`${ROOT}test/${name}`, 'utf8')))).toEqual([])
  })
})
