import { type EwsError, EwsProtocolError, EwsResponseError, EwsThrottledError } from '../errors'
import { messageXmlValues } from '../operations/message-xml'
import type { Operation } from '../operations/operation'
import type { ResponseMessage } from '../operations/response-message'
import type { Fault } from '../operations/soap'
import { responseCodeFacts } from './response-code'

interface Refusal {
  readonly responseCode: string
  readonly messageText: string
  readonly messageXml: Readonly<Record<string, string>>
}

/** A SOAP fault as an error. Some servers send no detail and put EWS's code into `faultcode`. */
export function faultError(operation: Operation<unknown, unknown>, fault: Fault): EwsError {
  const { responseCode, message, messageXml } = fault.detail ?? {}
  const code = responseCode ?? fault.faultcode.replace(/^.*:/, '')
  const messageText = message ?? fault.faultstring
  if (!code.startsWith('Error')) {
    return new EwsProtocolError({
      message: `${operation.name} failed: the server answered with a SOAP fault, ${fault.faultcode}`,
      hint: 'The server could not make sense of the request; look into its log.',
      operation: operation.name,
    })
  }
  return refusalError(operation, { responseCode: code, messageText, messageXml: messageXmlValues(messageXml) })
}

/** The error of one element of a batch; `undefined` where it succeeded. */
export function responseMessageError(
  operation: Operation<unknown, unknown>,
  { responseClass, responseCode = 'ErrorInternalServerError', messageText = '', messageXml }: ResponseMessage,
): EwsError | undefined {
  if (responseClass !== 'Error') return undefined
  return refusalError(operation, { responseCode, messageText, messageXml: messageXmlValues(messageXml) })
}

function refusalError({ name, safe }: Operation<unknown, unknown>, wrapped: Refusal): EwsError {
  const refusal = unwrap(wrapped)
  const { hint, kind } = responseCodeFacts(refusal.responseCode)
  const message = `${name} failed: ${refusal.responseCode}`
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
  return {
    responseCode: messageXml.InnerErrorResponseCode ?? responseCode,
    messageText: messageXml.InnerErrorMessageText ?? messageText,
    messageXml,
  }
}

function backOffMs({ BackOffMilliseconds }: Readonly<Record<string, string>>): number | undefined {
  return BackOffMilliseconds !== undefined && /^\d+$/.test(BackOffMilliseconds)
    ? Number(BackOffMilliseconds)
    : undefined
}
