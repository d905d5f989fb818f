import { describe, expect, it } from 'vitest'
import { CreateItem, GetItem, type TimeZoneDefinition } from '../../../src/operations'
import { creationZoneOf } from '../../../src/simulator/calendar/creation-zone'
import { zoneOf } from '../../../src/simulator/calendar/defined-zone'
import { timeZoneOf, windowsTimeZoneIds } from '../../../src/simulator/calendar/time-zone'
import { timeZoneDefinition } from '../../../src/simulator/calendar/time-zone-definition'
import { at, withExchange } from '../exchange'

const YEAR = 2026
const BERLIN = 'W. Europe Standard Time'

/** An instant every six hours of a year. */
const instants = (year: number) =>
  Array.from({ length: 365 * 4 }, (_, index) => new Date(Date.UTC(year, 0, 1, index * 6, 30)))

const offsetHours = (definition: TimeZoneDefinition, instant: string) =>
  (zoneOf(definition).wallClock(new Date(instant)) - Date.parse(instant)) / 3_600_000

const to = (value: string) => ({ kind: 'Period' as const, value })
const periods = [
  { id: 'winter', bias: '-PT60M' },
  { id: 'summer', bias: '-P0DT2H0M0.0S' },
  { id: 'war', bias: '-PT3H' },
]
const summerTime = {
  id: 'summer time',
  recurringDayTransition: [
    { to: to('summer'), timeOffset: 'PT2H', month: 3, dayOfWeek: 'Sunday', occurrence: -1 },
    { to: to('winter'), timeOffset: 'PT3H', month: 10, dayOfWeek: 'Sunday', occurrence: -1 },
  ],
} as const
const fixedDates = {
  id: 'fixed dates',
  recurringDateTransition: [
    { to: to('winter'), timeOffset: 'PT0S', month: 9, day: 1 },
    { to: to('summer'), timeOffset: 'PT0S', month: 4, day: 1 },
  ],
}
const always = { id: 'always', transition: [{ to: to('winter') }] }
const definition: TimeZoneDefinition = {
  id: 'Europe/Berlin',
  periods,
  transitionsGroups: [always, summerTime, fixedDates],
  transitions: {
    transition: { to: { kind: 'Group', value: 'always' } },
    absoluteDateTransition: [
      { to: { kind: 'Group', value: 'summer time' }, dateTime: new Date('1980-01-01T00:00:00Z') },
      { to: { kind: 'Group', value: 'fixed dates' }, dateTime: new Date('2030-01-01T00:00:00Z') },
      { to: { kind: 'Period', value: 'war' }, dateTime: new Date('2040-01-01T00:00:00Z') },
    ],
  },
}

/** The first instant of a year at which the rules give other clocks than the zone has. */
function wrongInstant(id: string, year: number): Date | undefined {
  const zone = zoneOf({ ...timeZoneDefinition(id, new Date(Date.UTC(year, 6, 1))), id: 'mine' })
  return instants(year).find((instant) => zone.wallClock(instant) !== timeZoneOf(id).wallClock(instant))
}

describe('The rules of a time zone definition', () => {
  it('that GetServerTimeZones returns for each zone give its clocks in that year', () => {
    expect(windowsTimeZoneIds.length).toBeGreaterThan(130)
    for (const id of windowsTimeZoneIds) expect([id, wrongInstant(id, YEAR)]).toEqual([id, undefined])
  })

  it.each([
    ['Volgograd Standard Time', 2020],
    ['Sudan Standard Time', 2017],
    ['North Korea Standard Time', 2018],
  ])('of %s give its clocks in %i, when its country changed its time for good', (id, year) => {
    expect(wrongInstant(id, year)).toBeUndefined()
    expect(timeZoneDefinition(id, new Date(Date.UTC(year, 6, 1))).transitions?.absoluteDateTransition).toHaveLength(1)
  })

  it.each([
    ['1970-07-01T12:00:00Z', 1],
    ['2026-03-29T00:59:59Z', 1],
    ['2026-03-29T01:00:00Z', 2],
    ['2026-10-25T00:59:59Z', 2],
    ['2026-10-25T01:00:00Z', 1],
    ['2035-03-31T23:00:00Z', 2],
    ['2035-03-31T22:59:59Z', 1],
    ['2035-08-31T22:00:00Z', 1],
    ['2041-07-01T12:00:00Z', 3],
  ])('of a client of another system are in force at %s', (instant, hours) => {
    expect(offsetHours(definition, instant)).toBe(hours)
  })

  it.each([
    ['no rules', { id: 'Europe/Berlin' }],
    ['no beginning', { ...definition, transitions: {} }],
    ['a group that is missing', { ...definition, transitionsGroups: [summerTime] }],
    ['a period that is missing', { ...definition, periods: periods.slice(1) }],
  ])('with %s are refused', (_what, incomplete) => {
    expect(() => zoneOf(incomplete)).toThrow('The specified time zone is not valid.')
  })

  it('are in the form of Exchange 2007 for its clients', () => {
    const change = (month: 'March' | 'October') => ({ daysOfWeek: 'Sunday', dayOfWeekIndex: 'Last', month }) as const
    const startTimeZone = creationZoneOf({
      meetingTimeZone: {
        timeZoneName: 'Mitteleuropäische Zeit',
        baseOffset: '-PT60M',
        standard: { offset: 'PT0M', relativeYearlyRecurrence: change('October'), time: '03:00:00' },
        daylight: { offset: '-PT60M', relativeYearlyRecurrence: change('March'), time: '02:00:00' },
      },
    })
    const wrong = instants(YEAR).filter(
      (instant) => zoneOf(startTimeZone).wallClock(instant) !== timeZoneOf(BERLIN).wallClock(instant),
    )
    expect(wrong).toEqual([])
    const fixed = creationZoneOf({ meetingTimeZone: { baseOffset: '-PT120M' } })
    expect(fixed && offsetHours(fixed, '2026-07-01T12:00:00Z')).toBe(2)
    expect(creationZoneOf({ meetingTimeZone: {} })).toBeUndefined()
  })
})

