import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { RequestAuthentication } from '../authentication/authentication'

/** A request as it arrived, and its answer. */
export interface ReceivedRequest {
  /** The number of the request, counted from 1 since the start. */
  readonly number: number
  /** When it arrived, by the server's clock. */
  readonly receivedAt: Date
  readonly method: string
  readonly path: string
  /** The operation, `FindItem`. `undefined` if the request was refused before it was read. */
  readonly operation?: string | undefined
  /** The headers. `authorization` is reduced to its scheme. */
  readonly headers: IncomingHttpHeaders
  /** The body. If the sender was refused, the body arrives after the answer has been sent. */
  readonly xml: string
  /** The number of its connection, counted from 1. */
  readonly connection: number
  readonly authentication: RequestAuthentication
  /** The user name of the account that signed in. `undefined` if none did. */
  readonly account?: string | undefined
  /** The name of the fault that was injected. `undefined` if nothing went wrong on purpose. */
  readonly fault?: string | undefined
  /** The status of the answer, or 0 without an answer. */
  readonly status: number
  /** The body of the answer, XML or not. It is complete even if an injected fault cut it on the way. */
  readonly responseXml?: string | undefined
}

/** A request that the log hasn't numbered yet. */
export type NewRequest = Omit<ReceivedRequest, 'number' | 'receivedAt'>

/** Records a request that has just arrived, before its body is read. */
export function receivedRequest(
  { method = '', url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  connection: number,
  authentication: RequestAuthentication,
): NewRequest {
  return { method, path: url, headers: redacted(headers), xml: '', connection, authentication, status: 0 }
}

/** Anything else could be a secret that a client sent without a scheme. */
const KNOWN_SCHEME = /^(NTLM|Negotiate|Basic|Bearer|Digest)(?= |$)/i

function redacted(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { authorization } = headers
  if (authorization === undefined) return { ...headers }
  const [scheme] = KNOWN_SCHEME.exec(authorization) ?? []
  return { ...headers, authorization: scheme === undefined ? '[redacted]' : `${scheme} [redacted]` }
}
