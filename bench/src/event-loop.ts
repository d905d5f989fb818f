import { messageOf, withAnswerServer } from './answer-server.js'
import { median } from './contestant.js'
import { below, milliseconds, type Row } from './table.js'

const LIMIT_MS = 20

/** The longest that the event loop is blocked while an answer of 10 MB arrives. */
export const eventLoop = (): Promise<Row[]> =>
  withAnswerServer(async (origin) => {
    const rows: Row[] = []
    for (const kind of ['free/busy', 'FindItem'] as const) {
      const longest = await messageOf<number[]>('event-loop', [origin, kind, String(10e6)])
      rows.push({
        ...below(`${kind}: longest block while 10 MB arrive`, median(longest), LIMIT_MS, milliseconds),
        peer: `worst of ${longest.length}: ${milliseconds(Math.max(...longest))}`,
      })
    }
    return rows
  })
