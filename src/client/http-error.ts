import { EwsAuthenticationError, type EwsError, EwsProtocolError, EwsThrottledError } from '../errors'
import type { Operation } from '../operations/soap/operation'
import { offeredSchemes } from './authentication/challenge'
import { type ContentCodingError, isDecodable } from './content-coding'
import type { HttpAnswer } from './http-answer'
import { unknownOutcome } from './unknown-outcome'

interface StatusFacts {
  readonly problem: string
  readonly hint: string
  readonly transient?: boolean
}

const PROXY = 'Publish /EWS without pre-authentication (OWA, ADFS, a web application proxy), or connect from inside.'
const FORBIDDEN =
  'Allow EWS for the account (Set-CASMailbox -EwsEnabled), for this client (EwsAllowList), and require no client certificate.'

const STATUS: Readonly<Record<number, StatusFacts>> = {
  404: { problem: 'there is nothing at this URL', hint: "Check the path of 'url': EWS is at /EWS/Exchange.asmx." },
  440: { problem: 'a login page answered', hint: PROXY },
  502: { problem: 'a gateway can not reach Exchange', hint: 'Look at the proxy or load balancer.', transient: true },
  504: {
    problem: 'a gateway gave up waiting for Exchange',
    hint: 'Look at the proxy or load balancer.',
    transient: true,
  },
}

const AUTHENTICATION_STATUS: Readonly<Record<number, StatusFacts>> = {
  403: { problem: 'the account may not use EWS', hint: FORBIDDEN },
  456: { problem: 'the account is locked', hint: 'Unlock the account, and find out what locked it.' },
}

const COMPRESSION_HINT = 'Look for a proxy that compresses, or changes, what Exchange sends.'

/** That of SOAP 1.1 (section 6), that of SOAP 1.2, what gateways make of them, and none at all. Their parameters mean nothing. */
const SOAP_TYPES: readonly string[] = ['text/xml', 'application/soap+xml', 'application/xml', '']

/** Whether an answer is SOAP that we can read: EWS's faults come with status 500, some servers' with 200. */
export function isSoap(answer: HttpAnswer): boolean {
  return (answer.status === 200 || answer.status === 500) && hasSoapType(answer) && isDecodable(answer.contentCodings)
}

function hasSoapType(answer: HttpAnswer): boolean {
  const [mediaType = ''] = answer.header('content-type').split(';', 1)
  return SOAP_TYPES.includes(mediaType.trim().toLowerCase())
}

/** What an answer that isn't SOAP means. */
export function httpError(operation: Operation<unknown, unknown>, answer: HttpAnswer): EwsError {
  const { status } = answer
  const authentication = AUTHENTICATION_STATUS[status]
  if (authentication !== undefined) {
    return new EwsAuthenticationError({
      message: `${operation.name} failed: ${authentication.problem} (HTTP ${status})`,
      hint: authentication.hint,
      operation: operation.name,
      schemes: offeredSchemes(answer.header('www-authenticate')),
    })
  }
  return status === 503 ? unavailable(operation, answer) : notEws(operation, answer)
}

/** What content means that can't be decompressed. */
export function contentError(operation: Operation<unknown, unknown>, cause: ContentCodingError): EwsProtocolError {
  const { name } = operation
  return new EwsProtocolError({
    message: `${name} failed: the compressed answer is damaged or incomplete${unknownOutcome(operation)}`,
    hint: COMPRESSION_HINT,
    operation: name,
    cause,
  })
}

function unavailable({ name }: Operation<unknown, unknown>, answer: HttpAnswer): EwsThrottledError {
  const seconds = /^\s*(\d+)\s*$/.exec(answer.header('retry-after'))?.[1]
  return new EwsThrottledError({
    message: `${name} failed: the server is unavailable or overloaded (HTTP 503)`,
    hint: 'Try again later; if it lasts, look at the application pool of EWS.',
    operation: name,
    retryable: true,
    backOffMs: seconds === undefined ? undefined : Number(seconds) * 1000,
  })
}

function notEws(operation: Operation<unknown, unknown>, answer: HttpAnswer): EwsProtocolError {
  const { name, safe } = operation
  const { problem, hint, transient = false } = factsOf(answer)
  return new EwsProtocolError({
    message: `${name} failed: ${problem} (HTTP ${answer.status})${answer.status >= 500 ? unknownOutcome(operation) : ''}`,
    hint,
    operation: name,
    retryable: safe && transient,
    status: answer.status,
  })
}

function factsOf(answer: HttpAnswer): StatusFacts {
  const { status } = answer
  const known = STATUS[status]
  if (known !== undefined) return known
  if (status >= 300 && status < 400) return redirect(answer)
  if (/html/i.test(answer.header('content-type'))) return { problem: 'a web page answered instead of EWS', hint: PROXY }
  if (!isDecodable(answer.contentCodings)) return undecodable(answer)
  return {
    problem: 'the answer is not SOAP',
    hint: "Check 'url', and look at the server's log and at proxies in between.",
    transient: status >= 500,
  }
}

function undecodable(answer: HttpAnswer): StatusFacts {
  const codings = answer.contentCodings.join(', ')
  return { problem: `the answer is encoded as ${codings}, which was not asked for`, hint: COMPRESSION_HINT }
}

/** Never followed: credentials go to the configured server and nowhere else. */
function redirect(answer: HttpAnswer): StatusFacts {
  const location = answer.header('location')
  if (/genericerrorpage/i.test(location)) {
    return { problem: 'the server redirects to its error page', hint: 'Try again later.', transient: true }
  }
  const target = location.replace(/[?#].*$/s, '')
  return { problem: `the server redirects to ${target || 'another place'}`, hint: PROXY }
}
