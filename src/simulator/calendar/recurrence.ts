import { monthNames, type Recurrence } from '../../operations/types/recurrence'
import { ServiceError } from '../soap/service-error'
import { weekdaysOf } from './day-of-week'
import type { TimeZone } from './time-zone'

/** A series: its days by `recurrence`, its time of day and length by `start` and `end`, on the clocks of `zone`. */
export interface Series {
  readonly recurrence: Recurrence
  readonly start: Date
  readonly end: Date
  readonly zone: TimeZone
}

/** One occurrence of a series, by its pattern. */
export interface Occurrence {
  readonly start: Date
  readonly end: Date
}

/** The days of a pattern, period by period. A period is a day, week, month or year, or several if the interval says so. */
interface Pattern {
  /** The days of a period, counted from 1970, ascending. Periods are counted from 0, the one of the start. */
  daysIn(period: number): readonly number[]
  /** The length of the longest period, in days. */
  readonly longestPeriod: number
}

type RelativeDay = Omit<NonNullable<Recurrence['relativeMonthlyRecurrence']>, 'interval'>

const DAY_MS = 24 * 60 * 60 * 1000
/** The last day of Outlook and Exchange (MS-OXOCAL, 2.2.1.44.1, EndDate). */
const LAST_DAY = Date.UTC(4500, 7, 31) / DAY_MS
const LONGEST_MONTH_DAYS = 31
const LONGEST_YEAR_DAYS = 366
const indices = ['First', 'Second', 'Third', 'Fourth'] as const

/** The day of the week of a day since 1970. */
const weekdayOf = (day: number) => (((day + 4) % 7) + 7) % 7
const dayNumber = (civilDay: string) => Date.parse(`${civilDay}T00:00:00Z`) / DAY_MS

/** The first day of a month. Months are counted from January of the year 0. */
const firstOfMonth = (month: number) => new Date(0).setUTCFullYear(0, month, 1) / DAY_MS

/** A day of a month. In shorter months, it is the last day (MS-OXOCAL, 2.2.1.44.1.4). */
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

function weeklyDays(weekly: NonNullable<Recurrence['weeklyRecurrence']>, startDay: number): Pattern['daysIn'] {
  const { interval, daysOfWeek, firstDayOfWeek = 'Sunday' } = weekly
  const [weekStart = 0] = weekdaysOf[firstDayOfWeek]
  const firstDay = startDay - ((weekdayOf(startDay) - weekStart + 7) % 7)
  const offsets = daysOfWeek.flatMap((name) => weekdaysOf[name].map((day) => (day - weekStart + 7) % 7))
  const inOrder = [...new Set(offsets)].sort((one, other) => one - other)
  return (period) => inOrder.map((offset) => firstDay + period * interval * 7 + offset)
}

/** @param startDay the day with which period 0 begins, or which it contains */
function patternOf(recurrence: Recurrence, startDay: number): Pattern {
  const { dailyRecurrence: daily, weeklyRecurrence: weekly } = recurrence
  const { absoluteMonthlyRecurrence: monthly, relativeMonthlyRecurrence: relativeMonthly } = recurrence
  const { absoluteYearlyRecurrence: yearly, relativeYearlyRecurrence: relativeYearly } = recurrence
  const start = new Date(startDay * DAY_MS)
  const january = start.getUTCFullYear() * 12
  const month = (period: number, interval: number) => january + start.getUTCMonth() + period * interval
  const monthOfYear = (period: number, name: (typeof monthNames)[number]) =>
    january + period * 12 + monthNames.indexOf(name)
  const pattern = (daysIn: Pattern['daysIn'], longestPeriod: number): Pattern => ({ daysIn, longestPeriod })
  if (daily) return pattern((period) => [startDay + period * daily.interval], daily.interval)
  if (weekly) return pattern(weeklyDays(weekly, startDay), weekly.interval * 7)
  if (monthly) {
    const { interval, dayOfMonth: day } = monthly
    return pattern((period) => [dayOfMonth(month(period, interval), day)], interval * LONGEST_MONTH_DAYS)
  }
  if (relativeMonthly) {
    const { interval } = relativeMonthly
    return pattern((period) => relativeDay(month(period, interval), relativeMonthly), interval * LONGEST_MONTH_DAYS)
  }
  if (yearly) {
    return pattern((period) => [dayOfMonth(monthOfYear(period, yearly.month), yearly.dayOfMonth)], LONGEST_YEAR_DAYS)
  }
  if (relativeYearly) {
    return pattern(
      (period) => relativeDay(monthOfYear(period, relativeYearly.month), relativeYearly),
      LONGEST_YEAR_DAYS,
    )
  }
  return pattern(() => [], 1)
}

const rangeOf = ({ noEndRecurrence, endDateRecurrence, numberedRecurrence }: Recurrence) => ({
  startDay: dayNumber((noEndRecurrence ?? endDateRecurrence ?? numberedRecurrence)?.startDate ?? ''),
  endDay: Math.min(LAST_DAY, endDateRecurrence === undefined ? LAST_DAY : dayNumber(endDateRecurrence.endDate)),
  count: numberedRecurrence?.numberOfOccurrences ?? Number.POSITIVE_INFINITY,
})

