import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { HttpAnswer } from './http-answer'

/** The headers that the front end adds to every answer. */
const FRONT_END = { 'X-FEServer': 'EXCHANGE', 'X-Powered-By': 'ASP.NET' } as const

/** The headers about the server and the software that carried the request out. */
const BACK_END = {
  'Cache-Control': 'private',
  'X-CalculatedBETarget': 'exchange.example.com',
  'X-DiagInfo': 'EXCHANGE',
  'X-BEServer': 'EXCHANGE',
  'X-AspNet-Version': '4.0.30319',
} as const

/** `X-BackEndCookie` names a mailbox's server (Microsoft, "How to: Maintain affinity"). Its content is opaque. */
const BACK_END_COOKIE = 'V2VsY29tZSB0byB0aGUgc2ltdWxhdG9y'
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Adds the headers that Exchange 2019 puts on its answers: an id of the request, the client's own id if the client asks for it
 * (Microsoft, "Instrumenting client requests for EWS"), the names of the servers, and cookies for clients that have none yet.
 */
export function correlated(answer: HttpAnswer, request: IncomingHttpHeaders, now: Date): HttpAnswer {
  const wantsId = `${request['return-client-request-id'] ?? ''}`.toLowerCase() === 'true'
  const clientId = wantsId ? request['client-request-id'] : undefined
  const headers = {
    'request-id': randomUUID(),
    ...FRONT_END,
    ...(isFromBackEnd(answer) && { ...BACK_END, ...cookies(request, now) }),
    ...answer.headers,
  }
  return { ...answer, headers: clientId === undefined ? headers : { 'client-request-id': clientId, ...headers } }
}

/** Only web services answer with XML. */
const isFromBackEnd = ({ headers }: HttpAnswer) => `${headers['Content-Type'] ?? ''}`.startsWith('text/xml')

function cookies({ cookie = '' }: IncomingHttpHeaders, now: Date): HttpAnswer['headers'] {
  const expiresIn = (days: number) => new Date(now.getTime() + days * DAY_MS).toUTCString()
  const missing = [
    `exchangecookie=${randomUUID().replaceAll('-', '')}; expires=${expiresIn(365)}; path=/; HttpOnly`,
    `X-BackEndCookie=${BACK_END_COOKIE}; expires=${expiresIn(30)}; path=/EWS; secure; HttpOnly`,
  ].filter((each) => !cookie.includes(each.slice(0, each.indexOf('=') + 1)))
  return missing.length === 0 ? {} : { 'Set-Cookie': missing }
}
