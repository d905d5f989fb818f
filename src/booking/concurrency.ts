/**
 * Takes steps, at most `limit` at a time, until `steps` has none and all have ended; each may add some. When one fails, or
 * `signal` aborts, no further one is taken, those under way are aborted, and it rejects once they have ended.
 *
 * @throws what the first step that fails throws, which after an abort is the signal's reason
 */
export async function takeSteps<Step>(
  limit: number,
  signal: AbortSignal | undefined,
  steps: { next(): Step | undefined },
  take: (step: Step, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  const running = new Set<Promise<void>>()
  const begin = (step: Step) => {
    const taking = take(step, controller.signal).finally(() => running.delete(taking))
    running.add(taking)
  }
  signal?.addEventListener('abort', abort, { once: true })
  if (signal?.aborted === true) abort()
  try {
    for (;;) {
      controller.signal.throwIfAborted()
      while (running.size < limit) {
        const step = steps.next()
        if (step === undefined) break
        begin(step)
      }
      if (running.size === 0) return
      await Promise.race(running)
    }
  } finally {
    controller.abort()
    await Promise.allSettled(running)
    signal?.removeEventListener('abort', abort)
  }
}
