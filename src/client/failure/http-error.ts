import { EwsAuthenticationError, type EwsError, EwsProtocolError, EwsThrottledError } from '../../errors'
import type { Operation } from '../../operations/soap/operation'
import { quotable } from '../../xml'
import { offeredSchemes } from '../authentication/challenge'
import { retryAfter } from '../back-off/retry-after'
import type { HttpAnswer } from '../http/answer'
import { type ContentCodingError, isDecodable } from '../http/content-coding'
import { textOf } from '../observation/trace'
import { BEGINNING_BYTES, pageWords } from './error-page'
import { type FailedCall, failedCall, isRepeatable, unknownOutcome } from './failed-call'
import { otherVerdict, redirectVerdict, type StatusVerdict, statusVerdicts } from './http-status'

const COMPRESSION_HINT = 'Look for a proxy that compresses, or changes, what Exchange sends.'

/** The media types of SOAP 1.1 (section 6) and SOAP 1.2, what gateways turn them into, and none at all. Parameters don't matter. */
const SOAP_TYPES: readonly string[] = ['text/xml', 'application/soap+xml', 'application/xml', '']

/** Whether an answer may be SOAP that we can read: EWS's faults come with status 500, some servers' with 200. */
export function isSoap(answer: HttpAnswer): boolean {
  return (answer.status === 200 || answer.status === 500) && hasSoapType(answer) && isDecodable(answer.contentCodings)
}

function hasSoapType(answer: HttpAnswer): boolean {
  const [mediaType = ''] = answer.header('content-type').split(';', 1)
  return SOAP_TYPES.includes(mediaType.trim().toLowerCase())
}

/**
 * Reads an answer that isn't SOAP to its end, and returns its error.
 *
 * @param now milliseconds since 1970
 * @throws RequestFailure if the answer breaks off
 */
export async function pageError(
  operation: Operation<unknown, unknown>,
  answer: HttpAnswer,
  now: number,
): Promise<EwsError> {
  const beginning = textOf(await answer.discard(BEGINNING_BYTES))
  return httpError(failedCall(operation, answer.sent), answer, beginning, now)
}

/**
 * Returns the error for an answer that isn't SOAP. The status decides; the body only adds the server's own words.
 *
 * @param beginning the text with which the body begins
 * @param now milliseconds since 1970
 */
export function httpError(call: FailedCall, answer: HttpAnswer, beginning: string, now: number): EwsError {
  const { status } = answer
  const { kind, problem, hint, transient } = verdictOf(answer)
  const facts = {
    message: `${call.operation} failed: ${problem} (HTTP ${status})${kind === 'protocol' && status >= 500 ? unknownOutcome(call) : ''}`,
    hint,
    operation: call.operation,
    status,
    detail: ownWords(answer, beginning),
  }
  if (kind === 'authentication') {
    return new EwsAuthenticationError({ ...facts, schemes: offeredSchemes(answer.header('www-authenticate')) })
  }
  if (kind === 'throttled') {
    const backOffMs = retryAfter(answer.header('retry-after'), answer.header('date'), now)
    return new EwsThrottledError({ ...facts, retryable: true, backOffMs })
  }
  return new EwsProtocolError({ ...facts, retryable: transient && isRepeatable(call) })
}

/** Returns the error for content that can't be decompressed. */
export function contentError(call: FailedCall, cause: ContentCodingError): EwsProtocolError {
  return new EwsProtocolError({
    message: `${call.operation} failed: the compressed answer is damaged or incomplete${unknownOutcome(call)}`,
    hint: COMPRESSION_HINT,
    operation: call.operation,
    cause,
  })
}

/** Returns the error for an answer that belongs to another request. */
export function foreignAnswerError(call: FailedCall): EwsProtocolError {
  return new EwsProtocolError({
    message: `${call.operation} failed: the answer belongs to another request (client-request-id)${unknownOutcome(call)}`,
    hint: 'Look for a proxy or balancer that mixes answers up or caches them.',
    operation: call.operation,
    retryable: isRepeatable(call),
  })
}

function verdictOf(answer: HttpAnswer): StatusVerdict {
  const { status } = answer
  const known = statusVerdicts[status]
  if (known !== undefined) return known
  if (status >= 300 && status < 400) return redirectVerdict(redirectTarget(answer))
  if (status < 300 && !isDecodable(answer.contentCodings)) return undecodable(answer)
  return otherVerdict(status, /html/i.test(answer.header('content-type')))
}

function undecodable(answer: HttpAnswer): StatusVerdict {
  const codings = quotable(answer.redacted(answer.contentCodings.join(', ')))
  const problem = `the answer is encoded as ${codings}, which was not asked for`
  return { kind: 'protocol', problem, hint: COMPRESSION_HINT, transient: false }
}

/** Where a redirect leads, without its query, which may contain secrets. */
const redirectTarget = (answer: HttpAnswer): string =>
  quotable(answer.redacted(answer.header('location')).replace(/[?#].*$/s, ''))

/** The server's own words: a header of Exchange's front end, a fault's text, a page's title, or a plain text. */
function ownWords(answer: HttpAnswer, beginning: string): string | undefined {
  const words =
    answer.header('x-caserrorcode') ||
    pageWords(beginning) ||
    (/^\s*text\/plain/i.test(answer.header('content-type')) ? beginning.trim() : '')
  return words === '' ? undefined : quotable(answer.redacted(words))
}
