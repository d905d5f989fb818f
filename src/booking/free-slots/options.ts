import { given } from '../argument/given'
import { invalid } from '../argument/invalid-argument'
import { checkNames, type NamesOf } from '../argument/names'
import { BUSY_STATUSES, DEFAULT_TREAT_AS_BUSY, NEGOTIABLE_STATUSES } from '../calendar/status'
import type { TimeRange, WeeklyHours } from '../calendar/weekly-hours'
import { checkTimes, type Window } from '../calendar/window'
import type { BusyPeriod } from '../free-busy/busy-period'
import { checkTimeZone, checkYear } from '../time-zone/offset'
import { WEEKDAYS, type Weekday } from '../time-zone/wall-time'

/** Which slots to find. All durations are whole minutes of elapsed time: 1,440 are a day, even if the clocks change. */
export interface FreeSlotsOptions extends Window {
  /** The length of the appointment. A whole slot lies in the window. */
  readonly duration: number
  /**
   * Slots start at multiples of this from midnight, by the wall clock, so 09:30 stays 09:30 all year. 1 to 1,440. Defaults to the duration,
   * or to a day if that is shorter. Slots overlap if it is less than the duration.
   */
  readonly step?: number | undefined
  /** Time before the slot that must be free too. It may lie outside of window and working hours. Defaults to 0. */
  readonly bufferBefore?: number | undefined
  /** Time after the slot that must be free too. It may lie outside of window and working hours. Defaults to 0. */
  readonly bufferAfter?: number | undefined
  /**
   * When slots may take place: throughout a slot the wall clock shows a time in these hours. Adjacent hours are joined, also over midnight.
   * Defaults to any time.
   */
  readonly workingHours?: WeeklyHours | undefined
  /** IANA name of the time zone of the wall clock. */
  readonly timeZone: string
  /** Whether all calendars must be free, or any one of them. Defaults to `all`. */
  readonly mode?: 'all' | 'any' | undefined
  /** The statuses that block in addition to `busy`, `outOfOffice` and `unknown`, which always do. Defaults to `tentative`. */
  readonly treatAsBusy?: readonly BusyPeriod['status'][] | undefined
  /** The longest window to look at, in days of 24 hours, against mistakes. Defaults to 1,827, five years. */
  readonly maxDays?: number | undefined
}

export const FREE_SLOTS_OPTIONS: NamesOf<FreeSlotsOptions> = {
  start: true,
  end: true,
  duration: true,
  step: true,
  bufferBefore: true,
  bufferAfter: true,
  workingHours: true,
  timeZone: true,
  mode: true,
  treatAsBusy: true,
  maxDays: true,
}

/** A half-open range in milliseconds since 1970. It includes `start` and excludes `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Checked options, in milliseconds. */
export interface Rules extends Span {
  readonly duration: number
  readonly step: number
  readonly bufferBefore: number
  readonly bufferAfter: number
  /** By day of the week, in milliseconds since midnight. */
  readonly workingHours: ReadonlyMap<Weekday, readonly Span[]> | undefined
  readonly timeZone: string
  readonly mode: 'all' | 'any'
  /** The statuses that don't block. Every other one does, including those newer than this library. */
  readonly notBusy: ReadonlySet<BusyPeriod['status']>
}

const MINUTE_MS = 60 * 1000
const DAY_MINUTES = 24 * 60

/** The longest duration is a leap year. */
const MAX_MINUTES = 366 * DAY_MINUTES

const STATUSES: readonly BusyPeriod['status'][] = [...BUSY_STATUSES, ...NEGOTIABLE_STATUSES]

/**
 * Checks options and fills in their defaults.
 *
 * @throws EwsRequestError with the path of the option that is wrong, such as `workingHours.monday[0].from`
 */
