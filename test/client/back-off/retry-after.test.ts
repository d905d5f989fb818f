import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retryAfter, waitingTime } from '../../../src/client/back-off/retry-after'
import { RetryBudget } from '../../../src/client/back-off/retry-budget'

const NOON = Date.UTC(2026, 11, 1, 12)
const date = (time: number) => new Date(time).toUTCString()

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['30', 30_000],
    [' 30 ', 30_000],
    ['9999999999999', 3_600_000],
    ['9'.repeat(400), 3_600_000],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    ['Infinity', undefined],
    ['0x10', undefined],
    ['2026', 2_026_000],
    [date(NOON + 5_000), 5_000],
    [date(NOON), 0],
    [date(NOON - 86_400_000), 0],
    [date(NOON + 86_400_000), 3_600_000],
    ['Tue, 01 Dec 2026 12:00:30 GMT', 30_000],
    ['Tuesday, 01-Dec-26 12:00:30 GMT', 30_000],
    ['Tue Dec  1 12:00:30 2026', 30_000],
    ['Tue, 99 Dec 2026 12:00:30 GMT', undefined],
    ['2026-12-01T12:00:30Z', undefined],
  ])('%j', (header, expected) => {
    expect(retryAfter(header, '', NOON)).toBe(expected)
  })

  it('is relative to the date of the answer, since clocks may be wrong', () => {
    expect(retryAfter(date(NOON + 605_000), date(NOON + 600_000), NOON)).toBe(5_000)
    expect(retryAfter(date(NOON + 5_000), 'yesterday', NOON)).toBe(5_000)
  })

  it('is finite, whatever the server sends', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.bigInt().map(String),
          fc.date({ noInvalidDate: true }).map((each) => each.toUTCString()),
        ),
        (header) => {
          const time = retryAfter(header, '', NOON) ?? 0
          expect(time >= 0 && time <= 3_600_000).toBe(true)
        },
      ),
    )
  })
})

describe('BackOffMilliseconds', () => {
  it.each([
    ['4321', 4_321],
    [`${2 ** 31}`, 3_600_000],
    [`${2 ** 40}`, 3_600_000],
    ['-1', undefined],
    ['1e9', undefined],
  ])('%s', (count, expected) => {
    expect(waitingTime(count, 1)).toBe(expected)
  })
})

describe('the budget of retries', () => {
  it('is ten, plus one for each ten successes', () => {
    const budget = new RetryBudget()
    const taken = () => Array.from({ length: 20 }, () => budget.take()).filter(Boolean).length
    expect(taken()).toBe(10)
    for (let count = 0; count < 31; count += 1) budget.succeeded()
    expect(taken()).toBe(3)
    for (let count = 0; count < 10_000; count += 1) budget.succeeded()
    expect(taken()).toBe(10)
  })
})
