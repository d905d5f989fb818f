import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DayOfWeek, Recurrence } from '../../../src/operations'
import {
  firstOccurrence,
  lastOccurrence,
  occurrenceByIndex,
  occurrencesBetween,
  type Series,
} from '../../../src/simulator/calendar/recurrence'
import { timeZoneOf } from '../../../src/simulator/calendar/time-zone'

const ZURICH = 'W. Europe Standard Time'

const series = (recurrence: Recurrence, more: Partial<Series> & { windowsId?: string } = {}): Series => ({
  recurrence,
  start: new Date('2026-12-01T09:00:00Z'),
  end: new Date('2026-12-01T10:00:00Z'),
  zone: timeZoneOf(more.windowsId),
  ...more,
})

const startsOf = (of: Series, most = 6) =>
  Array.from({ length: most }, (_, position) => occurrenceByIndex(of, position + 1))
    .filter((occurrence) => occurrence !== undefined)
    .map(({ start }) => start.toISOString().replace(':00.000Z', 'Z'))
const daysOf = (recurrence: Recurrence, most = 4) =>
  startsOf(series(recurrence), most).map((start) => start.slice(0, 10))

const noEnd = (startDate: string) => ({ noEndRecurrence: { startDate } })

describe('a recurrence has the days that its pattern says', () => {
  it.each([
    [
      'every third day',
      { dailyRecurrence: { interval: 3 }, ...noEnd('2026-12-30') },
      ['2026-12-30', '2027-01-02', '2027-01-05', '2027-01-08'],
    ],
    [
      'Mondays and Wednesdays of every second week',
      { weeklyRecurrence: { interval: 2, daysOfWeek: ['Wednesday', 'Monday'] }, ...noEnd('2026-12-02') },
      ['2026-12-02', '2026-12-14', '2026-12-16', '2026-12-28'],
    ],
    [
      'weeks that begin on Sunday',
      { weeklyRecurrence: { interval: 2, daysOfWeek: ['Sunday', 'Tuesday'] }, ...noEnd('2026-12-01') },
      ['2026-12-01', '2026-12-13', '2026-12-15', '2026-12-27'],
    ],
    [
      'weeks that begin on Monday, with Sunday as the last day',
      {
        weeklyRecurrence: { interval: 2, daysOfWeek: ['Sunday', 'Tuesday'], firstDayOfWeek: 'Monday' },
        ...noEnd('2026-12-01'),
      },
      ['2026-12-01', '2026-12-06', '2026-12-15', '2026-12-20'],
    ],
    [
      'the 31st of every month, or its last day',
      { absoluteMonthlyRecurrence: { interval: 1, dayOfMonth: 31 }, ...noEnd('2027-01-01') },
      ['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30'],
    ],
    [
      'the last weekday of every second month',
      {
        relativeMonthlyRecurrence: { interval: 2, daysOfWeek: 'Weekday', dayOfWeekIndex: 'Last' },
        ...noEnd('2026-12-01'),
      },
      ['2026-12-31', '2027-02-26', '2027-04-30', '2027-06-30'],
    ],
    [
      'the second Tuesday, starting in the middle of a month',
      {
        relativeMonthlyRecurrence: { interval: 1, daysOfWeek: 'Tuesday', dayOfWeekIndex: 'Second' },
        ...noEnd('2026-12-09'),
      },
      ['2027-01-12', '2027-02-09', '2027-03-09', '2027-04-13'],
    ],
    [
      'the leap day, or the last of February',
      { absoluteYearlyRecurrence: { dayOfMonth: 29, month: 'February' }, ...noEnd('2027-01-01') },
      ['2027-02-28', '2028-02-29', '2029-02-28', '2030-02-28'],
    ],
    [
      'the last weekend day of October',
      {
        relativeYearlyRecurrence: { daysOfWeek: 'WeekendDay', dayOfWeekIndex: 'Last', month: 'October' },
        ...noEnd('2026-12-01'),
      },
      ['2027-10-31', '2028-10-29', '2029-10-28', '2030-10-27'],
    ],
    [
      'the third day of March',
      {
        relativeYearlyRecurrence: { daysOfWeek: 'Day', dayOfWeekIndex: 'Third', month: 'March' },
        ...noEnd('2026-03-04'),
      },
      ['2027-03-03', '2028-03-03', '2029-03-03', '2030-03-03'],
    ],
  ] satisfies [string, Recurrence, string[]][])('%s', (_case, recurrence, days) => {
    expect(daysOf(recurrence)).toEqual(days)
  })

  it.each([
    ['no end', noEnd('2026-12-01'), 6],
    ['an inclusive end', { endDateRecurrence: { startDate: '2026-12-01', endDate: '2026-12-03' } }, 3],
    ['a number', { numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 2 } }, 2],
  ] as const)('up to %s', (_case, range, count) => {
    expect(daysOf({ dailyRecurrence: { interval: 1 }, ...range }, 6)).toHaveLength(count)
  })

  it('has a last one if there is an end', () => {
    const daily = { dailyRecurrence: { interval: 1 } } as const
    const numbered = { ...daily, numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 5 } }
    expect(lastOccurrence(series(numbered))).toMatchObject({ start: new Date('2026-12-05T09:00:00Z') })
    expect(lastOccurrence(series({ ...daily, ...noEnd('2026-12-01') }))).toBeUndefined()
  })
})

