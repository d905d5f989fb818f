import { STATUSES_BY_STRENGTH, type Status } from '../status'
import { byStart, clip, overlaps, type Window } from '../window'

/** Some time that isn't free. There is no title in it, because none was asked for. */
export interface BusyPeriod extends Window {
  readonly status: Exclude<Status, 'free'>
}

const strengthOf = ({ status }: BusyPeriod): number => STATUSES_BY_STRENGTH.indexOf(status)

const hasLength = ({ start, end }: Window): boolean => start < end

/** By start, then by end, then the stronger first. */
const inOrder = (first: BusyPeriod, second: BusyPeriod): number =>
  byStart(first, second) || strengthOf(first) - strengthOf(second)

/**
 * The periods of one calendar as several requests gave them, as a single request would have: clipped to the window, in order,
 * without those that take no time.
 *
 * Exchange gives an appointment whole to each window that it reaches into (MS-OXWSAVAIL, CalendarEvent) and without an id, so the
 * ones with the same times and status count as often as the answer that has most of them says. A calendar that changes between two
 * answers can so show an appointment at its old and its new time, but no answer's busy time is ever dropped.
 */
export function joined(answers: readonly (readonly BusyPeriod[])[], window: Window): BusyPeriod[] {
  const all = new Map<string, readonly BusyPeriod[]>()
  for (const answer of answers) {
    for (const [appointment, same] of alike(answer)) {
      if (same.length > (all.get(appointment)?.length ?? 0)) all.set(appointment, same)
    }
  }
  return [...all.values()]
    .flat()
    .filter((period) => hasLength(period) && overlaps(period, window))
    .map((period) => ({ ...clip(period, window), status: period.status }))
    .sort(inOrder)
}

function alike(periods: readonly BusyPeriod[]): Map<string, BusyPeriod[]> {
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
 * When a calendar isn't free, and how strongly: periods that overlap are united, those of one status that follow each other without
 * a gap are joined, and where several meet the strongest status counts: `outOfOffice`, `busy`, `unknown`, `workingElsewhere`,
 * `tentative`. What comes out is disjoint and in order, whatever the order that goes in.
 *
 * `unknown` stands above the two that a booking product may choose to book over, so that it is never hidden by them.
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

/** The instants at which periods start or end, in order, with what starts and ends there. */
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
