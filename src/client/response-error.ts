import { type EwsError, EwsProtocolError, EwsResponseError, EwsThrottledError, type ResponseCode } from '../errors'
import type { Fault } from '../operations/soap/envelope'
import { messageXmlValues } from '../operations/soap/message-xml'
import type { Operation } from '../operations/soap/operation'
import type { ResponseMessage } from '../operations/soap/response-message'
import { responseCodeFacts } from './response-code'

interface Refusal {
  readonly responseCode: ResponseCode
  readonly messageText: string
  readonly messageXml: Readonly<Record<string, string>>
}

/** A SOAP fault as an error. Some servers send no detail and put EWS's code into `faultcode`. */
export function faultError(operation: Operation<unknown, unknown>, fault: Fault): EwsError {
  const { responseCode, message, messageXml } = fault.detail ?? {}
  const code = responseCode ?? fault.faultcode.trim().replace(/^.*:/, '')
  const messageText = message ?? fault.faultstring
  if (!isErrorCode(code)) {
    return new EwsProtocolError({
      message: `${operation.name} failed: the server answered with a SOAP fault, ${fault.faultcode}`,
      hint: 'The server could not make sense of the request; look into its log.',
      operation: operation.name,
    })
  }
  return refusalError(operation, { responseCode: code, messageText, messageXml: messageXmlValues(messageXml) })
}

/** The error of one element of a batch that was not carried out. */
export function responseMessageError(operation: Operation<unknown, unknown>, message: ResponseMessage): EwsError {
  const { responseCode = 'ErrorInternalServerError', messageText = '', messageXml } = message
  return refusalError(operation, { responseCode, messageText, messageXml: messageXmlValues(messageXml) })
}

/**
 * By a warning with a code Exchange means an element that it left undone, such as the rest of a batch where processing
 * stopped (Microsoft's page "ResponseMessage").
 */
export function wasCarriedOut({ responseClass, responseCode = 'NoError' }: ResponseMessage): boolean {
  return responseClass === 'Success' || (responseClass === 'Warning' && responseCode === 'NoError')
}

function refusalError({ name, safe }: Operation<unknown, unknown>, wrapped: Refusal): EwsError {
  const refusal = unwrap(wrapped)
  const { hint, kind } = responseCodeFacts(refusal.responseCode)
  const message = `${name} failed: ${refusal.responseCode}${placeOf(refusal.messageXml)}`
  if (kind === 'throttled') {
    return new EwsThrottledError({
      message,
      hint,
      operation: name,
      retryable: true,
      backOffMs: backOffMs(refusal.messageXml),
    })
  }
  return new EwsResponseError({ message, hint, operation: name, retryable: safe && kind === 'transient', ...refusal })
}

/** ErrorInternalServerError can be a wrapper around the code that counts, which then stands in MessageXml. */
function unwrap({ responseCode, messageText, messageXml }: Refusal): Refusal {
  const { InnerErrorResponseCode = '', InnerErrorMessageText } = messageXml
  if (!isErrorCode(InnerErrorResponseCode)) return { responseCode, messageText, messageXml }
  return { responseCode: InnerErrorResponseCode, messageText: InnerErrorMessageText || messageText, messageXml }
}

const isErrorCode = (code: string) => /^Error\w+$/.test(code)

/** Where the request breaks the schema. What it breaks may be the caller's secret, and stays in `messageXml`. */
function placeOf({ LineNumber = '', LinePosition = '' }: Readonly<Record<string, string>>): string {
  const place = [
    ['line', LineNumber],
    ['position', LinePosition],
  ].filter(([, number = '']) => /^\d+$/.test(number))
  return place.length === 0 ? '' : ` at ${place.map((part) => part.join(' ')).join(', ')} of the request`
}

function backOffMs({ BackOffMilliseconds }: Readonly<Record<string, string>>): number | undefined {
  return BackOffMilliseconds !== undefined && /^\d+$/.test(BackOffMilliseconds)
    ? Number(BackOffMilliseconds)
    : undefined
}
