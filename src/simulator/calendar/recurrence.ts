import { Month, type Recurrence } from '../../operations/types/recurrence'
import { ServiceError } from '../soap/service-error'
import { weekdaysOf } from './day-of-week'
import type { TimeZone } from './time-zone'

/** A series: on which days by `recurrence`, at which time and for how long by `start` and `end`, on the clocks of `zone`. */
export interface Series {
  readonly recurrence: Recurrence
  readonly start: Date
  readonly end: Date
  readonly zone: TimeZone
}

/** One time that a series takes place, by its pattern; `index` counts from 1. */
export interface Occurrence {
  readonly index: number
  readonly start: Date
  readonly end: Date
}

/** Which days of a month, a week or whatever else the pattern counts: days since 1970, ascending. */
type Pattern = (period: number) => readonly number[]

type RelativeDay = Omit<NonNullable<Recurrence['relativeMonthlyRecurrence']>, 'interval'>

const DAY_MS = 24 * 60 * 60 * 1000
/** The last day that Outlook and Exchange know (MS-OXOCAL, 2.2.1.44.1, EndDate). */
const LAST_DAY = Date.UTC(4500, 7, 31) / DAY_MS
const months = Month.facets.enumeration ?? []
const indices = ['First', 'Second', 'Third', 'Fourth'] as const

/** The day of the week of a day since 1970. */
const weekdayOf = (day: number) => (((day + 4) % 7) + 7) % 7
const dayNumber = (civilDay: string) => Date.parse(`${civilDay}T00:00:00Z`) / DAY_MS

/** The first day of a month, the months counted on from January of the year 0. */
const firstOfMonth = (month: number) => new Date(0).setUTCFullYear(0, month, 1) / DAY_MS

/** Months that are too short have it on their last day (MS-OXOCAL, 2.2.1.44.1.4). */
function dayOfMonth(month: number, day: number): number {
  const first = firstOfMonth(month)
  return Math.min(first + day - 1, firstOfMonth(month + 1) - 1)
}

function relativeDay(month: number, { daysOfWeek, dayOfWeekIndex }: RelativeDay): number[] {
  const first = firstOfMonth(month)
  const length = firstOfMonth(month + 1) - first
  const wanted = weekdaysOf[daysOfWeek]
  const days = Array.from({ length }, (_, index) => first + index).filter((day) => wanted.includes(weekdayOf(day)))
  return days.slice(dayOfWeekIndex === 'Last' ? -1 : indices.indexOf(dayOfWeekIndex)).slice(0, 1)
}

function weeklyPattern(weekly: NonNullable<Recurrence['weeklyRecurrence']>, startDay: number): Pattern {
  const { interval, daysOfWeek, firstDayOfWeek = 'Sunday' } = weekly
  const [weekStart = 0] = weekdaysOf[firstDayOfWeek]
  const firstDay = startDay - ((weekdayOf(startDay) - weekStart + 7) % 7)
  const offsets = daysOfWeek.flatMap((name) => weekdaysOf[name].map((day) => (day - weekStart + 7) % 7))
  const inOrder = [...new Set(offsets)].sort((one, other) => one - other)
  return (period) => inOrder.map((offset) => firstDay + period * interval * 7 + offset)
}

/** What the pattern has in its `period`th day, week, month or year, counted from the one that `startDay` is in. */
function patternOf(recurrence: Recurrence, startDay: number): Pattern {
  const { dailyRecurrence: daily, weeklyRecurrence: weekly } = recurrence
  const { absoluteMonthlyRecurrence: monthly, relativeMonthlyRecurrence: relativeMonthly } = recurrence
  const { absoluteYearlyRecurrence: yearly, relativeYearlyRecurrence: relativeYearly } = recurrence
  const start = new Date(startDay * DAY_MS)
  const january = start.getUTCFullYear() * 12
  const month = (period: number, interval: number) => january + start.getUTCMonth() + period * interval
  const monthOfYear = (period: number, name: string) => january + period * 12 + months.indexOf(name)
  if (daily) return (period) => [startDay + period * daily.interval]
  if (weekly) return weeklyPattern(weekly, startDay)
  if (monthly) return (period) => [dayOfMonth(month(period, monthly.interval), monthly.dayOfMonth)]
  if (relativeMonthly) return (period) => relativeDay(month(period, relativeMonthly.interval), relativeMonthly)
  if (yearly) return (period) => [dayOfMonth(monthOfYear(period, yearly.month), yearly.dayOfMonth)]
  if (relativeYearly) return (period) => relativeDay(monthOfYear(period, relativeYearly.month), relativeYearly)
  return () => []
}

const rangeOf = ({ noEndRecurrence, endDateRecurrence, numberedRecurrence }: Recurrence) => ({
  startDay: dayNumber((noEndRecurrence ?? endDateRecurrence ?? numberedRecurrence)?.startDate ?? ''),
  endDay: Math.min(LAST_DAY, endDateRecurrence === undefined ? LAST_DAY : dayNumber(endDateRecurrence.endDate)),
  count: numberedRecurrence?.numberOfOccurrences ?? Number.POSITIVE_INFINITY,
})

/** The days of a series, since 1970, in order. */
function* daysOf(recurrence: Recurrence): Generator<number> {
  const { startDay, endDay, count } = rangeOf(recurrence)
  const pattern = patternOf(recurrence, startDay)
  let found = 0
  for (let period = 0; ; period++) {
    const days = pattern(period)
    for (const day of days) {
      if (day > endDay || found === count) return
      if (day < startDay) continue
      found += 1
      yield day
    }
    if (days.length === 0 && period > 0) return
  }
}

