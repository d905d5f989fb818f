import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { RequestAuthentication } from '../authentication/authentication'

/** A request as it came, and what was answered. */
export interface ReceivedRequest {
  readonly method: string
  readonly path: string
  /** EWS's name, `FindItem`; unknown where the request was refused before it was read. */
  readonly operation?: string | undefined
  /** Of `authorization` only the scheme, if it is one. */
  readonly headers: IncomingHttpHeaders
  readonly xml: string
  /** Which connection it came on, counted from 1. */
  readonly connection: number
  readonly authentication: RequestAuthentication
  /** 0 as long as nothing is answered, or if nothing ever is. */
  readonly status: number
  /** The body of the answer, XML or not; whole even where the connection was cut on the way. */
  readonly responseXml?: string | undefined
}

/** The record of a request that has just come. */
export function receivedRequest(
  { method = '', url = '', headers }: IncomingMessage,
  body: Uint8Array,
  connection: number,
  authentication: RequestAuthentication,
): ReceivedRequest {
  const xml = Buffer.from(body).toString()
  return { method, path: url, headers: redacted(headers), xml, connection, authentication, status: 0 }
}

/** A client that forgets the scheme sends its secret in the place of one. */
const KNOWN_SCHEME = /^(NTLM|Negotiate|Basic|Bearer|Digest)(?= |$)/i

function redacted(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { authorization } = headers
  if (authorization === undefined) return { ...headers }
  const [scheme] = KNOWN_SCHEME.exec(authorization) ?? []
  return { ...headers, authorization: scheme === undefined ? '[redacted]' : `${scheme} [redacted]` }
}
