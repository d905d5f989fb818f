import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

/** An HTTP response to send. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string
  /** The connection is closed in the middle of the body, although `Content-Length` announces the whole. */
  readonly cut?: boolean
}

/** The outcome of a request: an answer, a connection that is closed without one, or silence. */
export type Outcome = HttpAnswer | 'drop' | 'hang'

/** An answer with XML. */
export const xmlAnswer = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { 'Content-Type': 'text/xml; charset=utf-8' },
  body,
})

/** An answer without content. */
export const emptyAnswer = (status: number, headers: HttpAnswer['headers'] = {}): HttpAnswer => ({
  status,
  headers,
  body: '',
})

/** True if a client accepts answers compressed with gzip (RFC 9110, 12.5.3). `*` doesn't ask for it. */
export function acceptsGzip(acceptEncoding: string | readonly string[] = ''): boolean {
  const codings = [acceptEncoding].flat().join(',').toLowerCase().split(',')
  return codings.some((coding) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/.test(coding))
}

/** Sends an answer, compressed if `gzip`, closes the connection, or does nothing. */
export function send(response: ServerResponse, outcome: Outcome, { gzip }: { readonly gzip: boolean }): void {
  if (outcome === 'hang') return
  if (outcome === 'drop') {
    response.destroy()
    return
  }
  const compressed = gzip && outcome.body !== ''
  const body = compressed ? gzipSync(outcome.body) : Buffer.from(outcome.body)
  for (const [name, value] of Object.entries(outcome.headers)) response.setHeader(name, value)
  if (compressed) response.setHeader('Content-Encoding', 'gzip').setHeader('Vary', 'Accept-Encoding')
  response.writeHead(outcome.status, { 'Content-Length': body.length })
  if (outcome.cut) response.write(body.subarray(0, body.length / 2), () => response.destroy())
  else response.end(body)
}
