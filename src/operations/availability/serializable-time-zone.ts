import { type ComplexType, integer, optional, text, type ValueOfParts } from '../../xml'
import { DayOfWeek } from '../types/day-of-week'
import { types } from '../types/namespaces'

const short = integer({ minInclusive: -32768, maxInclusive: 32767 })

const serializableTimeZoneTime = {
  /** Minutes to add to the zone's `bias`: usually 0 for standard time and -60 for daylight time. */
  bias: integer(),
  /** The local time of day of the change, `02:00:00`, as clocks show it before the change. */
  time: text,
  /** The position of `dayOfWeek` within the month, from 1 to 5; 5 is the last. */
  dayOrder: short,
  /** The month, from 1 to 12. Servers send 0 for zones without daylight saving time. */
  month: short,
  /** The day of the week of the change. */
  dayOfWeek: DayOfWeek,
  /** The year that the rule is for. Absent if it is for every year. */
  year: optional(text),
} as const

/** The rule for a zone's change to standard or daylight time (MS-OXWSAVAIL, SerializableTimeZoneTime). */
export interface SerializableTimeZoneTime extends ValueOfParts<[typeof serializableTimeZoneTime]> {}
const SerializableTimeZoneTime: ComplexType<SerializableTimeZoneTime> = types.complexType(serializableTimeZoneTime)

const serializableTimeZone = {
  /** Minutes to add to local time to get UTC. Negative for zones east of Greenwich. */
  bias: integer(),
  /** The change to standard time. */
  standardTime: SerializableTimeZoneTime,
  /** The change to daylight time. */
  daylightTime: SerializableTimeZoneTime,
} as const

/** A time zone as two rules (MS-OXWSAVAIL, SerializableTimeZone). */
export interface SerializableTimeZone extends ValueOfParts<[typeof serializableTimeZone]> {}
export const SerializableTimeZone: ComplexType<SerializableTimeZone> = types.complexType(serializableTimeZone)

/** UTC in the form that Exchange requires: two changes without an effect. */
export const UTC: SerializableTimeZone = {
  bias: 0,
  standardTime: { bias: 0, time: '02:00:00', dayOrder: 1, month: 3, dayOfWeek: 'Sunday' },
  daylightTime: { bias: 0, time: '02:00:00', dayOrder: 1, month: 10, dayOfWeek: 'Sunday' },
}