export function checkOptions(options: FreeSlotsOptions): Rules {
  const { start, end, timeZone, mode = 'all' } = options
  checkTimes({ start, end }, options.maxDays)
  checkYear(start.getUTCFullYear(), 'start')
  checkYear(end.getUTCFullYear(), 'end')
  checkTimeZone(timeZone)
  if (mode !== 'all' && mode !== 'any') throw invalid('mode', "must be 'all' or 'any'")
  const { duration, bufferBefore = 0, bufferAfter = 0 } = options
  const { step = Math.min(duration, DAY_MINUTES) } = options
  return {
    start: start.getTime(),
    end: end.getTime(),
    duration: milliseconds('duration', duration, 1),
    step: milliseconds('step', step, 1, DAY_MINUTES),
    bufferBefore: milliseconds('bufferBefore', bufferBefore, 0),
    bufferAfter: milliseconds('bufferAfter', bufferAfter, 0),
    workingHours: options.workingHours === undefined ? undefined : checkWorkingHours(options.workingHours),
    timeZone,
    mode,
    notBusy: statusesNotBusy(options.treatAsBusy ?? DEFAULT_TREAT_AS_BUSY),
  }
}

function milliseconds(path: string, minutes: number, min: number, max = MAX_MINUTES): number {
  if (!(Number.isInteger(minutes) && minutes >= min && minutes <= max)) {
    throw invalid(path, `must be a whole number of minutes from ${min} to ${max}`)
  }
  return minutes * MINUTE_MS
}

function statusesNotBusy(treatAsBusy: readonly BusyPeriod['status'][]): ReadonlySet<BusyPeriod['status']> {
  if (!Array.isArray(treatAsBusy)) throw invalid('treatAsBusy', `must be an array, and ${given(treatAsBusy)}`)
  treatAsBusy.forEach((status, position) => {
    if (!STATUSES.includes(status)) throw invalid(`treatAsBusy[${position}]`, `must be one of ${STATUSES.join(', ')}`)
  })
  return new Set(NEGOTIABLE_STATUSES.filter((status) => !treatAsBusy.includes(status)))
}

function checkWorkingHours(workingHours: WeeklyHours): ReadonlyMap<Weekday, readonly Span[]> {
  if (typeof workingHours !== 'object' || workingHours === null) {
    throw invalid('workingHours', `must be an object, and ${given(workingHours)}`)
  }
  for (const day of Object.keys(workingHours)) {
    if (!WEEKDAYS.some((weekday) => weekday === day)) {
      throw invalid(`workingHours.${day}`, `isn't a day of the week: ${WEEKDAYS.join(', ')}`)
    }
  }
  return new Map(
    WEEKDAYS.map((weekday) => [
      weekday,
      rangesOf(workingHours, weekday).map((range, position) =>
        checkRange(range, `workingHours.${weekday}[${position}]`),
      ),
    ]),
  )
}

function rangesOf(workingHours: WeeklyHours, weekday: Weekday): readonly TimeRange[] {
  const ranges: unknown = workingHours[weekday]
  if (ranges === undefined || Array.isArray(ranges)) return workingHours[weekday] ?? []
  throw invalid(`workingHours.${weekday}`, `must be an array of { from, to }, and ${given(ranges)}`)
}

const TIME_RANGE: NamesOf<TimeRange> = { from: true, to: true }

function checkRange(range: TimeRange, path: string): Span {
  checkNames<TimeRange>(path, range, TIME_RANGE, `${path}.`)
  const { from, to } = range
  const span = { start: timeOfDay(from, `${path}.from`), end: timeOfDay(to, `${path}.to`) }
  if (span.start >= span.end) {
    throw invalid(`${path}.to`, 'must be after from; hours after midnight belong to the next day')
  }
  return span
}

/** In milliseconds since midnight. */
function timeOfDay(time: string, path: string): number {
  const [, hour, minute] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? []
  const minutes = Number(hour) * 60 + Number(minute)
  if (!(minutes <= DAY_MINUTES)) throw invalid(path, 'must be a time of day such as 09:30, at most 24:00')
  return minutes * MINUTE_MS
}
