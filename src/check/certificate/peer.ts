import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { isIP, type Socket } from 'node:net'
import { connect, type DetailedPeerCertificate } from 'node:tls'
import type { TlsOptions } from '../../client/options'

/** What the server shows of itself in TLS. */
export interface Peer {
  /** The server's certificate first, then its issuers as far as they are known. */
  readonly certificates: readonly X509Certificate[]
  /** Why OpenSSL doesn't trust them, by its code: `SELF_SIGNED_CERT_IN_CHAIN`. */
  readonly distrust: string | undefined
  /** `TLSv1.3`; `undefined` if a proxy opened the channel. */
  readonly protocol: string | undefined
}

/** The longest chain that is followed. */
const MOST_CERTIFICATES = 10

/**
 * Opens TLS on a connection and looks at the certificates, trusted or not. Nothing is sent over it.
 *
 * @throws Error of TLS if the handshake fails
 */
export async function peerOn(
  socket: Socket,
  servername: string,
  { ca, cert, key }: TlsOptions,
  signal: AbortSignal,
): Promise<Peer> {
  const secure = connect({
    socket,
    ca,
    cert,
    key,
    ...(isIP(servername) === 0 && { servername }),
    rejectUnauthorized: false,
    // Names are compared later: here only trust counts.
    checkServerIdentity: () => undefined,
    ALPNProtocols: ['http/1.1'],
  })
  try {
    await once(secure, 'secureConnect', { signal })
    const { authorizationError } = secure
    return {
      certificates: chainOf(secure.getPeerCertificate(true)),
      distrust: secure.authorized ? undefined : codeOf(authorizationError),
      protocol: secure.getProtocol() ?? undefined,
    }
  } finally {
    secure.destroy()
  }
}

/** Node has a text where its types have an error. */
function codeOf(reason: unknown): string {
  if (reason instanceof Error) return 'code' in reason ? String(reason.code) : reason.message
  return typeof reason === 'string' ? reason : 'UNKNOWN'
}

function chainOf(first: DetailedPeerCertificate): X509Certificate[] {
  const chain: X509Certificate[] = []
  const seen = new Set<string>()
  let next: DetailedPeerCertificate | undefined = first
  while (next?.raw !== undefined && chain.length < MOST_CERTIFICATES && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256)
    chain.push(new X509Certificate(next.raw))
    next = next.issuerCertificate
  }
  return chain
}
