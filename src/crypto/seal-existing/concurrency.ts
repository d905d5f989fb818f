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