describe('an occurrence keeps its time of day when the clocks change', () => {
  const daily = (startDate: string) => ({ dailyRecurrence: { interval: 1 }, ...noEnd(startDate) })
  const local = (start: string, end: string, windowsId = ZURICH) => ({
    start: new Date(start),
    end: new Date(end),
    windowsId,
  })

  it.each([
    ['to summer', '2027-03-27', local('2027-03-27T08:00:00Z', '2027-03-27T09:00:00Z'), ['08:00', '07:00', '07:00']],
    ['to winter', '2026-10-24', local('2026-10-24T07:00:00Z', '2026-10-24T08:00:00Z'), ['07:00', '08:00', '08:00']],
    [
      'at a time that the clocks skip, an hour later',
      '2027-03-27',
      local('2027-03-27T01:30:00Z', '2027-03-27T01:45:00Z'),
      ['01:30', '01:30', '00:30'],
    ],
    [
      'at a time that occurs twice, the first one',
      '2026-10-24',
      local('2026-10-24T00:30:00Z', '2026-10-24T00:45:00Z'),
      ['00:30', '00:30', '01:30'],
    ],
    [
      'in the southern hemisphere, where summer ends in April',
      '2027-04-03',
      local('2027-04-03T00:00:00Z', '2027-04-03T01:00:00Z', 'AUS Eastern Standard Time'),
      ['00:00', '01:00', '01:00'],
    ],
  ])('%s', (_case, startDate, times, expected) => {
    const starts = startsOf(series(daily(startDate), { ...times, zone: timeZoneOf(times.windowsId) }), 3)
    expect(starts.map((start) => start.slice(11, 16))).toEqual(expected)
  })

  it('and its length by the wall clock', () => {
    const nights = series(daily('2027-03-26'), {
      start: new Date('2027-03-26T22:00:00Z'),
      end: new Date('2027-03-27T05:00:00Z'),
      zone: timeZoneOf(ZURICH),
    })
    const night = occurrenceByIndex(nights, 2)
    expect(night).toMatchObject({ start: new Date('2027-03-27T22:00:00Z'), end: new Date('2027-03-28T04:00:00Z') })
  })
})

describe('an invalid recurrence is refused', () => {
  const weekly = (daysOfWeek: readonly DayOfWeek[]) => ({
    weeklyRecurrence: { interval: 1, daysOfWeek: [...daysOfWeek] },
  })
  const from = noEnd('2026-12-01')

  it.each([
    ['an interval of zero', { dailyRecurrence: { interval: 0 }, ...from }, 'ErrorCalendarInvalidRecurrence'],
    [
      'a 32nd day',
      { absoluteMonthlyRecurrence: { interval: 1, dayOfMonth: 32 }, ...from },
      'ErrorCalendarInvalidRecurrence',
    ],
    [
      'no occurrence at all',
      { dailyRecurrence: { interval: 1 }, numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 0 } },
      'ErrorCalendarInvalidRecurrence',
    ],
    [
      'a day that does not exist',
      { dailyRecurrence: { interval: 1 }, ...noEnd('2026-13-01') },
      'ErrorCalendarInvalidRecurrence',
    ],
    ['a weekly pattern without days', { ...weekly([]), ...from }, 'ErrorCalendarInvalidDayForWeeklyRecurrence'],
    [
      'a kind of day in a weekly pattern',
      { ...weekly(['Weekday']), ...from },
      'ErrorCalendarInvalidDayForWeeklyRecurrence',
    ],
    [
      'an end before the first occurrence',
      { ...weekly(['Monday']), endDateRecurrence: { startDate: '2026-12-01', endDate: '2026-12-02' } },
      'ErrorRecurrenceHasNoOccurrence',
    ],
    [
      'an end after the last day of the calendar',
      { ...weekly(['Monday']), endDateRecurrence: { startDate: '2026-12-01', endDate: '4500-12-01' } },
      'ErrorRecurrenceEndDateTooBig',
    ],
  ] satisfies [string, Recurrence, string][])('%s', (_case, recurrence, responseCode) => {
    expect(() => firstOccurrence(series(recurrence))).toThrow(expect.objectContaining({ responseCode }))
  })

  it('occurrences that overlap', () => {
    const long = series({ dailyRecurrence: { interval: 1 }, ...from }, { end: new Date('2026-12-02T09:00:01Z') })
    expect(() => firstOccurrence(long)).toThrow(
      expect.objectContaining({ responseCode: 'ErrorOccurrenceTimeSpanTooBig' }),
    )
  })
})

