import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

/** Waits for a number of milliseconds. It may reject once the signal aborts. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

/** How the body of an answer is sent: all at once, cut off in the middle, or byte by byte with pauses. */
export type Delivery = 'whole' | 'cut' | { readonly pauseMs: number }

/** An HTTP response to send. */
export interface HttpAnswer {
  readonly status: number
  /** The reason phrase in the status line. Defaults to the standard one of the status. */
  readonly reason?: string | undefined
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string
  /** What follows the body, piece by piece as it becomes available. The signal aborts when the client is gone. Defaults to nothing. */
  readonly rest?: ((gone: AbortSignal) => AsyncIterable<string>) | undefined
  /** Defaults to `whole`. `Content-Length` always announces the whole body. */
  readonly delivery?: Delivery | undefined
  /** Sends `100 Continue` first, although the client didn't ask for it (RFC 9110, 15.2.1). */
  readonly continueFirst?: boolean | undefined
}

/** The outcome of a request: an answer, a closed connection, or silence. */
export type Outcome = HttpAnswer | 'drop' | 'hang'

/** An answer with XML. */
export const xmlAnswer = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { 'Content-Type': 'text/xml; charset=utf-8' },
  body,
})

/** An answer with a web page. */
export const htmlAnswer = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
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
export async function send(
  response: ServerResponse,
  outcome: Outcome,
  { gzip, sleep }: { readonly gzip: boolean; readonly sleep: Sleep },
): Promise<void> {
  if (outcome === 'hang' || response.destroyed) return
  if (outcome === 'drop') {
    response.destroy()
    return
  }
  const { status, reason, headers, rest, delivery = 'whole', continueFirst = false } = outcome
  const compressed = gzip && outcome.body !== '' && rest === undefined
  const body = compressed ? gzipSync(outcome.body) : Buffer.from(outcome.body)
  if (continueFirst) response.writeContinue()
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (compressed) response.setHeader('Content-Encoding', 'gzip').setHeader('Vary', 'Accept-Encoding')
  if (rest === undefined) response.setHeader('Content-Length', body.length)
  if (reason !== undefined) response.statusMessage = reason
  response.writeHead(status)
  if (rest !== undefined && delivery === 'whole') await stream(response, body, rest)
  else if (delivery === 'whole') response.end(body)
  else if (delivery === 'cut') response.write(body.subarray(0, body.length / 2), () => response.destroy())
  else await trickle(response, body, () => sleep(delivery.pauseMs))
}

/** Sends a body and what follows it, as fast as the client reads. An error in between breaks the connection. */
async function stream(response: ServerResponse, body: Buffer, rest: NonNullable<HttpAnswer['rest']>) {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    response.write(body)
    for await (const part of rest(gone.signal)) {
      if (!response.write(part)) await once(response, 'drain', { signal: gone.signal })
    }
    response.end()
  } catch {
    response.destroy()
  }
}

/** Sends a body byte by byte, until the client is gone. */
async function trickle(response: ServerResponse, body: Buffer, pause: () => Promise<void>) {
  for (let position = 0; position < body.length && !response.destroyed; position++) {
    response.write(body.subarray(position, position + 1))
    await pause()
  }
  response.end()
}
