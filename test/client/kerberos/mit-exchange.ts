import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { onTestFinished } from 'vitest'
import type { Certificate } from '../../certificate'
import { findItemAnswer } from '../../http-server'
import type { GssAcceptor, Verdict } from './gss-acceptor'

/** What answers in place of Exchange over HTTPS, and has MIT's GSS-API verify who asks. */
export interface MitExchange {
  readonly url: string
  readonly ca: string
  /** What the acceptor said to each request, in order. */
  readonly verdicts: readonly Verdict[]
  /** How many requests there were, and how many connections. */
  readonly counts: { requests: number; connections: number }
}

/** The channel of a certificate by RFC 5929, 4, whose hash function is named by the caller rather than read from it. */
const endPoint = (cert: string, hash: string) =>
  Buffer.concat([Buffer.from('tls-server-end-point:'), createHash(hash).update(new X509Certificate(cert).raw).digest()])

/**
 * It ends with the test, and requires each token to be bound to its channel.
 *
 * @param hash by which the channel is named (RFC 5929, 4.1)
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
