import { EwsError } from '../../errors'
import type { Operation } from '../../operations/soap/operation'
import { ContentCodingError } from '../http/content-coding'
import { ForeignAnswerError, RequestFailure } from '../http/request-failure'
import { connectionError } from './connection-error'
import { type FailedCall, failedCall } from './failed-call'
import { contentError, foreignAnswerError } from './http-error'

/** The facts about a call that decide what its failure means. */
export interface CallFacts {
  readonly operation: Operation<unknown, unknown>
  readonly host: string
  /** Whether `url` is one of `http:`. */
  readonly plainHttp: boolean
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined
  /** Returns the error of a call whose time is up; `undefined` if it isn't. */
  timeout(call: FailedCall): EwsError | undefined
}

/** Converts a failure of a lower layer into the error for the caller. */
export function callError({ operation, host, plainHttp, signal, timeout }: CallFacts, failure: unknown): unknown {
  const known = failedCall(operation, failure instanceof RequestFailure && failure.sent)
  const error = failure instanceof RequestFailure ? failure.cause : failure
  if (error instanceof EwsError) return error
  const late = timeout(known)
  if (late !== undefined) return late
  if (signal?.aborted === true) return reasonOf(signal)
  if (error instanceof ForeignAnswerError) return foreignAnswerError(known)
  if (error instanceof ContentCodingError) return contentError({ ...known, sent: true }, error)
  return error instanceof Error ? (connectionError(known, host, error, { plainHttp }) ?? error) : error
}

/** The signals of polyfills may have no reason. */
const reasonOf = ({ reason }: AbortSignal): unknown =>
  reason === undefined ? new DOMException('The call was aborted', 'AbortError') : reason
