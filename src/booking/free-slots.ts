import type { BusyPeriod } from './free-busy'
import { BUSY_STATUSES, NEGOTIABLE_STATUSES } from './status'
import { checkTimeZone, checkYear, type OffsetPeriod, offsetPeriods } from './time-zone/offset'
import { WEEKDAYS, type Weekday, weekdayOf } from './time-zone/wall-time'
import { checkWindow, invalid, type Window } from './window'

/** Hours of one day by the clock on the wall: from `09:00` up to, but not including, `17:00`. The last is `24:00`. */
export interface TimeRange {
  readonly from: string
  readonly to: string
}

/**
 * Hours by day of the week; a day that is missing has none. A range ends on its own day: a night shift is
 * `{ monday: [{ from: '22:00', to: '24:00' }], tuesday: [{ from: '00:00', to: '06:00' }] }`.
 */
export type WeeklyHours = Readonly<Partial<Record<Weekday, readonly TimeRange[]>>>

/** Which slots are wanted. All durations are whole minutes of real time; 1,440 are a day, whatever the clocks do. */
export interface FreeSlotsOptions extends Window {
  /** How long the appointment is to be. Slots lie in the window from start to end. */
  readonly duration: number
  /**
   * Where slots may start: at multiples of this from midnight, by the clock on the wall, so that 09:30 stays 09:30 all
   * year. 1 to 1,440; by default the duration, or a day if that is longer. Slots overlap where it is shorter than the
   * duration.
   */
  readonly step?: number | undefined
  /** What must be free before the slot besides; it may lie outside of window and working hours. None by default. */
  readonly bufferBefore?: number | undefined
  /** What must be free after the slot besides; it may lie outside of window and working hours. None by default. */
  readonly bufferAfter?: number | undefined
  /**
   * When slots may be: at each minute of a slot the clock on the wall shows a time in these hours. Hours that touch,
   * over midnight too, are as one. By default at any time.
   */
  readonly workingHours?: WeeklyHours | undefined
  /** The place of the clock on the wall, by its IANA name. */
  readonly timeZone: string
  /** Whether all calendars must be free, or any one of them. All by default. */
  readonly mode?: 'all' | 'any' | undefined
  /**
   * Which statuses block besides busy, outOfOffice and unknown, which always do. By default tentative, and not
   * workingElsewhere: whoever works elsewhere works.
   */
  readonly treatAsBusy?: readonly BusyPeriod['status'][] | undefined
}

/** Some time that can be booked. */
export interface FreeSlot extends Window {
  /** The calendars that are free, by their position in the list of calendars, in order. */
  readonly calendars: readonly number[]
}

const MINUTE_MS = 60 * 1000
const DAY_MS = 24 * 60 * MINUTE_MS
const DAY_MINUTES = 24 * 60

/** No duration is longer than a leap year. */
const MAX_MINUTES = 366 * DAY_MINUTES

const STATUSES: readonly BusyPeriod['status'][] = [...BUSY_STATUSES, ...NEGOTIABLE_STATUSES]

/** From `start` up to, but not including, `end`, in milliseconds since 1970. */
interface Span {
  readonly start: number
  readonly end: number
}

/** Asked with rising starts, so that each list is gone through once. */
type Sweep = (start: number) => boolean

/** The options after they were checked, in milliseconds. */
interface Rules extends Span {
  readonly duration: number
  readonly step: number
  readonly bufferBefore: number
  readonly bufferAfter: number
  /** By day of the week, in milliseconds since midnight. */
  readonly workingHours: ReadonlyMap<Weekday, readonly Span[]> | undefined
  readonly timeZone: string
  readonly mode: 'all' | 'any'
  /** Any other blocks, one that is newer than this library too. */
  readonly notBusy: ReadonlySet<BusyPeriod['status']>
}

