import { type ComplexType, integer, optional, text, type ValueOfParts } from '../../xml'
import { DayOfWeek } from '../types/day-of-week'
import { types } from '../types/namespaces'

const short = integer({ minInclusive: -32768, maxInclusive: 32767 })

const serializableTimeZoneTime = {
  /** In minutes, added to the zone's; as a rule 0 for standard time and -60 for daylight time. */
  bias: integer(),
  /** Local time of day at which it begins, `02:00:00`, on the clocks of the time that ends. */
  time: text,
  /** The nth `dayOfWeek` of the month; 5 is the last. */
  dayOrder: short,
  /** From 1; 0 in answers for zones without daylight time. */
  month: short,
  dayOfWeek: DayOfWeek,
  /** Absent from a rule for every year. */
  year: optional(text),
} as const

/** When a zone changes to standard or daylight time (MS-OXWSAVAIL, SerializableTimeZoneTime). */
export interface SerializableTimeZoneTime extends ValueOfParts<[typeof serializableTimeZoneTime]> {}
const SerializableTimeZoneTime: ComplexType<SerializableTimeZoneTime> = types.complexType(serializableTimeZoneTime)

const serializableTimeZone = {
  /** In minutes: UTC is local time plus bias, so that zones east of Greenwich have a negative one. */
  bias: integer(),
  standardTime: SerializableTimeZoneTime,
  daylightTime: SerializableTimeZoneTime,
} as const

/** A zone as two rules (MS-OXWSAVAIL, SerializableTimeZone). */
export interface SerializableTimeZone extends ValueOfParts<[typeof serializableTimeZone]> {}
export const SerializableTimeZone: ComplexType<SerializableTimeZone> = types.complexType(serializableTimeZone)

/** UTC in the form that Exchange demands: two changes, both without effect. */
export const UTC: SerializableTimeZone = {
  bias: 0,
  standardTime: { bias: 0, time: '02:00:00', dayOrder: 1, month: 3, dayOfWeek: 'Sunday' },
  daylightTime: { bias: 0, time: '02:00:00', dayOrder: 1, month: 10, dayOfWeek: 'Sunday' },
}
