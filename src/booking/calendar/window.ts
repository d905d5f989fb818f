import { given } from '../argument/given'
import { invalid } from '../argument/invalid-argument'
import { checkNames, type NamesOf } from '../argument/names'

/** A half-open time range: it includes `start` and excludes `end`. */
export interface Window {
  readonly start: Date
  readonly end: Date
}

const DAY_MS = 24 * 60 * 60 * 1000

/** The days of a window unless the caller says otherwise: five years. A window of millennia would send requests for minutes. */
export const MAX_DAYS = 1_827

/** The first and last instant of Exchange's calendar (MS-OXOCAL, 2.2.1.44.1). */
const FIRST = new Date('1601-01-01T00:00:00Z')
const LAST = new Date('4500-08-31T23:59:59Z')

const WINDOW: NamesOf<Window> = { start: true, end: true }

/**
 * Checks a window that a caller gives as an argument of its own.
 *
 * @throws EwsRequestError as `checkTimes` does, and for names that a window doesn't have
 */
export function checkWindow(window: Window | undefined, maxDays?: number): asserts window is Window {
  if (window === undefined) throw invalid('window', `must be an object, and ${given(window)}`)
  checkNames<Window>('window', window, WINDOW)
  checkTimes(window, maxDays)
}

/** @throws EwsRequestError unless both ends are valid dates, `start` is before `end`, and there are no more than `maxDays` between them */
export function checkTimes({ start, end }: Window, maxDays: number = MAX_DAYS): void {
  for (const [path, instant] of Object.entries<unknown>({ start, end })) checkInstant(path, instant)
  if (start >= end) throw invalid('end', 'must be after start')
  checkMaxDays(maxDays)
  const days = daysOf({ start, end })
  if (days > maxDays) throw invalid('end', `is ${days} days after start, more than ${maxDays}; maxDays allows more`)
}

function checkInstant(path: string, instant: unknown): void {
  if (!(instant instanceof Date) || Number.isNaN(instant.getTime())) {
    throw invalid(path, `must be a valid Date, and ${given(instant)}`)
  }
  if (instant < FIRST || instant > LAST) {
    throw invalid(path, `must be from ${FIRST.toISOString()} to ${LAST.toISOString()}`)
  }
}

/** @throws EwsRequestError */
export function checkMaxDays(maxDays: number): void {
  if (typeof maxDays === 'number' && maxDays > 0) return
  throw invalid('maxDays', `must be a positive number of days, and ${given(maxDays)}`)
}

/** Whether the two share any time. A period that ends where the window starts doesn't overlap it. */
export const overlaps = (period: Window, window: Window): boolean =>
  period.start.getTime() < window.end.getTime() && period.end.getTime() > window.start.getTime()

/** Whether both the starts and the ends of the two differ by less than this. */
export const differByLess = (milliseconds: number, first: Window, second: Window): boolean =>
  Math.abs(first.start.getTime() - second.start.getTime()) < milliseconds &&
  Math.abs(first.end.getTime() - second.end.getTime()) < milliseconds

/** The part of an overlapping period that lies in the window. */
export function clip<Period extends Window>(period: Period, window: Window): Period {
  const start = Math.max(period.start.getTime(), window.start.getTime())
  const end = Math.min(period.end.getTime(), window.end.getTime())
  const isWithin = start === period.start.getTime() && end === period.end.getTime()
  return isWithin ? period : { ...period, start: new Date(start), end: new Date(end) }
}

/** The length of the window in days of 24 hours, rounded up. */
export const daysOf = ({ start, end }: Window): number => Math.ceil((end.getTime() - start.getTime()) / DAY_MS)

/**
 * The window in consecutive pieces of `days` days of 24 hours; the last one is shorter if need be. Pieces are cut by elapsed time, so
 * daylight-saving changes don't matter.
 */
export function* piecesOf({ start, end }: Window, days: number): Generator<Window, undefined> {
  for (let from = start.getTime(); from < end.getTime(); from += days * DAY_MS) {
    yield { start: new Date(from), end: new Date(Math.min(from + days * DAY_MS, end.getTime())) }
  }
}

/** Sorts by start, then by end. */
export const byStart = (first: Window, second: Window): number =>
  first.start.getTime() - second.start.getTime() || first.end.getTime() - second.end.getTime()
