/** One line of the table. `met` is missing where a line only informs. */
export interface Row {
  readonly what: string
  readonly ours: string
  readonly peer: string
  readonly ratio: string
  readonly goal: string
  readonly met?: boolean
}

const HEADINGS = ['what', 'ours', 'peer', 'ratio', 'goal', 'met'] as const

/** Three digits that count, without exponent. */
export const milliseconds = (value: number): string => `${Number(value.toPrecision(3))} ms`
export const megabytes = (value: number): string => `${(value / 1e6).toFixed(1)} MB`

/** Two times of the same work. */
export interface Comparison {
  readonly what: string
  readonly peerName: string
  readonly ours: number
  readonly peer: number
}

/** A line whose goal is that ours takes at most `limit` times as long as the peer. */
export const atMostTimes = ({ what, peerName, ours, peer }: Comparison, limit: number): Row => ({
  what,
  ours: milliseconds(ours),
  peer: `${peerName} ${milliseconds(peer)}`,
  ratio: `${(ours / peer).toFixed(2)} of its time`,
  goal: `at most ${limit}`,
  met: ours <= peer * limit,
})

/** A line whose goal is that ours is at least `factor` times as fast as the peer. */
export const timesFaster = ({ what, peerName, ours, peer }: Comparison, factor: number): Row => ({
  what,
  ours: milliseconds(ours),
  peer: `${peerName} ${milliseconds(peer)}`,
  ratio: `${(peer / ours).toFixed(1)}x faster`,
  goal: `at least ${factor}x`,
  met: peer >= ours * factor,
})

/** A line without a goal, for comparison. */
export const informs = ({ what, peerName, ours, peer }: Comparison): Row => ({
  what,
  ours: milliseconds(ours),
  peer: `${peerName} ${milliseconds(peer)}`,
  ratio: `${(ours / peer).toFixed(2)} of its time`,
  goal: '',
})

/** A line whose goal is a figure of our own, with a peer for comparison. */
export const belowBeside = (comparison: Comparison, limit: number): Row => ({
  ...informs(comparison),
  goal: `under ${milliseconds(limit)}`,
  met: comparison.ours < limit,
})

/** A line whose goal is a figure of our own. */
export const below = (what: string, ours: number, limit: number, written: (value: number) => string): Row => ({
  what,
  ours: written(ours),
  peer: '',
  ratio: '',
  goal: `under ${written(limit)}`,
  met: ours < limit,
})

const cells = ({ what, ours, peer, ratio, goal, met }: Row): readonly string[] => [
  what,
  ours,
  peer,
  ratio,
  goal,
  met === undefined ? '' : met ? 'yes' : 'NO',
]

/** The lines as a table in Markdown, its columns aligned. */
export function table(rows: readonly Row[]): string {
  const lines = [HEADINGS, ...rows.map(cells)]
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const written = (line: readonly string[]) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [written(HEADINGS), rule, ...lines.slice(1).map(written)].join('\n')
}
