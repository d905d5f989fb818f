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

export const byStart = (first: Window, second: Window): number =>
  first.start.getTime() - second.start.getTime() || first.end.getTime() - second.end.getTime()