describe('The zone of an item', () => {
  const { call } = withExchange()
  async function zonesOf(startTimeZone: TimeZoneDefinition) {
    const calendarItem = { subject: 'Visit', start: at('09:00'), end: at('10:00'), startTimeZone }
    const items = [{ calendarItem }]
    const { responseMessages: created } = await call(CreateItem, { sendMeetingInvitations: 'SendToNone', items })
    const itemId = created[0]?.items?.[0]?.itemId
    if (itemId === undefined) throw new TypeError(`No item: ${created[0]?.responseCode}`)
    const itemShape = { baseShape: 'AllProperties' } as const
    const { responseMessages } = await call(GetItem, { itemShape, itemIds: [{ itemId }] })
    const { startTimeZone: start, endTimeZone: end } = responseMessages[0]?.items?.[0] ?? {}
    return { start, end }
  }

  it('is returned with its rules, though it was given by its id', async () => {
    const whole = timeZoneDefinition(BERLIN, at('09:00'))
    expect(await zonesOf({ id: BERLIN })).toEqual({ start: whole, end: whole })
  })

  it.each([{ bias: 'P6000D' }, { timeOffset: 'P2D' }])('is refused with %o, which no clock has', async (odd) => {
    const [first, ...others] = summerTime.recurringDayTransition
    const strange: TimeZoneDefinition = {
      ...definition,
      periods: periods.map((period) => ({ ...period, bias: odd.bias ?? period.bias })),
      transitionsGroups: [
        always,
        { ...summerTime, recurringDayTransition: [{ ...first, timeOffset: odd.timeOffset ?? 'PT2H' }, ...others] },
        fixedDates,
      ],
    }
    const calendarItem = { subject: 'Visit', start: at('09:00'), end: at('10:00'), startTimeZone: strange }
    const sent = await call(CreateItem, { sendMeetingInvitations: 'SendToNone', items: [{ calendarItem }] })
    expect(sent.responseMessages).toMatchObject([{ responseCode: 'ErrorTimeZone' }])
  })

  it('is refused with an offset of years', () => {
    const odd = { ...definition, periods: periods.map((period) => ({ ...period, bias: '-P1Y' })) }
    expect(() => zoneOf(odd)).toThrow(expect.objectContaining({ responseCode: 'ErrorTimeZone' }))
  })

  it('is refused with an offset of more than a day in the form of Exchange 2007', async () => {
    const change = (offset: string) => ({ offset, time: '03:00:00' })
    const meetingTimeZone = { baseOffset: '-PT60M', standard: change('P6000D'), daylight: change('-PT60M') }
    const calendarItem = { subject: 'Visit', start: at('09:00'), end: at('10:00'), meetingTimeZone }
    const sent = await call(CreateItem, { sendMeetingInvitations: 'SendToNone', items: [{ calendarItem }] })
    expect(sent.responseMessages).toMatchObject([{ responseCode: 'ErrorTimeZone' }])
  })

  it('is returned as the client has described it', async () => {
    expect(await zonesOf(definition)).toEqual({ start: definition, end: definition })
  })
})
