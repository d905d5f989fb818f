import { EwsRequestError } from 'ews-booking'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTimeZone, offsetPeriods } from '../../../src/booking/time-zone/offset'
import { instantOf, instantsOf, startOfDay, type WallTime, wallTime } from '../../../src/booking/time-zone/wall-time'
import { CHANGES, readWall } from './wall-clock-oracle'

const DAY_MS = 24 * 60 * 60 * 1000

const wall = (text: string): WallTime => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/[- :]/).map(Number)
  return { year, month, day, hour, minute, second }
}

const written = ({ year, month, day, hour, minute, second }: WallTime) => {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`
}

const iso = (instants: readonly Date[]) => instants.map((instant) => instant.toISOString())

const anyZone = fc.oneof(
  fc.constantFrom(...new Set(CHANGES.map(([timeZone]) => timeZone))),
  fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
)
const anySecond = fc.date({
  min: new Date('1900-01-03T00:00:00Z'),
  max: new Date('2200-12-29T00:00:00Z'),
  noInvalidDate: true,
})

describe('isTimeZone', () => {
  it.each([
    ...['Europe/Zurich', 'europe/zurich', 'UTC', 'US/Pacific', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'GMT'],
  ])('%s is one', (name) => expect(isTimeZone(name)).toBe(true))

  it.each(['Europe/Atlantis', '', '+01:00', '-0500', 'W. Europe Standard Time', 'UTC+1', ' UTC'])(
    '%j is none',
    (name) => expect(isTimeZone(name)).toBe(false),
  )
})

describe('wallTime', () => {
  it('agrees with Intl in each zone and year', () => {
    fc.assert(
      fc.property(anyZone, anySecond, (timeZone, instant) => {
        const { weekday, ...rest } = wallTime(instant, timeZone)
        const expected = readWall(instant.getTime(), timeZone)
        expect(written(rest)).toBe(`${expected.date} ${expected.time}`)
        expect(weekday.startsWith(expected.weekday.toLowerCase())).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['2027-06-15T12:00:00.999Z', 'Europe/Zurich', '2027-06-15 14:00:00', 'tuesday'],
    ['2027-06-15T12:00:00Z', 'Asia/Kathmandu', '2027-06-15 17:45:00', 'tuesday'],
    ['2027-03-28T00:59:59.999Z', 'Europe/Zurich', '2027-03-28 01:59:59', 'sunday'],
    ['1969-12-31T23:59:59.999Z', 'UTC', '1969-12-31 23:59:59', 'wednesday'],
    ['1919-12-31T23:00:00Z', 'Africa/Monrovia', '1919-12-31 22:15:30', 'wednesday'],
  ])('%s in %s is %s', (instant, timeZone, expected, weekday) => {
    const shown = wallTime(new Date(instant), timeZone)
    expect(written(shown)).toBe(expected)
    expect(shown.weekday).toBe(weekday)
  })

  it.each([
    [new Date(Number.NaN), 'UTC', 'instant'],
    [new Date('1899-12-31T23:59:59Z'), 'UTC', 'instant'],
    [new Date('2201-01-01T00:00:00Z'), 'UTC', 'instant'],
    [new Date(0), 'Mars/Olympus', 'timeZone'],
  ])('refuses %s in %s', (instant, timeZone, path) => {
    expect(() => wallTime(instant, timeZone)).toThrow(expect.objectContaining({ name: 'EwsRequestError', path }))
  })
})

describe('instantsOf', () => {
  it.each([
    ['2027-03-28 01:59:59', 'Europe/Zurich', ['2027-03-28T00:59:59.000Z']],
    ['2027-03-28 02:00:00', 'Europe/Zurich', []],
    ['2027-03-28 02:59:59', 'Europe/Zurich', []],
    ['2027-03-28 03:00:00', 'Europe/Zurich', ['2027-03-28T01:00:00.000Z']],
    ['2027-10-31 01:59:59', 'Europe/Zurich', ['2027-10-30T23:59:59.000Z']],
    ['2027-10-31 02:00:00', 'Europe/Zurich', ['2027-10-31T00:00:00.000Z', '2027-10-31T01:00:00.000Z']],
    ['2027-10-31 02:59:59', 'Europe/Zurich', ['2027-10-31T00:59:59.000Z', '2027-10-31T01:59:59.000Z']],
    ['2027-10-31 03:00:00', 'Europe/Zurich', ['2027-10-31T02:00:00.000Z']],
    ['2027-04-04 01:45:00', 'Australia/Lord_Howe', ['2027-04-03T14:45:00.000Z', '2027-04-03T15:15:00.000Z']],
    ['2006-10-28 23:30:00', 'America/St_Johns', ['2006-10-29T02:00:00.000Z', '2006-10-29T03:00:00.000Z']],
    ['2011-12-30 12:00:00', 'Pacific/Apia', []],
    ['1993-08-21 12:00:00', 'Pacific/Kwajalein', []],
    ['1986-01-01 00:10:00', 'Asia/Kathmandu', []],
    ['1930-06-15 12:00:00', 'Africa/Monrovia', ['1930-06-15T12:44:30.000Z']],
  ])('%s in %s: %j', (text, timeZone, expected) => {
    expect(iso(instantsOf(wall(text), timeZone))).toEqual(expected)
  })

  it('returns each instant for its wall time, as one of at most two in order', () => {
    fc.assert(
      fc.property(anyZone, anySecond, (timeZone, instant) => {
        const second = Math.floor(instant.getTime() / 1000) * 1000
        const instants = instantsOf(wallTime(instant, timeZone), timeZone).map((each) => each.getTime())
        expect(instants).toContain(second)
        expect(instants.length).toBeLessThanOrEqual(2)
        expect(instants).toEqual([...new Set(instants)].sort((first, last) => first - last))
      }),
      { numRuns: 1000 },
    )
  })

  it.each(CHANGES)('%s, %s (%s): agrees with a search minute by minute', (timeZone, date) => {
    const from = Date.parse(`${date}T00:00:00Z`) - 2 * DAY_MS
    const found = new Map<string, number[]>()
    for (let minute = from; minute < from + 5 * DAY_MS; minute += 60_000) {
      const { date: day, time } = readWall(minute, timeZone)
      const text = `${day} ${time}`
      found.set(text, [...(found.get(text) ?? []), minute])
    }
    for (let minute = from + 1.5 * DAY_MS; minute < from + 3.5 * DAY_MS; minute += 60_000) {
      const text = new Date(minute).toISOString().slice(0, 19).replace('T', ' ')
      const instants = instantsOf(wall(text), timeZone).map((instant) => instant.getTime())
      if (instants.join() !== (found.get(text) ?? []).join()) expect([text, instants]).toEqual([text, found.get(text)])
    }
  })

  it.each([
    ['2027-02-29 12:00:00', 'UTC', 'wall'],
    ['2027-13-01 12:00:00', 'UTC', 'wall'],
    ['2027-01-01 24:00:00', 'UTC', 'wall'],
    ['2027-01-01 12:60:00', 'UTC', 'wall'],
    ['2027-01-01 x:00:00', 'UTC', 'wall'],
    ['1899-01-01 12:00:00', 'UTC', 'wall'],
    ['2027-01-01 12:00:00', 'Mars/Olympus', 'timeZone'],
  ])('refuses %s in %s', (text, timeZone, path) => {
    expect(() => instantsOf(wall(text), timeZone)).toThrow(expect.objectContaining({ name: 'EwsRequestError', path }))
  })
})

describe('instantOf', () => {
  it('gives the one instant', () => {
    expect(instantOf(wall('2027-06-15 14:00:00'), 'Europe/Zurich')).toEqual(new Date('2027-06-15T12:00:00Z'))
  })

  it.each([
    ['2027-03-28 02:30:00', 'skipped'],
    ['2027-10-31 02:30:00', 'repeated'],
  ])('pain 7: refuses %s in Europe/Zurich, which is %s', (text, problem) => {
    expect(() => instantOf(wall(text), 'Europe/Zurich')).toThrow(problem)
    expect(() => instantOf(wall(text), 'Europe/Zurich')).toThrow(EwsRequestError)
  })
})

describe('startOfDay', () => {
  it.each([
    ['2027-03-28', 'Europe/Zurich', '2027-03-27T23:00:00.000Z', 'an ordinary midnight'],
    ['2027-03-29', 'Europe/Zurich', '2027-03-28T22:00:00.000Z', '23 hours later'],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', 'at 01:00, there is no midnight'],
    ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z', 'after 23:00 came twice'],
    ['2027-03-28', 'Asia/Beirut', '2027-03-27T22:00:00.000Z', 'at 01:00, there is no midnight'],
    ['1919-03-31', 'America/Toronto', '1919-03-31T04:30:00.000Z', 'at 00:30, after 23:30'],
    ['2027-11-07', 'America/Havana', '2027-11-07T04:00:00.000Z', 'the first midnight of two'],
    ['2006-10-29', 'America/St_Johns', '2006-10-29T02:30:00.000Z', 'the first midnight of two'],
    ['2011-12-29', 'Pacific/Apia', '2011-12-29T10:00:00.000Z', 'the day before one that was left out'],
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z', 'left out: with the next day'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z', 'after the day that was left out'],
  ])('pain 10: %s in %s is %s (%s)', (date, timeZone, expected) => {
    expect(startOfDay(date, timeZone).toISOString()).toBe(expected)
  })

  it.each(CHANGES)('%s around %s (%s): the first minute of that day or a later one', (timeZone, date) => {
    const from = Date.parse(`${date}T00:00:00Z`) - 3 * DAY_MS
    const minutes = Array.from({ length: (6 * DAY_MS) / 60_000 }, (_, index) => from + index * 60_000)
    for (const days of [-1, 0, 1]) {
      const day = new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
      const first = minutes.find((minute) => readWall(minute, timeZone).date >= day)
      expect(startOfDay(day, timeZone).getTime()).toBe(first)
    }
  })

  it.each(['2027-02-29', '2027-3-28', '28.03.2027', '', '1899-12-31', '2027-03-28T00:00:00Z'])('refuses %j', (date) => {
    expect(() => startOfDay(date, 'UTC')).toThrow(expect.objectContaining({ name: 'EwsRequestError', path: 'date' }))
  })
})

describe('offsetPeriods', () => {
  it('has no period without duration if the time starts or ends with the change', () => {
    const change = Date.parse('2027-03-28T01:00:00Z')
    const hour = 60 * 60 * 1000
    expect(offsetPeriods(change - 1, change, 'Europe/Zurich')).toEqual([
      { start: change - 1, end: change, offset: hour },
    ])
    expect(offsetPeriods(change, change + 1, 'Europe/Zurich')).toEqual([
      { start: change, end: change + 1, offset: 2 * hour },
    ])
  })

  it('cuts at each change of the clocks, to the second and without gaps', () => {
    fc.assert(
      fc.property(anyZone, anySecond, fc.integer({ min: 1, max: 400 * DAY_MS }), (timeZone, from, length) => {
        const start = from.getTime()
        const periods = offsetPeriods(start, start + length, timeZone)
        expect(periods[0]?.start).toBe(start)
        expect(periods.at(-1)?.end).toBe(start + length)
        periods.slice(1).forEach((period, index) => {
          expect(period.start).toBe(periods[index]?.end)
          expect(period.offset).not.toBe(periods[index]?.offset)
          const before = readWall(period.start - 1000, timeZone)
          const after = readWall(period.start, timeZone)
          const onTheWall = (shown: typeof before) => Date.parse(`${shown.date}T${shown.time}Z`)
          expect(onTheWall(after) - onTheWall(before)).not.toBe(1000)
        })
      }),
      { numRuns: 200 },
    )
  })
})
