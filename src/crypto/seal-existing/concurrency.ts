/** The loop yields to the event loop after this many rows. Otherwise synchronous rows and saves would block it, and the signal with it. */
const ROWS_A_TURN = 100

/**
 * Calls `work` for each row, at most `limit` at a time. Once a call fails or `signal` aborts, it takes no further row, closes `rows`, waits for
 * the calls under way, and rejects.
 *
 * @throws the error of `rows` or of the first failed `work`, or the signal's reason
 */
export async function forEachRow<Row>(
  rows: Iterable<Row> | AsyncIterable<Row>,
  limit: number,
  signal: AbortSignal | undefined,
  work: (row: Row) => Promise<void>,
): Promise<void> {
  const failure = new AbortController()
  let taken = 0
  let running = 0
  let ended = () => {}
  const oneEnds = () =>
    new Promise<void>((resolve) => {
      ended = resolve
    })
  const begin = async (row: Row) => {
    running += 1
    try {
      await work(row)
    } catch (error) {
      failure.abort(error)
    }
    running -= 1
    ended()
  }
  try {
    for await (const row of rows) {
      taken += 1
      if (taken % ROWS_A_TURN === 0) await oneTurn()
      signal?.throwIfAborted()
      failure.signal.throwIfAborted()
      begin(row)
      if (running >= limit) await oneEnds()
    }
  } finally {
    while (running > 0) await oneEnds()
  }
  failure.signal.throwIfAborted()
}

const oneTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
