import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateOf, dayAfter, instantOf, startOfDay } from '../../../src/cli/time/local-time'

const clock = { timeZone: 'Europe/Zurich', now: new Date('2026-11-29T23:30:00Z') }

describe('a time as people type it', () => {
  it.each([
    ['2026-12-01T09:30', '2026-12-01T08:30:00.000Z'],
    ['2026-12-01 09:30', '2026-12-01T08:30:00.000Z'],
    ['2026-07-01T09:30:00', '2026-07-01T07:30:00.000Z'],
    ['2026-12-01', '2026-11-30T23:00:00.000Z'],
    ['2026-12-01T09:30Z', '2026-12-01T09:30:00.000Z'],
    ['2026-12-01T09:30:15.5Z', '2026-12-01T09:30:15.500Z'],
    ['2026-12-01T09:30+05:30', '2026-12-01T04:00:00.000Z'],
    ['today', '2026-11-29T23:00:00.000Z'],
    ['tomorrow', '2026-11-30T23:00:00.000Z'],
    ['tomorrow 14:00', '2026-12-01T13:00:00.000Z'],
  ])('%s is %s in Zurich, where the day has begun already', (text, instant) => {
    expect(instantOf(text, clock).toISOString()).toBe(instant)
  })

  it.each([
    ['noon', /^noon is not a time\. Write it like 2026-12-01T09:30/],
    ['01.12.2026', /is not a time/],
    ['2026-12-01T9:30', /is not a time/],
    ['2026-02-30', /^2026-02-30 is not in the calendar/],
    ['2026-13-01T09:00', /is not in the calendar/],
    ['2026-12-01T25:00', /is not in the calendar/],
    ['2026-02-30T10:00Z', /is not in the calendar/],
    ['2027-03-28T02:30', /is skipped in Europe\/Zurich/],
    ['2026-10-25T02:30', /comes twice in Europe\/Zurich.* 2026-10-25T00:30Z or 2026-10-25T01:30Z/],
    ['', /is not a time/],
  ])('%j is refused', (text, message) => {
    expect(() => instantOf(text, clock)).toThrow(message)
  })

  it('names a time zone that nobody knows', () => {
    expect(() => instantOf('today', { ...clock, timeZone: 'Mars/Phobos' })).toThrow('Mars/Phobos is not the IANA name')
  })

  it('begins a day after midnight where clocks go forward over midnight', () => {
    expect(startOfDay('2026-03-29', 'Asia/Beirut').toISOString()).toBe('2026-03-28T22:00:00.000Z')
  })

  it('reads back what a wall clock shows', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Zurich', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe')
    const days = fc.integer({ min: 0, max: 36_500 })
    fc.assert(
      fc.property(zone, days, (timeZone, days) => {
        const date = dayAfter('1970-01-02', days)
        expect(dateOf(startOfDay(date, timeZone), timeZone)).toBe(date)
      }),
    )
  })
})
