import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { buffer, text } from 'node:stream/consumers'
import { listenOnLoopback } from '../loopback'

/** How answers are changed on the way. */
export interface Rewriting {
  /** Headers to set. */
  readonly headers?: Headers
  readonly body?: (xml: string) => string
}

/**
 * A proxy over plain HTTP that changes the answers of a server. It doesn't keep connections apart, so it is for Basic. It ends with the test.
 *
 * @param url the address of the server behind it, which keeps its path
 */
export async function rewritingProxy(url: string, rewriting: Rewriting): Promise<{ readonly url: string }> {
  const server = createServer((request, response) => {
    relay(url, request, response, rewriting).catch((error: unknown) =>
      response.destroy(new Error('No answer', { cause: error })),
    )
  })
  return { url: `http://127.0.0.1:${await listenOnLoopback(server)}${new URL(url).pathname}` }
}

async function relay(
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
  rewriting: Rewriting,
): Promise<void> {
  const { 'accept-encoding': _compressed, ...headers } = request.headers
  const body = await buffer(request)
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    send(url, { method: request.method, headers }, resolve).on('error', reject).end(body)
  })
  const { body: rewritten = (xml: string) => xml } = rewriting
  const { 'content-length': _length, 'transfer-encoding': _coding, ...kept } = answer.headers
  response.setHeaders(
    new Map(Object.entries(kept).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  )
  if (rewriting.headers !== undefined) response.setHeaders(rewriting.headers)
  response.writeHead(answer.statusCode ?? 502).end(rewritten(await text(answer)))
}
