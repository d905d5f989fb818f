/**
 * Runs steps, at most `limit` at a time, until `steps` returns none and all have ended. A running step may add further ones. When a step
 * fails or `signal` aborts, no further step is started, the running ones are aborted, and the promise rejects once they have ended.
 *
 * @throws the first step's error, or the signal's reason
 */
export async function runSteps<Step>(
  limit: number,
  signal: AbortSignal | undefined,
  steps: { next(): Step | undefined },
  run: (step: Step, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  const running = new Set<Promise<void>>()
  const start = (step: Step) => {
    const promise = run(step, controller.signal).finally(() => running.delete(promise))
    running.add(promise)
  }
  signal?.addEventListener('abort', abort, { once: true })
  if (signal?.aborted === true) abort()
  try {
    for (;;) {
      controller.signal.throwIfAborted()
      while (running.size < limit) {
        const step = steps.next()
        if (step === undefined) break
        start(step)
      }
      if (running.size === 0) return
      await Promise.race(running)
    }
  } catch (error) {
    controller.abort()
    await Promise.allSettled(running)
    throw error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

/**
 * Does several things at the same time. When one fails or `signal` aborts, the others are aborted too, and the promise rejects once all have
 * ended.
 *
 * @param start starts them, each with a signal of its own
 * @throws the first error
 */
export async function inParallel<Promises extends readonly Promise<unknown>[] | []>(
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => Promises,
) {
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  if (signal?.aborted === true) abort()
  const promises = start(controller.signal)
  try {
    return await Promise.all(promises)
  } catch (error) {
    controller.abort()
    await Promise.allSettled(promises)
    throw error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
