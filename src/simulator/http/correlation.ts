import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { HttpAnswer } from './http-answer'

/** The names of the simulated servers, as Exchange puts them into its answers. */
const SERVERS = { 'X-FEServer': 'EXCHANGE', 'X-BEServer': 'EXCHANGE' } as const

/**
 * Adds the headers with which Exchange identifies a request: an id of its own, and the client's id if the client asks for it
 * (Microsoft, "Instrumenting client requests for EWS").
 */
export function correlated(answer: HttpAnswer, request: IncomingHttpHeaders): HttpAnswer {
  const wantsId = `${request['return-client-request-id'] ?? ''}`.toLowerCase() === 'true'
  const clientId = wantsId ? request['client-request-id'] : undefined
  const headers = { 'request-id': randomUUID(), ...SERVERS, ...answer.headers }
  return { ...answer, headers: clientId === undefined ? headers : { 'client-request-id': clientId, ...headers } }
}
