import { describe, expect, it } from 'vitest'
import type { WorkingHours } from '../../../src/operations'
import { eightToFive, isWorkingHours, isWorkTime } from '../../../src/simulator/calendar/working-hours'
import { at } from '../exchange'

const season = { bias: 0, time: '02:00:00', dayOrder: 1, dayOfWeek: 'Sunday' } as const

/** Two periods a day, at UTC+1. */
const split: WorkingHours = {
  timeZone: { bias: -60, standardTime: { ...season, month: 10 }, daylightTime: { ...season, month: 3 } },
  workingPeriodArray: [
    { dayOfWeek: ['Monday', 'Tuesday'], startTimeInMinutes: 480, endTimeInMinutes: 720 },
    { dayOfWeek: ['Weekday'], startTimeInMinutes: 780, endTimeInMinutes: 1440 },
  ],
}

describe('a time is work time if it is within one working period', () => {
  // 1 December 2026 is a Tuesday.
  it.each([
    ['within the hours', eightToFive, '08:00', '17:00', true],
    ['too early', eightToFive, '07:30', '08:30', false],
    ['too late', eightToFive, '16:30', '17:30', false],
    ['within the hours by the clocks of the mailbox', split, '07:00', '11:00', true],
    ['too late by the clocks of the mailbox', split, '10:30', '11:30', false],
    ['across the break', split, '10:00', '13:00', false],
    ['until midnight', split, '22:00', '23:00', true],
    ['over midnight', split, '22:30', '23:30', false],
  ])('%s', (_case, hours, start, end, expected) => {
    expect(isWorkTime(hours, at(start), at(end))).toBe(expected)
  })

  it('on a day off', () => {
    expect(isWorkTime(eightToFive, new Date('2026-12-05T09:00:00Z'), new Date('2026-12-05T10:00:00Z'))).toBe(false)
  })
})

describe('working hours are valid if they can be sent to clients', () => {
  it.each([
    ['these', split, true],
    ['nothing', undefined, false],
    ['a zone without rules', { ...split, timeZone: { bias: 0 } }, false],
    [
      'an invalid time of day',
      { ...split, timeZone: { ...split.timeZone, standardTime: { ...season, month: 3, time: '24:00:00' } } },
      false,
    ],
    [
      'an invalid day of the week',
      { ...split, workingPeriodArray: [{ dayOfWeek: ['Caturday'], startTimeInMinutes: 0, endTimeInMinutes: 1 }] },
      false,
    ],
  ])('%s', (_case, value, expected) => {
    expect(isWorkingHours(value)).toBe(expected)
  })
})
