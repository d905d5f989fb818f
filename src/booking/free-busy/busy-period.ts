import { STATUSES_BY_STRENGTH, type Status } from '../calendar/status'
import { byStart, clip, overlaps, type Window } from '../calendar/window'

/** A time range that isn't free. It has no title, because none was asked for. */
export interface BusyPeriod extends Window {
  readonly status: Exclude<Status, 'free'>
}

const strengthOf = ({ status }: BusyPeriod): number => STATUSES_BY_STRENGTH.indexOf(status)

const hasLength = ({ start, end }: Window): boolean => start.getTime() < end.getTime()

/** Sorts by start, then by end, then the stronger status first. */
const inOrder = (first: BusyPeriod, second: BusyPeriod): number =>
  byStart(first, second) || strengthOf(first) - strengthOf(second)

/**
 * Joins what several requests say about one calendar: clipped to the window, sorted, without periods that have no duration.
 *
 * Exchange returns an appointment unclipped in every window that it overlaps, and without an id (MS-OXWSAVAIL, CalendarEvent). Periods with
 * the same times and status therefore count as often as in the answer that has most of them. If the calendar changes between two answers,
 * an appointment may show at its old and its new time, but no busy time is ever lost.
 */
export function joined(answers: readonly (readonly BusyPeriod[])[], window: Window): BusyPeriod[] {
  const periods = answers.length > 1 ? withoutRepetitions(answers) : answers.flat()
  return periods
    .filter((period) => hasLength(period) && overlaps(period, window))
    .map((period) => clip(period, window))
    .sort(inOrder)
}

function withoutRepetitions(answers: readonly (readonly BusyPeriod[])[]): BusyPeriod[] {
  const all = new Map<string, readonly BusyPeriod[]>()
  for (const answer of answers) {
    for (const [appointment, same] of grouped(answer)) {
      if (same.length > (all.get(appointment)?.length ?? 0)) all.set(appointment, same)
    }
  }
  return [...all.values()].flat()
}

function grouped(periods: readonly BusyPeriod[]): Map<string, BusyPeriod[]> {
  const groups = new Map<string, BusyPeriod[]>()
  for (const period of periods) {
    const name = `${period.start.getTime()} ${period.end.getTime()} ${period.status}`
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [period])
    else group.push(period)
  }
  return groups
}

/**
 * Merges periods into disjoint, sorted ones. Where several overlap, the strongest status wins: `outOfOffice`, `busy`, `unknown`,
 * `workingElsewhere`, `tentative`. Adjacent periods with the same status are joined. The order of the input doesn't matter.
 *
 * `unknown` outranks the two statuses that a caller may book over, so they never hide it.
 */
export function mergePeriods(periods: readonly BusyPeriod[]): BusyPeriod[] {
  const open = new Map<Status, number>()
  const merged: BusyPeriod[] = []
  let current: Pick<BusyPeriod, 'start' | 'status'> | undefined
  for (const { instant, changes } of edgesOf(periods)) {
    for (const { status, count } of changes) open.set(status, (open.get(status) ?? 0) + count)
    const status = strongestOf(open)
    if (status === current?.status) continue
    if (current !== undefined) merged.push({ start: current.start, end: new Date(instant), status: current.status })
    current = status && { start: new Date(instant), status }
  }
  return merged
}

interface Edge {
  readonly instant: number
  readonly changes: { readonly status: BusyPeriod['status']; readonly count: 1 | -1 }[]
}

/** The instants at which periods start or end, sorted, with what changes at each. */
function edgesOf(periods: readonly BusyPeriod[]): Edge[] {
  const edges = new Map<number, Edge>()
  const edgeAt = (instant: number): Edge => {
    const edge = edges.get(instant) ?? { instant, changes: [] }
    edges.set(instant, edge)
    return edge
  }
  for (const { start, end, status } of periods.filter(hasLength)) {
    edgeAt(start.getTime()).changes.push({ status, count: 1 })
    edgeAt(end.getTime()).changes.push({ status, count: -1 })
  }
  return [...edges.values()].sort((first, second) => first.instant - second.instant)
}

const strongestOf = (open: ReadonlyMap<Status, number>): BusyPeriod['status'] | undefined =>
  STATUSES_BY_STRENGTH.filter((status) => status !== 'free').find((status) => (open.get(status) ?? 0) > 0)
