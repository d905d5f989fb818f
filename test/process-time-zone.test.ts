import { describe, expect, it } from 'vitest'

const OFFSETS: Readonly<Record<string, number>> = { UTC: 0, 'Europe/Zurich': -120, 'America/St_Johns': 150 }

describe('pain 7: the tests run in several time zones', () => {
  it('and this one is set', () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    expect(timeZone).toBe(process.env.TZ)
    expect(new Date('2026-07-01T12:00:00Z').getTimezoneOffset()).toBe(OFFSETS[timeZone])
  })
})
