import type { TimeZoneDefinition } from '../../operations'
import { weekdays, weekdaysOf } from './day-of-week'
import { timeZoneOf } from './time-zone'

type Period = NonNullable<TimeZoneDefinition['periods']>[number]
type RecurringDay = NonNullable<
  NonNullable<TimeZoneDefinition['transitionsGroups']>[number]['recurringDayTransition']
>[number]

const MINUTE_MS = 60_000
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS
const DAY_MS = 24 * 60 * MINUTE_MS

/** A change of the clocks, with the offsets from UTC before and after it, in milliseconds. */
export interface ClockChange {
  readonly at: number
  readonly before: number
  readonly after: number
}

/** A time zone by its id and name only. */
export const namedTimeZone = (id: string, now: Date): TimeZoneDefinition => ({
  id,
  name: `(UTC${clockOffset(timeZoneOf(id).wallClock(now) - now.getTime())}) ${id}`,
})

const MAX_KEPT = 1000
const kept = new Map<string, TimeZoneDefinition>()

/**
 * The form in which items return a zone: with its rules, even if only its id was given, since Microsoft's own client requires them.
 *
 * @param at the year whose rules are returned
 */
export function withRules(zone: TimeZoneDefinition, at: Date): TimeZoneDefinition {
  const { id, periods } = zone
  if (id === undefined || periods !== undefined) return zone
  const key = `${at.getUTCFullYear()} ${id}`
  const rules = kept.get(key) ?? timeZoneDefinition(id, at)
  if (kept.size >= MAX_KEPT) kept.clear()
  kept.set(key, rules)
  return { ...rules, ...zone }
}

/** A time zone with the rules that are in force in the year of `now` (MS-OXWSGTZ, TimeZoneDefinitionType). */
export function timeZoneDefinition(id: string, now: Date): TimeZoneDefinition {
  const year = now.getUTCFullYear()
  const zone = timeZoneOf(id)
  const offsetAt = (time: number) => zone.wallClock(new Date(time)) - time
  const changes = clockChanges(year, offsetAt)
  const inTurn = [offsetAt(Date.UTC(year, 0, 1)), ...changes.map(({ after }) => after)]
  const standard = Math.min(...inTurn)
  const offsets = [...new Set([standard, ...inTurn])]
  const nameOf = (offset: number) => (offset === standard ? 'Standard' : 'Daylight')
  const idOf = (offset: number) => `trule:Microsoft/Registry/${id}/${year}-${nameOf(offset)}`
  const periods = offsets.map((offset): Period => ({ bias: duration(-offset), name: nameOf(offset), id: idOf(offset) }))
  const isYearly = changes.length > 0 && inTurn[0] === inTurn.at(-1)
  const transitions = isYearly ? yearly(changes, idOf) : once(changes, inTurn.map(idOf))
  return { ...namedTimeZone(id, now), periods, ...transitions }
}

type Transitions = Pick<TimeZoneDefinition, 'transitionsGroups' | 'transitions'>

/** Changes that come again each year. */
const yearly = (changes: readonly ClockChange[], idOf: (offset: number) => string): Transitions => ({
  transitionsGroups: [
    { id: '0', recurringDayTransition: changes.map((change) => recurringDay(change, idOf(change.after))) },
  ],
  transitions: { transition: { to: toGroup(0) } },
})

/** The periods of a year that doesn't end as it began, because a country has changed its time for good; or the only one of a year. */
const once = (changes: readonly ClockChange[], periodIds: readonly string[]): Transitions => ({
  transitionsGroups: periodIds.map((value, index) => ({
    id: `${index}`,
    transition: [{ to: { kind: 'Period', value } }],
  })),
  transitions: {
    transition: { to: toGroup(0) },
    ...(changes.length > 0 && {
      absoluteDateTransition: changes.map(({ at }, index) => ({ to: toGroup(index + 1), dateTime: new Date(at) })),
    }),
  },
})

const toGroup = (index: number) => ({ kind: 'Group' as const, value: `${index}` })

/** The changes of the clocks in a year, by the offset at each instant. No zone changes its clocks twice in a week. */
export function clockChanges(year: number, offsetAt: (time: number) => number): ClockChange[] {
  const changes: ClockChange[] = []
  const end = Date.UTC(year + 1, 0, 1)
  for (let week = Date.UTC(year, 0, 1); week < end; week += WEEK_MS) {
    let [low, high] = [week, Math.min(week + WEEK_MS, end)]
    const [before, after] = [offsetAt(low), offsetAt(high)]
    if (before === after) continue
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS
      if (offsetAt(middle) === before) low = middle
      else high = middle
    }
    changes.push({ at: high, before, after })
  }
  return changes
}

/** A change on the same weekday of the same week of its month each year, by the clocks before it. */
function recurringDay({ at, before }: ClockChange, periodId: string): RecurringDay {
  const wallClock = new Date(at + before)
  const day = wallClock.getUTCDate()
  const month = wallClock.getUTCMonth()
  const isLast = new Date(wallClock.getTime() + WEEK_MS).getUTCMonth() !== month
  return {
    to: { kind: 'Period', value: periodId },
    timeOffset: duration(wallClock.getTime() % DAY_MS),
    month: month + 1,
    dayOfWeek: weekdays.find((name) => weekdaysOf[name].includes(wallClock.getUTCDay())) ?? 'Sunday',
    occurrence: isLast ? -1 : Math.ceil(day / 7),
  }
}

/** `-PT5H30M` (XML Schema, duration). */
export function duration(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / MINUTE_MS)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const text = rest === 0 ? `PT${hours}H` : `PT${hours}H${rest}M`
  return milliseconds < 0 ? `-${text}` : text
}

/** `+01:00` */
function clockOffset(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / MINUTE_MS)
  const digits = (count: number) => `${count}`.padStart(2, '0')
  return `${milliseconds < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`
}