/**
 * The slots of a window in which calendars are free, in order. Where the clocks are put forward no slot starts in the
 * hour that is left out; where they are put back the hour that comes twice has slots twice, each of them some other
 * time.
 *
 * @param calendars the busy times of each calendar, in any order, from `bufferBefore` before the window until
 * `bufferAfter` after it. An empty list is a calendar that is free: leave out one whose times aren't known, or don't
 * ask.
 * @throws EwsRequestError with the path of the option that is wrong: `duration`, `workingHours.monday[0].from`
 */
export function freeSlotsIn({
  calendars,
  ...options
}: FreeSlotsOptions & { readonly calendars: readonly (readonly BusyPeriod[])[] }): FreeSlot[] {
  const rules = checkOptions(options)
  checkCalendars(calendars)
  const periods = offsetPeriods(rules.start, rules.end, rules.timeZone)
  const fits = within(workingSpans(rules, periods), rules.duration)
  const sweeps = calendars.map((calendar) => blockedBy(calendar, rules))
  const wanted = rules.mode === 'all' ? calendars.length : 1
  const slots: FreeSlot[] = []
  for (const start of gridStarts(periods, rules.step)) {
    if (!fits(start)) continue
    const free = sweeps.flatMap((blocked, position) => (blocked(start) ? [] : [position]))
    if (free.length < wanted) continue
    slots.push({ start: new Date(start), end: new Date(start + rules.duration), calendars: free })
  }
  return slots
}

/**
 * The same with busy times that are fetched, once the options are found right.
 *
 * @param fetchBusy gives the busy times of each calendar in a window, which is that of the options and the buffers
 * around it. It must reject when a calendar can't be answered for.
 * @throws EwsRequestError, and what `fetchBusy` rejects with
 */
export async function freeSlotsOf(
  fetchBusy: (window: Window) => Promise<readonly (readonly BusyPeriod[])[]>,
  options: FreeSlotsOptions,
): Promise<FreeSlot[]> {
  const { start, end, bufferBefore, bufferAfter } = checkOptions(options)
  const calendars = await fetchBusy({ start: new Date(start - bufferBefore), end: new Date(end + bufferAfter) })
  return freeSlotsIn({ ...options, calendars })
}

/** The instants at which the clock on the wall shows a multiple of the step since midnight, in order. */
function* gridStarts(periods: readonly OffsetPeriod[], step: number): Generator<number> {
  for (const period of periods) {
    for (const midnight of midnightsOf(period)) {
      const first = Math.max(0, Math.ceil((period.start + period.offset - midnight) / step)) * step
      const end = Math.min(midnight + DAY_MS, period.end + period.offset)
      for (let wallClock = midnight + first; wallClock < end; wallClock += step) yield wallClock - period.offset
    }
  }
}

/** When the slots may be, clipped to the window and in order; what touches is one. */
function workingSpans({ start, end, workingHours }: Rules, periods: readonly OffsetPeriod[]): Span[] {
  if (workingHours === undefined) return [{ start, end }]
  return unite(
    periods.flatMap((period) =>
      midnightsOf(period).flatMap((midnight) =>
        (workingHours.get(weekdayOf(midnight)) ?? []).map((range) => ({
          start: Math.max(midnight + range.start - period.offset, period.start),
          end: Math.min(midnight + range.end - period.offset, period.end),
        })),
      ),
    ),
  )
}

/** The wall clock at the start of each day that has a part in the period, if only by the calendar. */
function midnightsOf({ start, end, offset }: OffsetPeriod): number[] {
  const first = Math.floor((start + offset) / DAY_MS)
  const last = Math.ceil((end + offset) / DAY_MS)
  return Array.from({ length: last - first }, (_, day) => (first + day) * DAY_MS)
}

