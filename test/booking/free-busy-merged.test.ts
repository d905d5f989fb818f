import { type BusyPeriod, mergePeriods } from 'ews-booking/booking'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../exchange'

const MINUTE_MS = 60_000
const GRID_MINUTES = 120
const weakestFirst = ['tentative', 'workingElsewhere', 'unknown', 'busy', 'outOfOffice'] as const

const minute = (count: number) => new Date(at('08:00').getTime() + count * MINUTE_MS)

const period = (start: number, end: number, status: BusyPeriod['status']): BusyPeriod => ({
  start: minute(start),
  end: minute(end),
  status,
})

const periods = fc.array(
  fc
    .tuple(fc.nat(GRID_MINUTES), fc.nat(GRID_MINUTES), fc.constantFrom(...weakestFirst))
    .map(([one, other, status]) => period(Math.min(one, other), Math.max(one, other), status)),
  { maxLength: 12 },
)

/** The strongest status of each minute, from every period in every minute. */
const grid = (list: readonly BusyPeriod[]) =>
  Array.from({ length: GRID_MINUTES }, (_, index) =>
    Math.max(
      -1,
      ...list
        .filter(({ start, end }) => start <= minute(index) && end > minute(index))
        .map(({ status }) => weakestFirst.indexOf(status)),
    ),
  )

describe('mergePeriods', () => {
  it('has the strongest status of each minute', () => {
    fc.assert(
      fc.property(periods, (list) => {
        expect(grid(mergePeriods(list))).toEqual(grid(list))
      }),
    )
  })

  it('returns the fewest periods, sorted, each with a duration', () => {
    fc.assert(
      fc.property(periods, (list) => {
        const merged = mergePeriods(list)
        for (const [index, { start, end, status }] of merged.entries()) {
          expect(start < end).toBe(true)
          const next = merged[index + 1]
          if (next === undefined) continue
          expect(end <= next.start).toBe(true)
          expect(end.getTime() === next.start.getTime() && status === next.status).toBe(false)
        }
      }),
    )
  })

  it("doesn't depend on the order, and leaves merged periods unchanged", () => {
    fc.assert(
      fc.property(periods, (list) => {
        const merged = mergePeriods(list)
        expect(mergePeriods([...list].reverse())).toEqual(merged)
        expect(mergePeriods(merged)).toEqual(merged)
      }),
    )
  })

  it.each<[string, BusyPeriod[], BusyPeriod[]]>([
    ['overlapping ones', [period(0, 30, 'busy'), period(20, 60, 'busy')], [period(0, 60, 'busy')]],
    ['back-to-back ones', [period(0, 30, 'busy'), period(30, 60, 'busy')], [period(0, 60, 'busy')]],
    [
      'a stronger one within a weaker one',
      [period(0, 60, 'busy'), period(20, 30, 'outOfOffice')],
      [period(0, 20, 'busy'), period(20, 30, 'outOfOffice'), period(30, 60, 'busy')],
    ],
    [
      'a weaker one within a stronger one',
      [period(0, 60, 'busy'), period(20, 30, 'tentative')],
      [period(0, 60, 'busy')],
    ],
    [
      'an unknown one that a status to book over must not hide',
      [period(0, 30, 'tentative'), period(10, 40, 'unknown'), period(20, 60, 'workingElsewhere')],
      [period(0, 10, 'tentative'), period(10, 40, 'unknown'), period(40, 60, 'workingElsewhere')],
    ],
    [
      'an unknown one that must not hide a busy one',
      [period(0, 60, 'unknown'), period(0, 60, 'busy')],
      [period(0, 60, 'busy')],
    ],
    ['one without length', [period(10, 10, 'busy')], []],
  ])('of %s', (_case, list, merged) => expect(mergePeriods(list)).toEqual(merged))
})
