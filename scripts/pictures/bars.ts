import { escaped, picture } from './markup'

/** What the bench has measured: the texts of its table. */
export interface Results {
  readonly node: string
  readonly cpu: string
  /** As `2027-03-02`. */
  readonly date: string
  readonly rows: readonly { readonly what: string; readonly ours: string; readonly peer: string }[]
}

/** The times of one piece of work, ours first, in milliseconds. */
export interface Comparison {
  readonly what: string
  readonly times: readonly { readonly name: string; readonly ms: number }[]
}

/** Collects the rows that compare times, by what was done. */
export function comparisonsOf({ rows }: Pick<Results, 'rows'>): Comparison[] {
  const works = new Map<string, Comparison['times']>()
  for (const { what, ours, peer } of rows) {
    const [, ms] = /^([\d.]+) ms$/.exec(ours) ?? []
    const [, name, peerMs] = /^(.+) ([\d.]+) ms$/.exec(peer) ?? []
    if (ms === undefined || name === undefined) continue
    const times = works.get(what) ?? [{ name: 'ews-booking', ms: Number(ms) }]
    works.set(what, [...times, { name, ms: Number(peerMs) }])
  }
  return Array.from(works, ([what, times]) => ({ what, times }))
}

const WIDTH = 860
const BAR = 15
const HEAD = 28
const NAMES = 200
const LABEL = 80

/** Shows a group of bars for each comparison. The longest bar of each group has the whole width. */
export function barPicture({ node, cpu, date, rows }: Results): string {
  const shapes = [
    `<text class="faint" x="16" y="24">Node.js ${escaped(`${node.slice(1)}, ${cpu}, ${date}`)}. Shorter is faster.</text>`,
  ]
  let top = 32
  for (const comparison of comparisonsOf({ rows })) {
    shapes.push(...group(comparison, top))
    top += HEAD + comparison.times.length * BAR
  }
  return picture('Times of ews-booking and of its peers', WIDTH, top + 16, '12px system-ui, sans-serif', shapes)
}

function group({ what, times }: Comparison, top: number): string[] {
  const unit = (WIDTH - NAMES - LABEL) / Math.max(...times.map(({ ms }) => ms))
  const bars = times.flatMap(({ name, ms }, index) => {
    const y = top + HEAD + index * BAR
    const width = Math.max(ms * unit, 1)
    return [
      `<text class="faint" x="16" y="${y + 11}">${escaped(name)}</text>`,
      `<rect class="${index === 0 ? 'mark' : 'other'}" x="${NAMES}" y="${y}" width="${width.toFixed(1)}" height="${BAR - 3}" rx="2"/>`,
      `<text class="faint" x="${(NAMES + width + 6).toFixed(1)}" y="${y + 11}">${ms} ms</text>`,
    ]
  })
  return [`<text class="ink" x="16" y="${top + HEAD - 6}">${escaped(what)}</text>`, ...bars]
}