/** The days of a series since 1970, in order. Days before `fromDay` may be missing. */
function* daysOf(recurrence: Recurrence, fromDay = Number.NEGATIVE_INFINITY): Generator<number> {
  const { startDay, endDay, count } = rangeOf(recurrence)
  const { daysIn, longestPeriod } = patternOf(recurrence, startDay)
  // A number of occurrences has to be counted from the first one. There are at most 999.
  const isCounted = count !== Number.POSITIVE_INFINITY
  let found = 0
  const passed = isCounted ? 0 : Math.floor((fromDay - startDay) / longestPeriod) - 1
  for (let period = Math.max(0, passed); ; period++) {
    const days = daysIn(period)
    for (const day of days) {
      if (day > endDay || found === count) return
      if (day < startDay) continue
      found += 1
      yield day
    }
    if (days.length === 0 && period > 0) return
  }
}

/** The times of a series on one of its days: the same time of day in its zone, whatever the clocks do in between. */
function timesOf({ start, end, zone }: Series) {
  const wallClock = zone.wallClock(start)
  const timeOfDay = wallClock - Math.floor(wallClock / DAY_MS) * DAY_MS
  const length = zone.wallClock(end) - wallClock
  const on = (day: number): Occurrence => {
    const time = day * DAY_MS + timeOfDay
    return { start: zone.instant(time), end: zone.instant(time + length) }
  }
  return { on, length }
}

/** The first and last day of a series, in milliseconds since 1970, with a margin for every time zone. */
export function spanOf(series: Series): { readonly from: number; readonly to: number } {
  const { startDay, endDay, count } = rangeOf(series.recurrence)
  const lastDay = count === Number.POSITIVE_INFINITY ? endDay : (lastDayOf(series.recurrence) ?? startDay)
  return { from: (startDay - 2) * DAY_MS, to: (lastDay + 3) * DAY_MS + timesOf(series).length }
}

/** The occurrences of a series that overlap or touch a window, in order. */
export function* occurrencesBetween(series: Series, from: Date, to: Date): Generator<Occurrence> {
  const { on, length } = timesOf(series)
  // No zone is a day away from UTC, and clocks never change by a day.
  const earliest = (from.getTime() - length) / DAY_MS - 3
  const latest = to.getTime() / DAY_MS + 2
  for (const day of daysOf(series.recurrence, earliest)) {
    if (day > latest) return
    if (day < earliest) continue
    const occurrence = on(day)
    if (occurrence.start <= to && occurrence.end >= from) yield occurrence
  }
}

/** The `index`th occurrence, counted from 1; `undefined` if there are fewer. */
export function occurrenceByIndex(series: Series, index: number): Occurrence | undefined {
  let passed = 0
  for (const day of daysOf(series.recurrence)) if (++passed === index) return timesOf(series).on(day)
  return undefined
}

/** The last occurrence; `undefined` if the series has no end. */
export function lastOccurrence(series: Series): Occurrence | undefined {
  if (series.recurrence.noEndRecurrence !== undefined) return undefined
  const last = lastDayOf(series.recurrence)
  return last === undefined ? undefined : timesOf(series).on(last)
}

function lastDayOf(recurrence: Recurrence): number | undefined {
  const { startDay, endDay } = rangeOf(recurrence)
  const { longestPeriod } = patternOf(recurrence, startDay)
  return [...daysOf(recurrence, endDay - 2 * longestPeriod)].at(-1)
}

const invalid = (message: string) => new ServiceError('ErrorCalendarInvalidRecurrence', message)

/**
 * Checks a series and returns its first occurrence.
 *
 * @throws ServiceError ErrorCalendarInvalidRecurrence, ErrorCalendarInvalidDayForWeeklyRecurrence, ErrorRecurrenceEndDateTooBig,
 * ErrorRecurrenceHasNoOccurrence, or ErrorOccurrenceTimeSpanTooBig if one occurrence reaches into the next
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
  if (days.some((pattern) => pattern && (pattern.dayOfMonth < 1 || pattern.dayOfMonth > LONGEST_MONTH_DAYS))) {
    throw invalid(`The day of the month must be from 1 to ${LONGEST_MONTH_DAYS}.`)
  }
  if (count !== Number.POSITIVE_INFINITY && (count < 1 || count > MOST_OCCURRENCES)) {
    throw invalid(`The number of occurrences must be from 1 to ${MOST_OCCURRENCES}.`)
  }
  if (Number.isNaN(startDay) || Number.isNaN(endDay)) throw invalid('There is no such day.')
  if (dayNumber(recurrence.endDateRecurrence?.endDate ?? '1970-01-01') > LAST_DAY) {
    throw new ServiceError('ErrorRecurrenceEndDateTooBig', 'The end date of the recurrence is after 31 August 4500.')
  }
}

/** Weekly patterns only take single days, not words such as `Weekday`. */
function refuseDays({ weeklyRecurrence }: Recurrence) {
  if (weeklyRecurrence === undefined) return
  const { daysOfWeek, firstDayOfWeek = 'Sunday' } = weeklyRecurrence
  if (daysOfWeek.length > 0 && [...daysOfWeek, firstDayOfWeek].every((name) => weekdaysOf[name].length === 1)) return
  throw new ServiceError(
    'ErrorCalendarInvalidDayForWeeklyRecurrence',
    'Day, Weekday and WeekendDay are not valid in a weekly recurrence.',
  )
}
