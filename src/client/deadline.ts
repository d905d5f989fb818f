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
