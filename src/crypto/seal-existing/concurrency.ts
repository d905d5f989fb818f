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
  const running = new Set<Promise<void>>()
  try {
    for await (const row of rows) {
      signal?.throwIfAborted()
      failure.signal.throwIfAborted()
      const working = work(row)
        .catch((error: unknown) => failure.abort(error))
        .finally(() => running.delete(working))
      running.add(working)
      if (running.size >= limit) await Promise.race(running)
    }
  } finally {
    await Promise.all(running)
  }
  failure.signal.throwIfAborted()
}
