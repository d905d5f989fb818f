import type { MeetingTimeZone, TimeZoneDefinition } from '../../operations'
import type { CalendarItem } from '../../operations/types/calendar-item'
import { monthNames } from '../../operations/types/recurrence'
import { positionOf } from './day-of-week'
import { milliseconds } from './defined-zone'
import { windowsTimeZoneIds } from './time-zone'
import { duration } from './time-zone-definition'

type TimeChange = NonNullable<MeetingTimeZone['standard']>

/** The zone that a client gives a new item: `startTimeZone`, or `meetingTimeZone` as for Exchange 2007. */
export const creationZoneOf = ({ startTimeZone, meetingTimeZone }: CalendarItem): TimeZoneDefinition | undefined =>
  startTimeZone ?? (meetingTimeZone && definitionOf(meetingTimeZone))

/** Converts a zone from the form of Exchange 2007 (MS-OXWSCDATA, TimeZoneType): to its Windows id, or else to its rules. */
function definitionOf({
  timeZoneName,
  baseOffset,
  standard,
  daylight,
}: MeetingTimeZone): TimeZoneDefinition | undefined {
  if (timeZoneName !== undefined && windowsTimeZoneIds.includes(timeZoneName)) return { id: timeZoneName }
  if (baseOffset === undefined) return timeZoneName === undefined ? undefined : { id: timeZoneName }
  const bias = (offset: string) => duration(milliseconds(baseOffset) + milliseconds(offset))
  const changes = [
    { name: 'Standard', change: standard },
    { name: 'Daylight', change: daylight },
  ].flatMap(({ name, change }) => (change === undefined ? [] : { name, change }))
  const periods = [
    { id: 'Base', name: 'Standard', bias: baseOffset },
    ...changes.map(({ name, change }) => ({ id: name, name, bias: bias(change.offset) })),
  ]
  const recurringDayTransition = changes.flatMap(({ name, change }) => recurringDay(name, change))
  const group =
    recurringDayTransition.length === 0
      ? { id: '0', transition: [{ to: { kind: 'Period' as const, value: 'Base' } }] }
      : { id: '0', recurringDayTransition }
  const transitions = { transition: { to: { kind: 'Group' as const, value: '0' } } }
  return { id: timeZoneName, periods, transitionsGroups: [group], transitions }
}

/** A change on the same weekday each year. Changes that happen only once are left out, since they don't apply to other years. */
function recurringDay(period: string, { relativeYearlyRecurrence: rule, time }: TimeChange) {
  if (rule === undefined) return []
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return {
    to: { kind: 'Period' as const, value: period },
    timeOffset: duration((hours * 60 + minutes) * 60_000),
    month: monthNames.indexOf(rule.month) + 1,
    dayOfWeek: rule.daysOfWeek,
    occurrence: positionOf[rule.dayOfWeekIndex],
  }
}
