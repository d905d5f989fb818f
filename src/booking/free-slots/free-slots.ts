import { given } from '../argument/given'
import { invalid } from '../argument/invalid-argument'
import { checkNames } from '../argument/names'
import type { Window } from '../calendar/window'
import type { BusyPeriod } from '../free-busy/busy-period'
import { type OffsetPeriod, offsetPeriods } from '../time-zone/offset'
import { weekdayOf } from '../time-zone/wall-time'
import { checkOptions, FREE_SLOTS_OPTIONS, type FreeSlotsOptions, type Rules, type Span } from './options'

/** A time that can be booked. */
export interface FreeSlot extends Window {
  /** The calendars that are free, as ascending positions in the list of calendars. */
  readonly calendars: readonly number[]
}

const DAY_MS = 24 * 60 * 60 * 1000

/** A predicate for ascending starts. It walks through its list once. */
type Sweep = (start: number) => boolean

/**
 * Returns the slots of a window in which calendars are free, in order. When clocks go forward, no slot starts in the skipped hour. When
 * they go back, the repeated hour has its slots twice, each at a different instant.
 *
 * @param options the window and its slots, and as `calendars` the busy times of each calendar in any order, from `bufferBefore` before the
 * window until `bufferAfter` after it. An empty list means a free calendar, so never pass one for a calendar whose times are unknown.
 * @throws EwsRequestError with the path of the option that is wrong, such as `duration` or `workingHours.monday[0].from`
 */
export function freeSlotsIn(
  options: FreeSlotsOptions & { readonly calendars: readonly (readonly BusyPeriod[])[] },
): FreeSlot[] {
  checkNames<typeof options>('options', options, { ...FREE_SLOTS_OPTIONS, calendars: true })
  const { calendars } = options
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

/** The instants at which the wall clock shows a multiple of the step since midnight, in order. */
function* gridStarts(periods: readonly OffsetPeriod[], step: number): Generator<number> {
  for (const period of periods) {
    for (const midnight of midnightsOf(period)) {
      const first = Math.max(0, Math.ceil((period.start + period.offset - midnight) / step)) * step
      const end = Math.min(midnight + DAY_MS, period.end + period.offset)
      for (let wallClock = midnight + first; wallClock < end; wallClock += step) yield wallClock - period.offset
    }
  }
}

/** The spans in which slots may lie, clipped to the window, sorted and disjoint. */
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

/** The wall clock at the start of each civil day that the period touches. */
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

/** Whether a slot lies within one of the spans, which are sorted and disjoint. */
function within(spans: readonly Span[], duration: number): Sweep {
  let position = 0
  return (start) => {
    let span = spans[position]
    while (span !== undefined && span.end < start + duration) span = spans[++position]
    return span !== undefined && span.start <= start
  }
}

/**
 * Whether a slot with its buffers overlaps a period of the calendar. It does if it starts after the period's start minus duration and
 * buffer, and before the period's end plus buffer.
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

/** A period with times that can't be compared would never block. */
function checkCalendars(calendars: readonly (readonly BusyPeriod[])[]): void {
  const value: unknown = calendars
  if (!Array.isArray(value)) throw invalid('calendars', `must be an array, and ${given(value)}`)
  if (calendars.length === 0) throw invalid('calendars', 'must have at least one calendar')
  calendars.forEach((calendar, index) => {
    calendar.forEach(({ start, end }, position) => {
      if (!(start.getTime() <= end.getTime())) {
        throw invalid(`calendars[${index}][${position}].end`, 'must be a valid Date, not before start')
      }
    })
  })
}
