/** After so many rows others have a turn of the event loop, and the signal among them: rows and saves that are synchronous leave none. */
const ROWS_A_TURN = 100

/**
 * Works on each row, on at most `limit` at a time. It takes no further row once one has thrown or `signal` aborts, closes `rows`, and
 * rejects when what is under way has ended.
 *
 * @throws what `rows` or the first `work` that fails throws, or the signal's reason
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
