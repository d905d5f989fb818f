import { invalid } from '../argument/invalid-argument'

/** A half-open time range: it includes `start` and excludes `end`. */
export interface Window {
  readonly start: Date
  readonly end: Date
}

/** @throws EwsRequestError unless both ends are valid dates and `start` is before `end` */
export function checkWindow({ start, end }: Window): void {
  for (const [path, instant] of Object.entries({ start, end })) {
    if (!(instant instanceof Date) || Number.isNaN(instant.getTime())) throw invalid(path, 'must be a valid Date')
  }
  if (start >= end) throw invalid('end', 'must be after start')
}

/** Whether the two share any time. A period that ends where the window starts doesn't overlap it. */
export const overlaps = (period: Window, window: Window): boolean =>
  period.start < window.end && period.end > window.start

/** Whether both the starts and the ends of the two differ by less than this. */
export const differByLess = (milliseconds: number, first: Window, second: Window): boolean =>
  Math.abs(first.start.getTime() - second.start.getTime()) < milliseconds &&
  Math.abs(first.end.getTime() - second.end.getTime()) < milliseconds

/** The part of an overlapping period that lies in the window. */
export function clip(period: Window, window: Window): Window {
  return {
    start: new Date(Math.max(period.start.getTime(), window.start.getTime())),
    end: new Date(Math.min(period.end.getTime(), window.end.getTime())),
  }
}

const DAY_MS = 24 * 60 * 60 * 1000

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
