import { EwsRequestError } from '../errors'
import { ServerAffinity } from './server-affinity'

/** Options of a single call. */
export interface CallOptions {
  /** Ends the call, which rejects with the signal's reason. A call that changes something may have been carried out. */
  readonly signal?: AbortSignal | undefined
}

/** Options of a single request. */
export interface RequestOptions extends CallOptions {
  /** For `subscribe` and `unsubscribe`: keeps the subscriptions of several mailboxes on one server. */
  readonly affinity?: ServerAffinity | undefined
}

/** Options of a single stream. */
export interface StreamOptions {
  /** Ends the stream, which throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /**
   * The number of milliseconds of silence after which the stream ends with `EwsTimeoutError`. Silence is the only sign of a server that is
   * gone without having closed the connection. Exchange sends a sign of life every 45 seconds. Defaults to 120,000.
   */
  readonly idleTimeoutMs?: number | undefined
  /** The affinity with which the subscriptions were made. */
  readonly affinity?: ServerAffinity | undefined
}

/**
 * Returns the signal of a call. Signals of another realm or of a polyfill work too.
 *
 * @throws EwsRequestError if it is something else
 */
export function checkedSignal(signal: AbortSignal | undefined, operation: string): AbortSignal | undefined {
  const value: unknown = signal
  if (value === undefined) return undefined
  if (typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value) return signal
  throw wrongOption(operation, 'signal', 'an AbortSignal', '{ signal: controller.signal }')
}

/** @throws EwsRequestError if it is something else, such as the address that a `ServerAffinity` is made from */
export function checkedAffinity(affinity: ServerAffinity | undefined, operation: string): ServerAffinity | undefined {
  if (affinity === undefined || affinity instanceof ServerAffinity) return affinity
  throw wrongOption(operation, 'affinity', 'a ServerAffinity', '{ affinity: new ServerAffinity(mailbox) }')
}

const wrongOption = (operation: string, path: string, kind: string, example: string) =>
  new EwsRequestError({
    message: `${operation}: ${path} must be ${kind}`,
    hint: `Pass ${example} as the last argument. Nothing was sent.`,
    operation,
    path,
  })
