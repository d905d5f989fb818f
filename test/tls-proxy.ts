import { type Duplex, pipeline } from 'node:stream'
import { connect, createServer } from 'node:tls'
import { type Certificate, certificateSignedWith } from './certificate'
import { listenOnLoopback } from './loopback'

/** Where a client connects, and the certificate that it has to trust there (PEM). */
export interface TlsEndpoint {
  readonly url: string
  readonly ca: string | undefined
}

/**
 * Stands between client and server with a certificate of its own, as a man in the middle does, or a load balancer that
 * bridges TLS: the bytes pass unchanged, each connection over one of the proxy's own. It ends with the test.
 *
 * @param target what it stands in front of, over HTTPS; the path is kept
 * @param certificate what clients see; with a key of its own where left out
 * @param clientCa whose certificate clients must show (PEM); none where left out
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

/** Passes bytes on both ways until both have ended. An error on one side ends the other, which is all that its peer can be told. */
export function joinTo(downstream: Duplex, upstream: Duplex): void {
  pipeline(downstream, upstream, downstream, (error) => {
    if (error === undefined || error === null) return
    downstream.destroy()
    upstream.destroy()
  })
}
