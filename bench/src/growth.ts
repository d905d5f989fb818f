import { messageOf, withServer } from './answer-server.js'
import { type AnswerKind, answerKinds } from './long-answer.js'
import { below, megabytes, milliseconds, type Row } from './table.js'

/** The cost of reading one answer: milliseconds of processor time, and bytes above those in use before. */
export interface Growth {
  readonly time: number
  /** The most that was in use while it arrived. */
  readonly peak: number
  /** The size of the result after garbage collection. */
  readonly result: number
}

const SIZES = [1e6, 10e6, 100e6] as const
const HEAP_LIMIT = 150e6
/** Ten times the length may take this many times the time: linear, and some for noise. */
const LINEAR = 12.5

const what = (kind: AnswerKind): string => (kind === 'mails' ? 'FindItem, mostly mails' : kind)

const linear = (line: string, smaller: number, larger: number, written: (value: number) => string): Row => ({
  what: line,
  ours: `${written(smaller)} to ${written(larger)}`,
  peer: '',
  ratio: `${(larger / smaller).toFixed(1)}x for 10x`,
  goal: `at most ${LINEAR}x`,
  met: larger <= smaller * LINEAR,
})

function rowsOf(kind: AnswerKind, [small, middle, large]: readonly [Growth, Growth, Growth]): Row[] {
  return [
    linear(`${what(kind)}: processor time, 1 to 10 MB`, small.time, middle.time, milliseconds),
    linear(`${what(kind)}: processor time, 10 to 100 MB`, middle.time, large.time, milliseconds),
    linear(`${what(kind)}: peak heap, 10 to 100 MB`, middle.peak, large.peak, megabytes),
    below(
      `${what(kind)}: 100 MB, heap above the result of ${megabytes(large.result)}`,
      large.peak - large.result,
      HEAP_LIMIT,
      megabytes,
    ),
  ]
}

/** Time and memory of answers that are streamed from a server, for ever longer answers. */
export const growth = (): Promise<Row[]> =>
  withServer('answer-server', async (origin) => {
    const measured = (kind: AnswerKind, bytes: number) =>
      messageOf<Growth>('growth', [origin, kind, String(bytes)], ['--expose-gc'])
    const rows: Row[] = []
    for (const kind of answerKinds) {
      const [small, middle, large] = SIZES
      rows.push(
        ...rowsOf(kind, [await measured(kind, small), await measured(kind, middle), await measured(kind, large)]),
      )
    }
    return rows
  })
