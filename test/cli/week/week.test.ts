import { describe, expect, it } from 'vitest'
import { comingWeek, slotsOf } from '../../../src/cli/week/week'
import { weekView } from '../../../src/cli/week/week-view'

describe('the coming week', () => {
  it.each([
    ['2026-11-24T12:00:00Z', 'UTC', '2026-11-30T00:00:00.000Z', '2026-12-07T00:00:00.000Z'],
    ['2026-11-29T22:59:00Z', 'Europe/Zurich', '2026-11-29T23:00:00.000Z', '2026-12-06T23:00:00.000Z'],
    ['2026-11-29T23:00:00Z', 'Europe/Zurich', '2026-12-06T23:00:00.000Z', '2026-12-13T23:00:00.000Z'],
    ['2026-11-24T12:00:00Z', 'America/St_Johns', '2026-11-30T03:30:00.000Z', '2026-12-07T03:30:00.000Z'],
    ['2026-03-20T12:00:00Z', 'Europe/Zurich', '2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['2026-10-16T12:00:00Z', 'Europe/Zurich', '2026-10-18T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ])('after %s in %s', (now, timeZone, start, end) => {
    expect(comingWeek(new Date(now), timeZone)).toEqual({ start: new Date(start), end: new Date(end) })
  })

  it('is an hour shorter or longer when the clocks change', () => {
    const hours = (now: string) => slotsOf(comingWeek(new Date(now), 'Europe/Zurich')).length / 2
    expect(['2026-03-20T12:00:00Z', '2026-10-16T12:00:00Z', '2026-11-24T12:00:00Z'].map(hours)).toEqual([167, 169, 168])
  })
})

describe('the week view', () => {
  const week = comingWeek(new Date('2026-11-24T12:00:00Z'), 'Europe/Zurich')
  const period = (start: string, end: string, status: 'busy' | 'outOfOffice') => ({
    start: new Date(start),
    end: new Date(end),
    status,
  })

  it('shows office hours, and other hours that have an appointment', () => {
    const night = period('2026-12-02T21:10:00Z', '2026-12-02T21:20:00Z', 'busy')
    const rows = weekView([night], week, 'Europe/Zurich').split('\n')
    expect(rows[0]?.trim()).toMatch(/^Mon {7}Tue {7}Wed /)
    expect(rows[1]?.trim()).toMatch(/^30 Nov {4}1 Dec {5}2 Dec /)
    expect(rows.slice(2, -1).map((row) => row.slice(0, 5))).toEqual([
      ...Array.from(
        { length: 20 },
        (_, index) => `${`${8 + Math.floor(index / 2)}`.padStart(2, '0')}:${index % 2 ? '30' : '00'}`,
      ),
      '22:00',
    ])
    expect(rows.at(-2)).toMatch(/^22:00 {22,}█{9}$/)
  })

  it('fits into 80 columns', () => {
    const lines = weekView([], week, 'Europe/Zurich').split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('marks each status, and explains the marks that it used', () => {
    const view = weekView(
      [period('2026-11-30T08:00:00Z', '2026-11-30T08:30:00Z', 'outOfOffice')],
      week,
      'Europe/Zurich',
    )
    expect(view).toMatch(/^09:00 {2}▓{9} ·/m)
    expect(view).toMatch(/· free {3}▓ out of office$/)
  })

  it('has seven days in a week with a change of clocks', () => {
    const spring = comingWeek(new Date('2026-03-20T12:00:00Z'), 'Europe/Zurich')
    expect(weekView([], spring, 'Europe/Zurich').split('\n')[0]?.trim().split(/ +/)).toHaveLength(7)
  })
})
