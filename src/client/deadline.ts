/** Something that ends when the caller's signal or the time says so. */
export interface Deadline {
  readonly signal: AbortSignal
  /** True when it was the time. */
  expired(): boolean
}

/** Runs `step` with a signal that aborts after `timeoutMs`, or when `signal` does. */
export async function withDeadline<Result>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  step: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  let expired = false
  const abort = () => controller.abort(signal?.reason)
  const timer = setTimeout(() => {
    expired = true
    controller.abort()
  }, timeoutMs)
  signal?.addEventListener('abort', abort, { once: true })
  if (signal?.aborted === true) abort()
  try {
    return await step({ signal: controller.signal, expired: () => expired })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

/** What `promise` comes to, or the signal's reason where it aborts before. */
export function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
