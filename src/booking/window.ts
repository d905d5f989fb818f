import { EwsRequestError } from 'ews-booking'

/** From `start` up to, but not including, `end`. */
export interface Window {
  readonly start: Date
  readonly end: Date
}

/** @throws EwsRequestError unless both are valid instants, in that order */
export function checkWindow({ start, end }: Window): void {
  for (const [path, instant] of Object.entries({ start, end })) {
    if (!(instant instanceof Date) || Number.isNaN(instant.getTime())) throw invalid(path, 'must be a valid Date')
  }
  if (start >= end) throw invalid('end', 'must be after start')
}

export function invalid(path: string, problem: string): EwsRequestError {
  return new EwsRequestError({
    message: `${path} ${problem}`,
    hint: `Correct ${path} and call again; nothing was sent.`,
    path,
  })
}

/** Whether some of the period lies in the window. One that ends where the window starts doesn't. */
export const overlaps = (period: Window, window: Window): boolean =>
  period.start < window.end && period.end > window.start

/** The part of an overlapping period that lies in the window. */
export function clip(period: Window, window: Window): Window {
  return {
    start: new Date(Math.max(period.start.getTime(), window.start.getTime())),
    end: new Date(Math.min(period.end.getTime(), window.end.getTime())),
  }
}

const DAY_MS = 24 * 60 * 60 * 1000

/** How many days of 24 hours the window has; one that has begun counts. */
export const daysOf = ({ start, end }: Window): number => Math.ceil((end.getTime() - start.getTime()) / DAY_MS)

/**
 * The window in pieces of `days` days of 24 hours, the last one as long as is left, in order. They are instants: the clocks of no
 * time zone, and no daylight-saving change, have a part in where one ends.
 */
export function* piecesOf({ start, end }: Window, days: number): Generator<Window, undefined> {
  for (let from = start.getTime(); from < end.getTime(); from += days * DAY_MS) {
    yield { start: new Date(from), end: new Date(Math.min(from + days * DAY_MS, end.getTime())) }
  }
}

export const byStart = (first: Window, second: Window): number =>
  first.start.getTime() - second.start.getTime() || first.end.getTime() - second.end.getTime()
