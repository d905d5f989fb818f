import { EwsConnectionError, EwsError, EwsThrottledError, EwsTimeoutError } from '../errors'
import type { Operation } from '../operations/soap/operation'
import { throttlingOf } from './failure/response-error'
import type { Reply } from './queue/connection-pool'

/** The outcome of one attempt. */
export interface Attempt<Response> {
  readonly reply: Reply
  /** Why it failed. If there is a response as well, its elements all failed for this reason. */
  readonly error?: unknown
  readonly response?: Response
  /** Whether the client itself refused the attempt before anything was sent. Defaults to false. */
  readonly refused?: boolean
}

/** The outcome if there is a response, which may refuse all that was asked for, or a part of it. */
export function answered<Response>(operation: Operation<unknown, Response>, response: Response): Attempt<Response> {
  const throttling = throttlingOf(operation.responseMessages(response))
  if (throttling === undefined) return { response, reply: { kind: 'answered' } }
  const { error, all } = throttling
  // A batch is never repeated because of some of its elements.
  return { response, reply: replyOf(error), ...(all && { error }) }
}

/** The outcome if there is no response, for this reason. */
export const failed = (error: unknown): Attempt<never> => ({ error, reply: replyOf(error) })

/** Returns the response, or throws the reason why there is none. */
export function resultOf<Response>({ error, response }: Attempt<Response>): Response {
  if (response === undefined) throw error
  return response
}

/** Classifies an error as a reply of the server. */
function replyOf(error: unknown): Reply {
  if (error instanceof EwsThrottledError) {
    const { responseCode, backOffMs } = error
    return {
      kind: 'refused',
      refusal: {
        scope: responseCode === 'ErrorServerBusy' ? 'mailbox' : 'account',
        hintMs: backOffMs,
        tooManyConnections: responseCode === 'ErrorExceededConnectionCount',
      },
    }
  }
  const gone = error instanceof EwsConnectionError || error instanceof EwsTimeoutError || !(error instanceof EwsError)
  return { kind: gone || (error.status ?? 0) >= 500 ? 'none' : 'answered' }
}
