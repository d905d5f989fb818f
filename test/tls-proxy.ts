import { type Duplex, pipeline } from 'node:stream'
import { connect, createServer } from 'node:tls'
import { type Certificate, certificateSignedWith } from './certificate'
import { listenOnLoopback } from './loopback'

/** The address that a client connects to, and the certificate (PEM) that it must trust there. */
export interface TlsEndpoint {
  readonly url: string
  readonly ca: string | undefined
}

/**
 * A proxy between client and server with its own certificate, like a man in the middle or a load balancer that
 * bridges TLS. It passes bytes unchanged, and opens one connection to the server for each of a client. It ends with the test.
 *
 * @param target the server behind the proxy, over HTTPS. The proxy keeps its path.
 * @param certificate the certificate that clients see. Defaults to a new one with a new key.
 * @param clientCa the issuer (PEM) of the certificate that clients must present. Defaults to none.
 */
export async function tlsProxy(
  target: TlsEndpoint,
  certificate?: Certificate,
  clientCa?: string,
): Promise<TlsEndpoint & { ca: string }> {
  const { key, cert } = certificate ?? (await certificateSignedWith('ECDSA-SHA256'))
  const { hostname: host, port, pathname } = new URL(target.url)
  const server = createServer({ key, cert, ca: clientCa, requestCert: clientCa !== undefined }, (downstream) => {
    joinTo(downstream, connect({ host, port: Number(port || 443), ca: target.ca }))
  })
  return { url: `https://127.0.0.1:${await listenOnLoopback(server)}${pathname}`, ca: cert }
}

/** Relays bytes in both directions until both have ended. An error on one side ends the other side, which is all it can signal there. */
export function joinTo(downstream: Duplex, upstream: Duplex): void {
  pipeline(downstream, upstream, downstream, (error) => {
    if (error === undefined || error === null) return
    downstream.destroy()
    upstream.destroy()
  })
}
