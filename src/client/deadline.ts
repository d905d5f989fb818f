import type { Runtime } from './runtime'

/** The end of a call: its time is up, or its caller's signal has aborted. */
export interface Deadline {
  /** When the time is up, by the runtime's clock. */
  readonly at: number
  /** Aborts at the end. */
  readonly signal: AbortSignal
  /** Whether the time is up. */
  expired(): boolean
}

/** Runs `step` with a signal that aborts after `timeoutMs`, or when `signal` does. */
export async function withDeadline<Result>(
  runtime: Runtime,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  step: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  let expired = false
  const at = runtime.now() + timeoutMs
  const cancel = runtime.after(timeoutMs, () => {
    expired = true
    controller.abort()
  })
  const abort = () => controller.abort(signal?.reason)
  const leave = signal === undefined ? undefined : onAbort(signal, abort)
  if (signal?.aborted === true) abort()
  try {
    return await step({ at, signal: controller.signal, expired: () => expired })
  } finally {
    cancel()
    leave?.()
  }
}

/** Settles as `promise` does, or rejects with the signal's reason if that aborts first. */
export function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    const leave = () => signal.removeEventListener('abort', abort)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).then(leave)
  })
}

/** Waits, or rejects with the signal's reason if that aborts first. */
export function pause(runtime: Runtime, ms: number, signal: AbortSignal): Promise<void> {
  let cancel = () => {}
  const over = new Promise<void>((resolve) => {
    cancel = runtime.after(ms, resolve)
  })
  return untilAborted(over, signal).finally(() => cancel())
}

interface SharedListener {
  readonly callbacks: Set<() => void>
  readonly listener: () => void
}

const sharedListeners = new WeakMap<AbortSignal, SharedListener>()

/**
 * Calls `callback` when `signal` aborts. All callbacks of a signal share one listener, because Node takes more than ten for a leak.
 *
 * @returns a function that stops listening
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const shared = sharedListeners.get(signal) ?? listenerOn(signal)
  shared.callbacks.add(callback)
  return () => {
    shared.callbacks.delete(callback)
    if (shared.callbacks.size > 0) return
    signal.removeEventListener('abort', shared.listener)
    sharedListeners.delete(signal)
  }
}

function listenerOn(signal: AbortSignal): SharedListener {
  const callbacks = new Set<() => void>()
  const listener = () => {
    for (const callback of callbacks) callback()
  }
  signal.addEventListener('abort', listener, { once: true })
  const shared = { callbacks, listener }
  sharedListeners.set(signal, shared)
  return shared
}
