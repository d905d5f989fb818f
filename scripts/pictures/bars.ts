import { escaped, picture } from './markup'

/** A line of the bench's table that compares a time of ours with a peer's. */
export interface Comparison {
  readonly what: string
  /** Milliseconds. */
  readonly ours: number
  readonly peerName: string
  readonly peer: number
}

/** Reads the lines of the bench's table that compare times: `| what | ours | peer | ...`. */
export function comparisonsIn(markdown: string): Comparison[] {
  const rows = markdown.matchAll(/^\| ([^|]+?) +\| ([\d.]+) ms +\| (\S[^|]*?) ([\d.]+) ms +\|/gm)
  return [...rows].map(([, what = '', ours, peerName = '', peer]) => ({
    what,
    ours: Number(ours),
    peerName,
    peer: Number(peer),
  }))
}

const WIDTH = 760
const ROW = 46
const LABELS = 330

/** Shows two bars for each comparison, whose lengths are its times. The longer one of the two has the whole width. */
export function barPicture(title: string, comparisons: readonly Comparison[]): string {
  const shapes = comparisons.flatMap(({ what, ours, peerName, peer }, index) => {
    const top = 16 + index * ROW
    const unit = (WIDTH - LABELS - 110) / Math.max(ours, peer)
    return [
      `<text class="ink" x="16" y="${top + 20}">${escaped(what)}</text>`,
      ...bar('mark', top, ours * unit, `${ours} ms`),
      ...bar('other', top + 17, peer * unit, `${peer} ms, ${peerName}`),
    ]
  })
  return picture(title, WIDTH, comparisons.length * ROW + 24, '12px system-ui, sans-serif', shapes)
}

const bar = (style: string, top: number, width: number, label: string) => [
  `<rect class="${style}" x="${LABELS}" y="${top}" width="${Math.max(width, 1).toFixed(1)}" height="14" rx="2"/>`,
  `<text class="faint" x="${(LABELS + width + 6).toFixed(1)}" y="${top + 11}">${escaped(label)}</text>`,
]
