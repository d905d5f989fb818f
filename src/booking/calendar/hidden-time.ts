import { clip, differByLess, overlaps, type Window } from './window'

/** Servers may round the times of free/busy to whole minutes. */
const MINUTE_MS = 60_000

/**
 * Returns the periods that free/busy shows and a view doesn't, such as the occurrences of a series that the view isn't expanded to. Each
 * entry of the view accounts for one period. Everything is compared as clipped to the window, because servers differ in that.
 */
export function hiddenTime<Period extends Window>(
  periods: readonly Period[],
  view: readonly Window[],
  window: Window,
): readonly Period[] {
  const rest = view.filter((entry) => overlaps(entry, window)).map((entry) => clip(entry, window))
  return periods
    .filter((period) => overlaps(period, window))
    .filter((period) => {
      const clipped = clip(period, window)
      const position = rest.findIndex((entry) => differByLess(MINUTE_MS, entry, clipped))
      if (position !== -1) rest.splice(position, 1)
      return position === -1
    })
}
