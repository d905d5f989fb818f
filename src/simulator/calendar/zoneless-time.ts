import type { SerializableTimeZone } from '../../operations/availability/serializable-time-zone'
import type { CalendarItem } from '../../operations/types/calendar-item'
import { creationZoneOf } from './creation-zone'
import { zoneOf } from './defined-zone'
import { serializableZone } from './serializable-time-zone'
import { type TimeZone, utc } from './time-zone'

/** The parts of a request that determine what times without an offset mean. */
interface Zoned {
  /** Rules in a request for availability, and a name in a calendar item. */
  readonly timeZone?: SerializableTimeZone | string
  readonly calendarItem?: CalendarItem
  readonly updates?: readonly { readonly setItemField?: { readonly calendarItem?: CalendarItem } }[]
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/**
 * Moves the times of a request that were written without an offset, in place, to the instants that they mean: by the time zone of
 * the item, or of its other changes, or else of the request (Microsoft, "Time zones and EWS in Exchange", table 2).
 *
 * @param times the times without an offset, read as if in UTC; those that were moved are taken out
 * @param context the zone of the header TimeZoneContext; only asked for if it is needed
 * @throws ServiceError ErrorTimeZone
 */
export function resolveZonelessTimes(request: unknown, times: Set<Date>, context: () => TimeZone | undefined): void {
  if (times.size === 0) return
  const move = (time: Date | undefined, zone: TimeZone) => {
    if (time !== undefined && times.delete(time)) time.setTime(zone.instant(time.getTime()).getTime())
  }
  const moveItem = ({ start, end }: CalendarItem, zoned: CalendarItem) => {
    const startTimeZone = creationZoneOf(zoned)
    const { endTimeZone = startTimeZone } = zoned
    if (startTimeZone !== undefined) move(start, zoneOf(startTimeZone))
    if (endTimeZone !== undefined) move(end, zoneOf(endTimeZone))
  }
  const moveLazily = (time: Date, zone: TimeZone | undefined) => {
    if (times.has(time)) move(time, zone ?? context() ?? utc)
  }
  const visit = (value: unknown, zone: TimeZone | undefined) => {
    if (value instanceof Date) moveLazily(value, zone)
    else if (Array.isArray(value)) for (const each of value) visit(each, zone)
    else if (isObject(value)) {
      const { timeZone, calendarItem, updates = [] }: Zoned = value
      if (calendarItem !== undefined) moveItem(calendarItem, calendarItem)
      const changes = updates.flatMap(({ setItemField }) => setItemField?.calendarItem ?? [])
      for (const change of changes) moveItem(change, Object.assign({}, ...changes))
      const inner = isObject(timeZone) ? serializableZone(timeZone) : zone
      for (const each of Object.values(value)) visit(each, inner)
    }
  }
  visit(request, undefined)
}
