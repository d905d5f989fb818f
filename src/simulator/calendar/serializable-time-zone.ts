import type {
  SerializableTimeZone,
  SerializableTimeZoneTime,
} from '../../operations/availability/serializable-time-zone'
import { nthWeekday } from './day-of-week'
import { type TimeZone, zoneByOffset } from './time-zone'

const MINUTE_MS = 60_000

/** The wall clock time of an instant in `zone`, as if it were in UTC (MS-OXWSAVAIL, SerializableTimeZone: UTC is local time plus bias). */
export function wallClock(instant: Date, zone: SerializableTimeZone): Date {
  return new Date(serializableZone(zone).wallClock(instant))
}

/** The zone that two rules describe. */
export const serializableZone = (zone: SerializableTimeZone): TimeZone =>
  zoneByOffset((time) => -(zone.bias + seasonOf(new Date(time), zone).bias) * MINUTE_MS)

function seasonOf(instant: Date, zone: SerializableTimeZone): SerializableTimeZoneTime {
  const { bias, standardTime, daylightTime } = zone
  if (standardTime.month === 0 || daylightTime.month === 0) return standardTime
  const year = new Date(instant.getTime() - bias * MINUTE_MS).getUTCFullYear()
  const startsAt = (season: SerializableTimeZoneTime, before: SerializableTimeZoneTime) =>
    wallTimeOf(season, year) + (bias + before.bias) * MINUTE_MS
  const daylightStarts = startsAt(daylightTime, standardTime)
  const standardStarts = startsAt(standardTime, daylightTime)
  const time = instant.getTime()
  const isDaylight =
    daylightStarts < standardStarts
      ? time >= daylightStarts && time < standardStarts
      : time >= daylightStarts || time < standardStarts
  return isDaylight ? daylightTime : standardTime
}

/** The start of a season in `year`, by the clocks of the season that ends. */
function wallTimeOf({ month, dayOrder, dayOfWeek, time }: SerializableTimeZoneTime, year: number): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  const midnight = nthWeekday(year, month, [dayOfWeek], dayOrder)
  return midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000
}
