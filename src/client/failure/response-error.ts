import { type EwsError, EwsProtocolError, EwsResponseError, EwsThrottledError, type ResponseCode } from '../../errors'
import type { Fault } from '../../operations/soap/envelope'
import { messageXmlValues } from '../../operations/soap/message-xml'
import type { ResponseMessage } from '../../operations/soap/response-message'
import { quotable } from '../../xml'
import { waitingTime } from '../back-off/retry-after'
import { type FailedCall, isRepeatable, type Redaction } from './failed-call'
import { responseCodeFacts } from './response-code'

/** Exchange's refusal of a request, or of one of its elements. */
interface Refused {
  readonly responseCode: ResponseCode
  readonly messageText: string
  readonly messageXml: Readonly<Record<string, string>>
}

/**
 * Returns a SOAP fault as an error. Some servers send no detail and put EWS's code into `faultcode`.
 *
 * @param status of the HTTP answer, if there was one
 */
export function faultError(call: FailedCall, fault: Fault, status?: number): EwsError {
  const { responseCode, message, messageXml } = fault.detail ?? {}
  const { redacted = asItIs } = call
  const code = (responseCode ?? fault.faultcode.replace(/^.*:/s, '')).trim()
  if (!isErrorCode(code)) {
    return new EwsProtocolError({
      message: `${call.operation} failed: the server answered with a SOAP fault, ${quotable(redacted(fault.faultcode))}`,
      hint: "The server couldn't understand the request. See detail, and the server's log.",
      operation: call.operation,
      status,
      detail: quotable(redacted(fault.faultstring)),
    })
  }
  const messageText = message ?? fault.faultstring
  const refused = { responseCode: code, messageText, messageXml: messageXmlValues(messageXml) }
  return refusedError(call, refused, status)
}

/** Returns the error of one element of a batch that was not carried out. */
export const responseMessageError = (call: FailedCall, message: ResponseMessage): EwsError =>
  refusedError(call, refusedOf(message))

/** What a busy server did with a batch. */
export interface Throttling {
  /** Whether every element was refused for that reason, so that nothing was carried out. */
  readonly all: boolean
  /** The error of the first element that was. */
  readonly error: EwsThrottledError
}

/** Returns what a busy server did with a batch; `undefined` if it refused no element. */
export function throttlingOf(messages: readonly ResponseMessage[]): Throttling | undefined {
  const throttled = messages.filter(isThrottled)
  const error = throttled[0]?.error
  return error instanceof EwsThrottledError ? { all: throttled.length === messages.length, error } : undefined
}

/**
 * Whether an element of a batch was carried out. With a warning and a code Exchange means an element that it left undone, such as the rest
 * of a batch whose processing stopped (Microsoft's page "ResponseMessage").
 */
export function wasCarriedOut({ responseClass, responseCode = 'NoError' }: ResponseMessage): boolean {
  return responseClass === 'Success' || (responseClass === 'Warning' && responseCode.trim() === 'NoError')
}

const isThrottled = (message: ResponseMessage): boolean =>
  !wasCarriedOut(message) && responseCodeFacts(unwrap(refusedOf(message)).responseCode).kind === 'throttled'

function refusedOf({ responseCode, messageText = '', messageXml }: ResponseMessage): Refused {
  const code = responseCode?.trim() || 'ErrorInternalServerError'
  return { responseCode: code, messageText, messageXml: messageXmlValues(messageXml) }
}

const asItIs: Redaction = (text) => text

function refusedError(call: FailedCall, wrapped: Refused, status?: number): EwsError {
  const refused = withoutCredentials(unwrap(wrapped), call)
  const { responseCode, messageText, messageXml } = refused
  const { hint, kind } = responseCodeFacts(responseCode)
  const message = `${call.operation} failed: ${quotable(responseCode)}${placeOf(messageXml)}`
  const detail = quotable(messageText) || undefined
  const facts = { message, hint, operation: call.operation, status, detail }
  if (kind === 'throttled') {
    const backOffMs = waitingTime(messageXml.BackOffMilliseconds ?? '', 1)
    return new EwsThrottledError({ ...facts, retryable: true, backOffMs, responseCode })
  }
  return new EwsResponseError({ ...facts, retryable: kind === 'transient' && isRepeatable(call), ...refused })
}

function withoutCredentials(refused: Refused, { redacted }: FailedCall): Refused {
  if (redacted === undefined) return refused
  const { responseCode, messageText, messageXml } = refused
  const details = Object.entries(messageXml).map(([name, value]) => [name, redacted(value)])
  return { responseCode, messageText: redacted(messageText), messageXml: Object.fromEntries(details) }
}

/** ErrorInternalServerError can wrap the code that counts, which is in MessageXml then. */
function unwrap({ responseCode, messageText, messageXml }: Refused): Refused {
  const { InnerErrorMessageText } = messageXml
  const inner = messageXml.InnerErrorResponseCode?.trim() ?? ''
  if (!isErrorCode(inner)) return { responseCode, messageText, messageXml }
  return { responseCode: inner, messageText: InnerErrorMessageText || messageText, messageXml }
}

const isErrorCode = (code: string) => /^Error\w{1,100}$/.test(code)

/** Where the request breaks the schema. The broken text itself may be the caller's secret, and stays in `messageXml`. */
function placeOf({ LineNumber = '', LinePosition = '' }: Readonly<Record<string, string>>): string {
  const place = [
    ['line', LineNumber],
    ['position', LinePosition],
  ].filter(([, number = '']) => /^\d{1,10}$/.test(number))
  return place.length === 0 ? '' : ` at ${place.map((part) => part.join(' ')).join(', ')} of the request`
}