describe('expansion agrees with a test of every single day', () => {
  const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
  const months = [
    ...(['January', 'February', 'March', 'April', 'May', 'June', 'July'] as const),
    ...(['August', 'September', 'October', 'November', 'December'] as const),
  ]
  const positions = ['First', 'Second', 'Third', 'Fourth', 'Last'] as const
  const anyDay = fc.constantFrom(...names, 'Day' as const, 'Weekday' as const, 'WeekendDay' as const)
  const interval = fc.integer({ min: 1, max: 5 })
  const dayOfMonth = fc.integer({ min: 1, max: 31 })
  const month = fc.constantFrom(...months)
  const dayOfWeekIndex = fc.constantFrom(...positions)
  const pattern = fc.oneof(
    fc.record({ dailyRecurrence: fc.record({ interval }) }),
    fc.record({
      weeklyRecurrence: fc.record({
        interval,
        daysOfWeek: fc.subarray([...names], { minLength: 1 }),
        firstDayOfWeek: fc.constantFrom(...names),
      }),
    }),
    fc.record({ absoluteMonthlyRecurrence: fc.record({ interval, dayOfMonth }) }),
    fc.record({ relativeMonthlyRecurrence: fc.record({ interval, daysOfWeek: anyDay, dayOfWeekIndex }) }),
    fc.record({ absoluteYearlyRecurrence: fc.record({ dayOfMonth, month }) }),
    fc.record({ relativeYearlyRecurrence: fc.record({ daysOfWeek: anyDay, dayOfWeekIndex, month }) }),
  )
  const DAY = 86_400_000
  const FIRST = Date.UTC(2026, 0, 1)
  const YEARS = 3
  const civilDay = fc
    .integer({ min: 0, max: 500 })
    .map((days) => new Date(FIRST + days * DAY).toISOString().slice(0, 10))
  const range = fc.oneof(
    fc.record({ noEndRecurrence: fc.record({ startDate: civilDay }) }),
    fc.record({ endDateRecurrence: fc.record({ startDate: civilDay, endDate: civilDay }) }),
    fc.record({
      numberedRecurrence: fc.record({ startDate: civilDay, numberOfOccurrences: fc.integer({ min: 1, max: 40 }) }),
    }),
  )

  const isOf = (name: DayOfWeek, date: Date) => {
    const weekend = date.getUTCDay() % 6 === 0
    if (name === 'Day') return true
    if (name === 'Weekday') return !weekend
    return name === 'WeekendDay' ? weekend : names[date.getUTCDay()] === name
  }
  const daysInMonth = (date: Date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  const isClamped = (wanted: number, date: Date) => date.getUTCDate() === Math.min(wanted, daysInMonth(date))
  const isRelative = (name: DayOfWeek, position: (typeof positions)[number], date: Date) => {
    if (!isOf(name, date)) return false
    const same = (from: number, to: number) =>
      Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index).filter((day) =>
        isOf(name, new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day))),
      ).length
    if (position === 'Last') return same(date.getUTCDate() + 1, daysInMonth(date)) === 0
    return same(1, date.getUTCDate()) === positions.indexOf(position) + 1
  }
  const monthsBetween = (from: Date, to: Date) =>
    (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth()

  function matches(recurrence: Recurrence, from: Date, date: Date): boolean {
    const { dailyRecurrence, weeklyRecurrence, absoluteMonthlyRecurrence, relativeMonthlyRecurrence } = recurrence
    const { absoluteYearlyRecurrence, relativeYearlyRecurrence } = recurrence
    const monthName = months[date.getUTCMonth()]
    if (dailyRecurrence) return ((date.getTime() - from.getTime()) / DAY) % dailyRecurrence.interval === 0
    if (weeklyRecurrence) {
      const { firstDayOfWeek = 'Sunday' } = weeklyRecurrence
      const weekOf = (day: Date): number =>
        isOf(firstDayOfWeek, day) ? day.getTime() : weekOf(new Date(day.getTime() - DAY))
      const weeks = (weekOf(date) - weekOf(from)) / (7 * DAY)
      return weeks % weeklyRecurrence.interval === 0 && weeklyRecurrence.daysOfWeek.some((name) => isOf(name, date))
    }
    if (absoluteMonthlyRecurrence) {
      const { interval, dayOfMonth } = absoluteMonthlyRecurrence
      return monthsBetween(from, date) % interval === 0 && isClamped(dayOfMonth, date)
    }
    if (relativeMonthlyRecurrence) {
      const { interval, daysOfWeek, dayOfWeekIndex } = relativeMonthlyRecurrence
      return monthsBetween(from, date) % interval === 0 && isRelative(daysOfWeek, dayOfWeekIndex, date)
    }
    if (absoluteYearlyRecurrence) {
      return monthName === absoluteYearlyRecurrence.month && isClamped(absoluteYearlyRecurrence.dayOfMonth, date)
    }
    if (relativeYearlyRecurrence) {
      const { daysOfWeek, dayOfWeekIndex, month } = relativeYearlyRecurrence
      return monthName === month && isRelative(daysOfWeek, dayOfWeekIndex, date)
    }
    return false
  }

  function dayByDay(recurrence: Recurrence): string[] {
    const { noEndRecurrence, endDateRecurrence, numberedRecurrence } = recurrence
    const from = new Date(`${(noEndRecurrence ?? endDateRecurrence ?? numberedRecurrence)?.startDate}T00:00:00Z`)
    const last = FIRST + YEARS * 365 * DAY
    const days: string[] = []
    for (let time = from.getTime(); time < last; time += DAY) {
      const day = new Date(time).toISOString().slice(0, 10)
      if (endDateRecurrence !== undefined && day > endDateRecurrence.endDate) break
      if (days.length === numberedRecurrence?.numberOfOccurrences) break
      if (matches(recurrence, from, new Date(time))) days.push(day)
    }
    return days
  }

  it.each(['UTC', ZURICH, 'Pacific Standard Time'])('in %s', (windowsId) => {
    const zone = timeZoneOf(windowsId)
    fc.assert(
      fc.property(fc.tuple(pattern, range), fc.integer({ min: 4 * 60, max: 23 * 60 }), (parts, minutes) => {
        const recurrence: Recurrence = Object.assign({}, ...parts)
        const start = zone.instant(Date.UTC(2026, 0, 1) + minutes * 60_000)
        const of = { recurrence, start, end: new Date(start.getTime() + 30 * 60_000), zone }
        const window = [new Date(FIRST - DAY), zone.instant(FIRST + YEARS * 365 * DAY - 1)] as const
        const days = Array.from(occurrencesBetween(of, ...window), (occurrence) => {
          const wallClock = zone.wallClock(occurrence.start)
          expect((wallClock % DAY) / 60_000).toBe(minutes)
          return new Date(wallClock).toISOString().slice(0, 10)
        })
        expect(days).toEqual(dayByDay(recurrence))
      }),
      { numRuns: 150 },
    )
  })

  it('and a window contains what overlaps or touches it', () => {
    const offset = fc.integer({ min: 0, max: 400 * 24 })
    fc.assert(
      fc.property(fc.tuple(pattern, range), offset, offset, (parts, from, hours) => {
        const of = series(Object.assign({}, ...parts))
        const [start, end] = [new Date(FIRST + from * 3_600_000), new Date(FIRST + (from + hours) * 3_600_000)]
        const all = Array.from(occurrencesBetween(of, new Date(FIRST - DAY), new Date(FIRST + 1000 * DAY)))
        expect(Array.from(occurrencesBetween(of, start, end))).toEqual(
          all.filter((occurrence) => occurrence.start <= end && occurrence.end >= start),
        )
      }),
      { numRuns: 100 },
    )
  })
})

describe('a Windows zone', () => {
  it('is refused if it is unknown', () => {
    expect(() => timeZoneOf('Middle-earth Standard Time')).toThrow(
      expect.objectContaining({ responseCode: 'ErrorTimeZone' }),
    )
  })

  it('converts an instant to its wall clock and back', () => {
    const zone = timeZoneOf('India Standard Time')
    const instant = new Date('2026-12-01T09:00:00.250Z')
    expect(new Date(zone.wallClock(instant)).toISOString()).toBe('2026-12-01T14:30:00.250Z')
    expect(zone.instant(zone.wallClock(instant))).toEqual(instant)
  })
})
