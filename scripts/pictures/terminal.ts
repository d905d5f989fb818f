import { escaped, picture } from './markup'

const COLUMN = 7.8
const LINE = 17
const MARGIN = 16

/** How strongly the command line's blocks are filled: busy, out of office, tentative, working elsewhere. */
const BLOCKS: Readonly<Record<string, number>> = { '█': 1, '▓': 0.7, '▒': 0.45, '░': 0.25 }

/** Shows what a command prints, as a picture of a terminal. Each word and each block stands in its column, whatever the reader's font. */
export function terminalPicture(title: string, text: string): string {
  const lines = text.trimEnd().split('\n')
  const columns = Math.max(...lines.map((line) => line.length))
  const shapes = lines.flatMap((line, row) => shapesOf(line, MARGIN + row * LINE))
  const [width, height] = [Math.ceil(columns * COLUMN + 2 * MARGIN), lines.length * LINE + 2 * MARGIN]
  return picture(title, width, height, '13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace', shapes)
}

function shapesOf(line: string, top: number): string[] {
  return [...line.matchAll(/([█▓▒░])\1*|[^█▓▒░\s]+(?: [^█▓▒░\s]+)*/g)].map(({ 0: run, 1: block, index }) => {
    const [x, width] = [round(MARGIN + index * COLUMN), round(run.length * COLUMN)]
    if (block !== undefined) {
      const [y, height] = [top + 1, LINE - 2]
      return `<rect class="mark" x="${x}" y="${y}" width="${width}" height="${height}" opacity="${BLOCKS[block]}"/>`
    }
    const ink = line.startsWith('$') ? 'mark' : 'ink'
    return `<text class="${ink}" x="${x}" y="${top + LINE - 4}" textLength="${width}">${escaped(run)}</text>`
  })
}

const round = (pixels: number) => Number(pixels.toFixed(1))