/** The times of a series on one of its days: the same on the clocks of its zone, whatever these do in between. */
function timesOf({ start, end, zone }: Series) {
  const wallClock = zone.wallClock(start)
  const timeOfDay = wallClock - Math.floor(wallClock / DAY_MS) * DAY_MS
  const length = zone.wallClock(end) - wallClock
  const on = (day: number, index: number): Occurrence => {
    const time = day * DAY_MS + timeOfDay
    return { index, start: zone.instant(time), end: zone.instant(time + length) }
  }
  return { on, length }
}

/** The occurrences of a series that overlap a window, or touch it, in order. */
export function* occurrencesBetween(series: Series, from: Date, to: Date): Generator<Occurrence> {
  const { on, length } = timesOf(series)
  // No zone is further from UTC than a day, and no change of clocks longer.
  const earliest = (from.getTime() - length) / DAY_MS - 3
  const latest = to.getTime() / DAY_MS + 2
  let index = 0
  for (const day of daysOf(series.recurrence)) {
    index += 1
    if (day > latest) return
    if (day < earliest) continue
    const occurrence = on(day, index)
    if (occurrence.start <= to && occurrence.end >= from) yield occurrence
  }
}

/** The `index`th occurrence, counted from 1; `undefined` where there are fewer. */
export function occurrenceByIndex(series: Series, index: number): Occurrence | undefined {
  let passed = 0
  for (const day of daysOf(series.recurrence)) if (++passed === index) return timesOf(series).on(day, index)
  return undefined
}

/** The last occurrence; `undefined` where there is no end. */
export function lastOccurrence(series: Series): Occurrence | undefined {
  if (series.recurrence.noEndRecurrence !== undefined) return undefined
  let last: number | undefined
  let index = 0
  for (const day of daysOf(series.recurrence)) {
    last = day
    index += 1
  }
  return last === undefined ? undefined : timesOf(series).on(last, index)
}

const invalid = (message: string) => new ServiceError('ErrorCalendarInvalidRecurrence', message)

/**
 * The first occurrence of a series that may be saved.
 *
 * @throws ServiceError ErrorCalendarInvalidRecurrence, ErrorCalendarInvalidDayForWeeklyRecurrence, ErrorRecurrenceEndDateTooBig,
 * ErrorRecurrenceHasNoOccurrence, or ErrorOccurrenceTimeSpanTooBig where one occurrence reaches into the next
 */
export function firstOccurrence(series: Series): Occurrence {
  refuseNumbers(series.recurrence)
  refuseDays(series.recurrence)
  const first = occurrenceByIndex(series, 1)
  if (first === undefined) {
    throw new ServiceError('ErrorRecurrenceHasNoOccurrence', 'The recurrence has no occurrence.')
  }
  const second = occurrenceByIndex(series, 2)
  if (second !== undefined && second.start < first.end) {
    throw new ServiceError('ErrorOccurrenceTimeSpanTooBig', 'An occurrence is longer than the time to the next one.')
  }
  return first
}

const LONGEST_INTERVAL = 999
const MOST_OCCURRENCES = 999

function refuseNumbers(recurrence: Recurrence) {
  const { weeklyRecurrence, dailyRecurrence, absoluteMonthlyRecurrence, relativeMonthlyRecurrence } = recurrence
  const intervals = [weeklyRecurrence, dailyRecurrence, absoluteMonthlyRecurrence, relativeMonthlyRecurrence]
  const days = [absoluteMonthlyRecurrence, recurrence.absoluteYearlyRecurrence]
  const { startDay, endDay, count } = rangeOf(recurrence)
  if (intervals.some((pattern) => pattern && (pattern.interval < 1 || pattern.interval > LONGEST_INTERVAL))) {
    throw invalid(`The interval must be from 1 to ${LONGEST_INTERVAL}.`)
  }
  if (days.some((pattern) => pattern && (pattern.dayOfMonth < 1 || pattern.dayOfMonth > 31))) {
    throw invalid('The day of the month must be from 1 to 31.')
  }
  if (count !== Number.POSITIVE_INFINITY && (count < 1 || count > MOST_OCCURRENCES)) {
    throw invalid(`The number of occurrences must be from 1 to ${MOST_OCCURRENCES}.`)
  }
  if (Number.isNaN(startDay) || Number.isNaN(endDay)) throw invalid('There is no such day.')
  if (dayNumber(recurrence.endDateRecurrence?.endDate ?? '1970-01-01') > LAST_DAY) {
    throw new ServiceError('ErrorRecurrenceEndDateTooBig', 'The end date of the recurrence is after 31 August 4500.')
  }
}

/** In weekly patterns a day is one of the seven. */
function refuseDays({ weeklyRecurrence }: Recurrence) {
  if (weeklyRecurrence === undefined) return
  const { daysOfWeek, firstDayOfWeek = 'Sunday' } = weeklyRecurrence
  if (daysOfWeek.length > 0 && [...daysOfWeek, firstDayOfWeek].every((name) => weekdaysOf[name].length === 1)) return
  throw new ServiceError(
    'ErrorCalendarInvalidDayForWeeklyRecurrence',
    'Day, Weekday and WeekendDay are not valid in a weekly recurrence.',
  )
}
