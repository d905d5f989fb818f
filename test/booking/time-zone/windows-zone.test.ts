import { readFileSync } from 'node:fs'
import { EwsRequestError } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { mainZoneTable, windowsZoneTable } from '../../../scripts/windows-zone-table'
import { windowsZoneOf } from '../../../src/booking/time-zone/windows-zone'

/** Clocks go forward two hours in summer. No Windows zone does that, so any would be wrong for half the year. */
const WITHOUT_WINDOWS_ZONE = ['Antarctica/Troll']

describe('windowsZoneOf knows the Windows zone of every IANA name', () => {
  it.each([
    ['Europe/Zurich', 'W. Europe Standard Time'],
    ['Europe/Kyiv', 'FLE Standard Time'],
    ['Europe/Kiev', 'FLE Standard Time'],
    ['America/Nuuk', 'Greenland Standard Time'],
    ['America/Godthab', 'Greenland Standard Time'],
    ['America/Ciudad_Juarez', 'Mountain Standard Time'],
    ['America/Argentina/Buenos_Aires', 'Argentina Standard Time'],
    ['America/Buenos_Aires', 'Argentina Standard Time'],
    ['America/North_Dakota/New_Salem', 'Central Standard Time'],
    ['America/Mexico_City', 'Central Standard Time (Mexico)'],
    ['America/Port-au-Prince', 'Haiti Standard Time'],
    ['Asia/Calcutta', 'India Standard Time'],
    ['Asia/Kolkata', 'India Standard Time'],
    ['Asia/Almaty', 'West Asia Standard Time'],
    ['US/Pacific', 'Pacific Standard Time'],
    ['EST5EDT', 'Eastern Standard Time'],
    ['NZ-CHAT', 'Chatham Islands Standard Time'],
    ['Cuba', 'Cuba Standard Time'],
    ['UTC', 'UTC'],
    ['Etc/UTC', 'UTC'],
    ['GMT', 'UTC'],
    ['Etc/GMT+0', 'UTC'],
    ['Etc/GMT-12', 'UTC+12'],
  ])('%s: %s', (timeZone, windowsZone) => {
    expect(windowsZoneOf(timeZone)).toBe(windowsZone)
  })

  it('in upper and lower case, as Intl does', () => {
    expect(windowsZoneOf('europe/ZURICH')).toBe('W. Europe Standard Time')
    expect(windowsZoneOf('utc')).toBe('UTC')
  })

  it('pain 8: every zone of this Node.js, except the one that Windows lacks', () => {
    const unknown = Intl.supportedValuesOf('timeZone').filter((timeZone) => {
      try {
        return windowsZoneOf(timeZone) === ''
      } catch (error) {
        if (error instanceof EwsRequestError) return true
        throw error
      }
    })
    expect(unknown).toEqual(WITHOUT_WINDOWS_ZONE)
  })

  it('the zone of this process', () => {
    expect(windowsZoneOf(new Intl.DateTimeFormat().resolvedOptions().timeZone)).toMatch(/./)
  })
})

describe('windowsZoneOf never guesses', () => {
  it.each(['Europe/Atlantis', 'Antarctica/Troll', 'Europe', '', 'W. Europe Standard Time', '+01:00', 'Etc/Unknown'])(
    '%j is refused, with what to do',
    (timeZone) => {
      expect(() => windowsZoneOf(timeZone)).toThrow(
        expect.objectContaining({
          name: 'EwsRequestError',
          path: 'timeZone',
          hint: expect.stringContaining(`windowsZones: { '${timeZone}': `),
        }),
      )
    },
  )

  it('an empty override is refused', () => {
    expect(() => windowsZoneOf('Europe/Zurich', { 'Europe/Zurich': '' })).toThrow(EwsRequestError)
  })
})

describe('an override', () => {
  it('adds a zone', () => {
    expect(windowsZoneOf('Antarctica/Troll', { 'Antarctica/Troll': 'GMT Standard Time' })).toBe('GMT Standard Time')
  })

  it("precedes the table in any case, and doesn't affect other names", () => {
    const overrides = { 'europe/kiev': 'GTB Standard Time' }
    expect(windowsZoneOf('Europe/Kiev', overrides)).toBe('GTB Standard Time')
    expect(windowsZoneOf('Europe/Kyiv', overrides)).toBe('FLE Standard Time')
  })
})

describe('the tables of the client and of the simulator', () => {
  it.each([
    ['booking/time-zone/windows-zone-table.ts', windowsZoneTable],
    ['simulator/calendar/main-zone-table.ts', mainZoneTable],
  ])('%s is what `npm run generate` writes', (path, table) => {
    expect(readFileSync(new URL(`../../../src/${path}`, import.meta.url), 'utf8')).toBe(table())
  })
})
