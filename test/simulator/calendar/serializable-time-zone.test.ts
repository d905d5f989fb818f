import { describe, expect, it } from 'vitest'
import type { SerializableTimeZone } from '../../../src/operations'
import { UTC } from '../../../src/operations/availability/serializable-time-zone'
import { wallClock } from '../../../src/simulator/calendar/serializable-time-zone'

const ZURICH: SerializableTimeZone = {
  bias: -60,
  standardTime: { bias: 0, time: '03:00:00', dayOrder: 5, month: 10, dayOfWeek: 'Sunday' },
  daylightTime: { bias: -60, time: '02:00:00', dayOrder: 5, month: 3, dayOfWeek: 'Sunday' },
}
const SYDNEY: SerializableTimeZone = {
  bias: -600,
  standardTime: { bias: 0, time: '03:00:00', dayOrder: 1, month: 4, dayOfWeek: 'Sunday' },
  daylightTime: { bias: -60, time: '02:00:00', dayOrder: 1, month: 10, dayOfWeek: 'Sunday' },
}
const NEW_YORK: SerializableTimeZone = {
  bias: 300,
  standardTime: { bias: 0, time: '02:00:00', dayOrder: 1, month: 11, dayOfWeek: 'Sunday' },
  daylightTime: { bias: -60, time: '02:00:00', dayOrder: 2, month: 3, dayOfWeek: 'Sunday' },
}
const PHOENIX: SerializableTimeZone = {
  bias: 420,
  standardTime: { bias: 0, time: '00:00:00', dayOrder: 0, month: 0, dayOfWeek: 'Sunday' },
  daylightTime: { bias: 0, time: '00:00:00', dayOrder: 0, month: 0, dayOfWeek: 'Sunday' },
}

const zones = {
  'Etc/UTC': UTC,
  'Europe/Zurich': ZURICH,
  'Australia/Sydney': SYDNEY,
  'America/New_York': NEW_YORK,
  'America/Phoenix': PHOENIX,
}

/** The wall clock by ICU, in the same form. */
function wallClockByIcu(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(instant)
  const part = (type: string) => parts.find((each) => each.type === type)?.value
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`
}

describe('pain 7: a time zone of two rules shows the local time', () => {
  it.each(Object.entries(zones))(
    '%s, every quarter of an hour around each change of 2026, and once on every day',
    (name, zone) => {
      const days = Array.from({ length: 365 }, (_, day) => Date.UTC(2026, 0, day + 1, 12))
      const changes = [
        '2026-03-08',
        '2026-03-29',
        '2026-04-04',
        '2026-04-05',
        '2026-10-03',
        '2026-10-04',
        '2026-10-25',
        '2026-11-01',
      ]
      const quarters = changes.flatMap((day) =>
        Array.from({ length: 192 }, (_, index) => Date.parse(day) + index * 900_000),
      )
      for (const time of [...days, ...quarters]) {
        const instant = new Date(time)
        expect(wallClock(instant, zone).toISOString().slice(0, 19)).toBe(wallClockByIcu(instant, name))
      }
    },
  )
})
