import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { onTestFinished } from 'vitest'
import type { Certificate } from '../../certificate'
import { findItemAnswer } from '../../http-server'
import type { GssAcceptor, Verdict } from './gss-acceptor'

/** An HTTPS server in place of Exchange whose clients are verified by MIT's GSS-API. */
export interface MitExchange {
  readonly url: string
  readonly ca: string
  /** The acceptor's verdicts on the requests, in order. */
  readonly verdicts: readonly Verdict[]
  /** The numbers of requests and connections. */
  readonly counts: { requests: number; connections: number }
}

/** Returns the channel of a certificate (RFC 5929, 4). The caller names the hash, instead of reading it from the certificate. */
const endPoint = (cert: string, hash: string) =>
  Buffer.concat([Buffer.from('tls-server-end-point:'), createHash(hash).update(new X509Certificate(cert).raw).digest()])

/**
 * Starts the server, which requires each token to be bound to its channel. It ends with the test.
 *
 * @param hash The hash of the channel's name (RFC 5929, 4.1).
 */
export async function mitExchange(acceptor: GssAcceptor, certificate: Certificate, hash: string): Promise<MitExchange> {
  const verdicts: Verdict[] = []
  const counts = { requests: 0, connections: 0 }
  const binding = endPoint(certificate.cert, hash)
  const answer = async ({ headers }: IncomingMessage, response: ServerResponse) => {
    counts.requests += 1
    const [, token] = /^Negotiate (\S+)$/.exec(headers.authorization ?? '') ?? []
    if (token === undefined) return response.writeHead(401, { 'www-authenticate': 'Negotiate' }).end()
    const verdict = await acceptor.verify(token, binding)
    verdicts.push(verdict)
    const authenticate = verdict.token === null ? 'Negotiate' : `Negotiate ${verdict.token}`
    if (!verdict.accepted || verdict.bound !== true) {
      return response.writeHead(401, { 'www-authenticate': authenticate }).end()
    }
    return response.writeHead(200, { 'content-type': 'text/xml', 'www-authenticate': authenticate }).end(findItemAnswer)
  }
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    request.resume().on('end', () => void answer(request, response))
  }).listen(0, '127.0.0.1')
  server.on('secureConnection', () => {
    counts.connections += 1
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port')
  return { url: `https://localhost:${address.port}/EWS/Exchange.asmx`, ca: certificate.cert, verdicts, counts }
}
