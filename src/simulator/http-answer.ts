import type { ServerResponse } from 'node:http'
import { writeFault } from './envelope'
import type { ServiceError } from './service-error'

/** An HTTP response that is ready to be sent. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string
  /** The connection is cut after so many bytes of the body, which `Content-Length` promised whole. */
  readonly cutAfterBytes?: number
}

/** What becomes of a request: an answer, a connection that is closed without one, or silence. */
export type Outcome = HttpAnswer | 'drop' | 'hang'

/** An answer in XML. */
export const xmlAnswer = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { 'Content-Type': 'text/xml; charset=utf-8' },
  body,
})

/** SOAP faults come with status 500 (SOAP 1.1, 6.2). */
export const faultAnswer = (error: ServiceError): HttpAnswer => xmlAnswer(500, writeFault(error))

/** An answer without content. */
export const emptyAnswer = (status: number, headers: HttpAnswer['headers'] = {}): HttpAnswer => ({
  status,
  headers,
  body: '',
})

/** Sends what was decided. */
export function send(response: ServerResponse, outcome: Outcome): void {
  if (outcome === 'hang') return
  if (outcome === 'drop') {
    response.destroy()
    return
  }
  const body = Buffer.from(outcome.body)
  for (const [name, value] of Object.entries(outcome.headers)) response.setHeader(name, value)
  response.writeHead(outcome.status, { 'Content-Length': body.length })
  if (outcome.cutAfterBytes === undefined) response.end(body)
  else response.write(body.subarray(0, outcome.cutAfterBytes), () => response.destroy())
}
