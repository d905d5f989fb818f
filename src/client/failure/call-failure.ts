import { EwsOverloadError, EwsProtocolError, EwsRequestError, EwsThrottledError, EwsTimeoutError } from '../../errors'
import { type FailedCall, isRepeatable, unknownOutcome } from './failed-call'

/** The answer is longer than the client reads. */
export function tooLarge(call: FailedCall, maxResponseBytes: number): EwsProtocolError {
  return new EwsProtocolError({
    message: `${call.operation} failed: the answer is larger than ${maxResponseBytes} bytes${unknownOutcome(call)}`,
    hint: 'Ask for less at a time, or raise maxResponseBytes.',
    operation: call.operation,
  })
}

/** The call's time is up. */
export function timeoutError(call: FailedCall, timeoutMs: number): EwsTimeoutError {
  return new EwsTimeoutError({
    message: `${call.operation} failed: no complete answer within ${timeoutMs} ms${unknownOutcome(call)}`,
    hint: 'Check the load of the server and the network, or raise timeoutMs.',
    operation: call.operation,
    retryable: isRepeatable(call),
    timeoutMs,
  })
}

/** A stream was silent for too long. */
export function silenceError(call: FailedCall, idleTimeoutMs: number): EwsTimeoutError {
  return new EwsTimeoutError({
    message: `${call.operation} failed: the server was silent for ${idleTimeoutMs} ms`,
    hint: 'Begin the stream again. If this happens in quiet hours only, the server sends no signs of life: raise idleTimeoutMs.',
    operation: call.operation,
    retryable: isRepeatable(call),
    timeoutMs: idleTimeoutMs,
  })
}

const OVERLOAD = {
  full: 'too many calls are waiting already',
  late: 'it can no longer be answered in time',
} as const

/** The client refuses the call. */
export function overloadError(operation: string, reason: keyof typeof OVERLOAD): EwsOverloadError {
  return new EwsOverloadError({
    message: `${operation} was not sent: ${OVERLOAD[reason]}`,
    hint: 'Send fewer calls at a time, or raise timeoutMs, maxConnections or, for bursts, maxQueue.',
    operation,
    retryable: true,
  })
}

/** The call would end before the server wants to be asked again. */
export function heldBackError(operation: string, backOffMs: number): EwsThrottledError {
  return new EwsThrottledError({
    message: `${operation} was not sent: the server asked for a pause that is longer than the call may take`,
    hint: 'Call again after backOffMs; if it happens often, look at the throttling policy of the account.',
    operation,
    retryable: true,
    backOffMs: Math.ceil(backOffMs),
  })
}

/** The client was closed before the call got a connection. */
export function clientClosed(): EwsRequestError {
  return new EwsRequestError({
    message: 'The EwsClient is closed',
    hint: 'Construct a new EwsClient, or close this one later.',
    path: '',
  })
}
