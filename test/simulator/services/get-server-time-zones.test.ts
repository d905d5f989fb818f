import { describe, expect, it } from 'vitest'
import { GetServerTimeZones } from '../../../src/operations'
import { withExchange } from '../exchange'

describe('GetServerTimeZones', () => {
  const { call } = withExchange()
  const zones = async (ids?: string[], returnFullTimeZoneData?: boolean) =>
    (await call(GetServerTimeZones, { ids, returnFullTimeZoneData })).responseMessages[0]?.timeZoneDefinitions

  it('returns names alone if that is all that is asked for', async () => {
    const all = await zones(undefined, false)
    expect(all?.length).toBeGreaterThan(30)
    expect(all).toContainEqual({ id: 'India Standard Time', name: '(UTC+05:30) India Standard Time' })
  })

  it('returns the rules of a zone whose clocks change', async () => {
    expect(await zones(['W. Europe Standard Time'])).toMatchObject([
      {
        id: 'W. Europe Standard Time',
        periods: [
          { bias: '-PT1H', name: 'Standard', id: expect.stringContaining('2026-Standard') },
          { bias: '-PT2H', name: 'Daylight' },
        ],
        transitionsGroups: [
          {
            id: '0',
            recurringDayTransition: [
              {
                to: { kind: 'Period', value: expect.stringContaining('Daylight') },
                timeOffset: 'PT2H',
                month: 3,
                dayOfWeek: 'Sunday',
                occurrence: -1,
              },
              { to: { value: expect.stringContaining('Standard') }, timeOffset: 'PT3H', month: 10, occurrence: -1 },
            ],
          },
        ],
        transitions: { transition: { to: { kind: 'Group', value: '0' } } },
      },
    ])
  })

  it.each([
    ['Pacific Standard Time', 'PT8H', [3, 11], [2, 1]],
    ['AUS Eastern Standard Time', '-PT10H', [4, 10], [1, 1]],
  ])('of %s in their own weeks', async (id, bias, months, occurrences) => {
    const [zone] = (await zones([id])) ?? []
    const changes = zone?.transitionsGroups?.[0]?.recurringDayTransition
    expect(zone?.periods?.[0]).toMatchObject({ name: 'Standard', bias })
    expect(changes?.map(({ month }) => month)).toEqual(months)
    expect(changes?.map(({ occurrence }) => occurrence)).toEqual(occurrences)
  })

  it('returns one period for a zone whose clocks never change, and nothing for an unknown zone', async () => {
    expect(await zones(['India Standard Time', 'Middle-earth Standard Time'])).toMatchObject([
      { periods: [{ bias: '-PT5H30M' }], transitionsGroups: [{ transition: [{ to: { kind: 'Period' } }] }] },
    ])
  })
})
