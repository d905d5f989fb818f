import { messageOf, withServer } from './answer-server.js'
import { median } from './contestant.js'
import { milliseconds, type Row } from './table.js'

/** The longest blocks of the event loop in milliseconds, one for each answer. */
export interface LongestBlocks {
  readonly reading: number[]
  /** While the same answers arrived and nobody looked at them: HTTP, and what else the machine does. */
  readonly discarding: number[]
}

const LIMIT_MS = 20

const summary = (blocks: readonly number[]): string =>
  `${milliseconds(median(blocks))} (worst ${milliseconds(Math.max(...blocks))})`

/** The longest that the event loop is blocked while an answer of 10 MB arrives. */
export const eventLoop = (): Promise<Row[]> =>
  withServer('answer-server', async (origin) => {
    const rows: Row[] = []
    for (const kind of ['free/busy', 'FindItem'] as const) {
      const { reading, discarding } = await messageOf<LongestBlocks>('event-loop', [origin, kind, String(10e6)])
      rows.push({
        what: `${kind}: longest block while 10 MB arrive`,
        ours: summary(reading),
        peer: `discarded unread ${summary(discarding)}`,
        ratio: '',
        goal: `under ${milliseconds(LIMIT_MS)}`,
        met: median(reading) < LIMIT_MS,
      })
    }
    return rows
  })