function unite(spans: readonly Span[]): Span[] {
  const united: Span[] = []
  for (const span of spans
    .filter(({ start, end }) => start < end)
    .sort((first, second) => first.start - second.start)) {
    const last = united.at(-1)
    if (last === undefined || last.end < span.start) united.push(span)
    else united[united.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
  }
  return united
}

/** Whether a slot lies within one of the spans, which are in order and don't touch. */
function within(spans: readonly Span[], duration: number): Sweep {
  let position = 0
  return (start) => {
    let span = spans[position]
    while (span !== undefined && span.end < start + duration) span = spans[++position]
    return span !== undefined && span.start <= start
  }
}

/**
 * Whether a slot with its buffers overlaps a period of the calendar. It does when the slot starts after the period's
 * start less duration and buffer, and before the period's end and buffer.
 */
function blockedBy(calendar: readonly BusyPeriod[], { duration, bufferBefore, bufferAfter, notBusy }: Rules): Sweep {
  const blocking = calendar
    .filter(({ status }) => !notBusy.has(status))
    .map(({ start, end }) => ({
      start: start.getTime() - duration - bufferAfter,
      end: end.getTime() + bufferBefore,
    }))
    .sort((first, second) => first.start - second.start)
  let position = 0
  let blockedUntil = Number.NEGATIVE_INFINITY
  return (start) => {
    for (let next = blocking[position]; next !== undefined && next.start < start; next = blocking[++position]) {
      blockedUntil = Math.max(blockedUntil, next.end)
    }
    return blockedUntil > start
  }
}

function checkOptions(options: FreeSlotsOptions): Rules {
  const { start, end, timeZone, mode = 'all' } = options
  checkWindow({ start, end })
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
    notBusy: statusesNotBusy(options.treatAsBusy ?? ['tentative']),
  }
}

function milliseconds(path: string, minutes: number, min: number, max = MAX_MINUTES): number {
  if (!(Number.isInteger(minutes) && minutes >= min && minutes <= max)) {
    throw invalid(path, `must be a whole number of minutes from ${min} to ${max}`)
  }
  return minutes * MINUTE_MS
}

function statusesNotBusy(treatAsBusy: readonly BusyPeriod['status'][]): ReadonlySet<BusyPeriod['status']> {
  treatAsBusy.forEach((status, position) => {
    if (!STATUSES.includes(status)) throw invalid(`treatAsBusy[${position}]`, `must be one of ${STATUSES.join(', ')}`)
  })
  return new Set(NEGOTIABLE_STATUSES.filter((status) => !treatAsBusy.includes(status)))
}

function checkWorkingHours(workingHours: WeeklyHours): ReadonlyMap<Weekday, readonly Span[]> {
  for (const day of Object.keys(workingHours)) {
    if (!WEEKDAYS.some((weekday) => weekday === day)) {
      throw invalid(`workingHours.${day}`, `isn't a day of the week: ${WEEKDAYS.join(', ')}`)
    }
  }
  return new Map(
    WEEKDAYS.map((weekday) => [
      weekday,
      (workingHours[weekday] ?? []).map((range, position) => checkRange(range, `workingHours.${weekday}[${position}]`)),
    ]),
  )
}

function checkRange({ from, to }: TimeRange, path: string): Span {
  const range = { start: timeOfDay(from, `${path}.from`), end: timeOfDay(to, `${path}.to`) }
  if (range.start >= range.end)
    throw invalid(`${path}.to`, 'must be after from; hours after midnight belong to the next day')
  return range
}

/** In milliseconds since midnight. */
function timeOfDay(time: string, path: string): number {
  const [, hour, minute] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? []
  const minutes = Number(hour) * 60 + Number(minute)
  if (!(minutes <= DAY_MINUTES)) throw invalid(path, 'must be a time of day such as 09:30, at most 24:00')
  return minutes * MINUTE_MS
}

/** A time that can't be compared would leave the calendar free. */
function checkCalendars(calendars: readonly (readonly BusyPeriod[])[]): void {
  if (calendars.length === 0) throw invalid('calendars', 'must have one calendar or more')
  calendars.forEach((calendar, index) => {
    calendar.forEach(({ start, end }, position) => {
      if (!(start.getTime() <= end.getTime())) {
        throw invalid(`calendars[${index}][${position}].end`, 'must be a valid Date, not before start')
      }
    })
  })
}
