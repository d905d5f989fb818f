import type { TimeZoneDefinition } from '../../operations'
import { nthWeekday } from './day-of-week'
import { invalidTimeZone, type TimeZone, timeZoneOf, utc, windowsTimeZoneIds, zoneByOffset } from './time-zone'

type Group = NonNullable<TimeZoneDefinition['transitionsGroups']>[number]
type Target = NonNullable<NonNullable<TimeZoneDefinition['transitions']>['transition']>['to']

const DAY_MS = 24 * 60 * 60 * 1000

/** A change of the clocks that recurs each year. */
interface Change {
  /** The wall clock time of the change in a year, by the clocks before it. */
  readonly at: (year: number) => number
  /** The offset from UTC after the change, in milliseconds. */
  readonly offset: number
}

/** The rules that are in force for some years: the offset at the beginning of a year, and the changes in the order of the year. */
interface Rules {
  readonly offset: number
  readonly changes: readonly Change[]
}

/** The zones of definitions that were read before, since some definitions have rules for a hundred years. */
const known = new WeakMap<TimeZoneDefinition, TimeZone>()

/**
 * Returns the zone of a definition (MS-OXWSGTZ, TimeZoneDefinitionType): the one with its Windows id, or else the one that its rules
 * describe, since clients on other systems use ids of their own. Defaults to UTC.
 *
 * @throws ServiceError ErrorTimeZone if the simulator doesn't know the id, and there are no complete rules
 */
export function zoneOf(definition: TimeZoneDefinition | undefined): TimeZone {
  if (definition === undefined) return utc
  const { id, periods } = definition
  if (periods === undefined || windowsTimeZoneIds.includes(id ?? '')) return timeZoneOf(id)
  const zone = known.get(definition) ?? zoneByRules(definition)
  known.set(definition, zone)
  return zone
}

function zoneByRules({ periods = [], transitionsGroups = [], transitions }: TimeZoneDefinition): TimeZone {
  const offsets = new Map(periods.map(({ id, bias = 'PT0S' }) => [id, -withinADay(bias)]))
  const groups = new Map(transitionsGroups.map((group) => [group.id, group]))
  const offsetOf = ({ value }: Target) => defined(offsets.get(value))
  const rulesOf = (to: Target) =>
    to.kind === 'Period' ? { offset: offsetOf(to), changes: [] } : rulesOfGroup(defined(groups.get(to.value)), offsetOf)
  const first = rulesOf(defined(transitions?.transition).to)
  const later = (transitions?.absoluteDateTransition ?? []).map(({ to, dateTime }) => ({
    from: dateTime.getTime(),
    rules: rulesOf(to),
  }))
  const rulesAt = (time: number) => later.findLast(({ from }) => from <= time)?.rules ?? first
  return zoneByOffset((time) => offsetAt(time, rulesAt(time)))
}

/** The milliseconds of an offset or of a time of day. No clock is more than a day from UTC. */
function withinADay(duration: string): number {
  const length = milliseconds(duration)
  if (Math.abs(length) <= DAY_MS) return length
  throw invalidTimeZone()
}

function defined<Value>(value: Value | undefined): Value {
  if (value === undefined) throw invalidTimeZone()
  return value
}

function rulesOfGroup(group: Group, offsetOf: (to: Target) => number): Rules {
  const { transition = [], recurringDayTransition = [], recurringDateTransition = [] } = group
  const changes = [
    ...recurringDayTransition.map(({ to, timeOffset, month, dayOfWeek, occurrence }) => ({
      at: (year: number) => nthWeekday(year, month, [dayOfWeek], occurrence) + withinADay(timeOffset),
      offset: offsetOf(to),
    })),
    ...recurringDateTransition.map(({ to, timeOffset, month, day }) => ({
      at: (year: number) => Date.UTC(year, month - 1, day) + withinADay(timeOffset),
      offset: offsetOf(to),
    })),
  ].sort((one, other) => one.at(2000) - other.at(2000))
  const [only] = transition
  return { offset: changes.at(-1)?.offset ?? offsetOf(defined(only).to), changes }
}

/** The offset at an instant, in milliseconds: that after the latest change. The year before the first change has that after the last. */
function offsetAt(time: number, { offset, changes }: Rules): number {
  const year = new Date(time + offset).getUTCFullYear()
  let current = offset
  for (const change of changes) {
    if (change.at(year) - current > time) break
    current = change.offset
  }
  return current
}

/** The milliseconds of an `xs:duration` of days, hours, minutes and seconds. NaN if it has years or months. */
export function milliseconds(duration: string): number {
  const parts = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(duration)
  if (parts === null) return Number.NaN
  const [, sign, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
  const length = Number(days) * DAY_MS + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -length : length
}
