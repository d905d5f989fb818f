import { type Pair, run } from './pairs'

type Side = 'theirs' | 'ours'

/** A console that keeps what a block logs. */
export function logbook() {
  const lines: unknown[][] = []
  return { lines, console: { log: (...values: unknown[]) => void lines.push(values) } }
}

/** Runs the sides of pairs by their heading, and remembers which. */
export function sidesOf(pairs: readonly Pair[]) {
  const used = new Set<unknown>()
  const side = (which: Side, heading: string, names: object) => {
    const pair = pairs.find((found) => found.heading === heading)
    if (pair === undefined) throw new TypeError(`The guide has no pair under ${heading}`)
    used.add(pair[which])
    return run(pair[which], { console: logbook().console, ...names })
  }
  return {
    /** Runs a side, and returns what it declares. */
    side,
    /** Runs a side, and returns what it logs. */
    async logged(which: Side, heading: string, names: object): Promise<readonly unknown[][]> {
      const { lines, console } = logbook()
      await side(which, heading, { ...names, console })
      return lines
    },
    /** The headings of which a side hasn't been run. */
    unused: () =>
      pairs.filter(({ theirs, ours }) => !used.has(theirs) || !used.has(ours)).map(({ heading }) => heading),
  }
}
