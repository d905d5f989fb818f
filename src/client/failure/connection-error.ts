import { EwsConnectionError } from '../../errors'
import { type FailedCall, isRepeatable, unknownOutcome } from './failed-call'

interface Cause {
  readonly problem: string
  readonly hint: string
  /**
   * The connection was never made, so the server can't have carried anything out. Only our own `ConnectError` proves that. For a
   * dispatcher of the caller's the error's code has to do.
   */
  readonly neverSent: boolean
  /** Likely to pass on its own. */
  readonly transient: boolean
}

const DNS = { hint: "Check the host name in 'url' and this machine's DNS.", neverSent: true }
const CERTIFICATE = {
  hint: "The server's certificate comes from an authority that this machine doesn't trust: pass its CA certificate as tls.ca.",
  neverSent: true,
  transient: false,
}
const INTERRUPTED = {
  problem: 'the connection was closed before the answer was complete',
  hint: "Look for a proxy, firewall or restart of the server that cuts connections off, and check port and scheme of 'url'.",
  neverSent: false,
  transient: true,
}
const TIMED_OUT = {
  problem: 'no answer came within the time that the dispatcher allows',
  hint: 'Set headersTimeout and bodyTimeout of the dispatcher to 0: timeoutMs bounds a call as a whole.',
  neverSent: false,
  transient: true,
}
const CLOSED = {
  problem: 'the EwsClient was closed in the meantime',
  hint: 'Close it when no call is running.',
  transient: false,
}
const UNREACHABLE = {
  hint: 'Check that the server runs, and that no firewall is in between.',
  neverSent: true,
  transient: true,
}
const NOT_HTTP = {
  problem: 'the answer is not HTTP',
  hint: "Check port and scheme of 'url'.",
  neverSent: false,
  transient: false,
}
const NOT_TLS = {
  problem: "client and server can't agree on a TLS version",
  hint: "Check port and scheme of 'url', and which TLS versions the server allows.",
  neverSent: false,
  transient: false,
}

const TUNNEL = {
  problem: "the proxy doesn't open a tunnel to the server",
  hint: 'Check the address of the proxy, its credentials, and that it allows this server.',
  neverSent: false,
  transient: false,
}

/** The meanings of Node's `code`: those of libuv, OpenSSL (X509_V_ERR_...) and undici. */
const CAUSES: Readonly<Record<string, Cause>> = {
  ENOTFOUND: { ...DNS, problem: 'the host name is unknown', transient: false },
  EAI_AGAIN: { ...DNS, problem: "the host name couldn't be looked up", transient: true },
  ECONNREFUSED: { ...UNREACHABLE, problem: 'the server refuses connections' },
  EHOSTUNREACH: { ...UNREACHABLE, problem: 'there is no route to the server' },
  ENETUNREACH: { ...UNREACHABLE, problem: 'there is no route to the server' },
  UND_ERR_CONNECT_TIMEOUT: { ...UNREACHABLE, problem: "the server didn't accept the connection in time" },
  ETIMEDOUT: { ...UNREACHABLE, problem: "the server doesn't answer", neverSent: false },
  ECONNRESET: INTERRUPTED,
  EPIPE: INTERRUPTED,
  UND_ERR_SOCKET: INTERRUPTED,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: INTERRUPTED,
  UND_ERR_HEADERS_TIMEOUT: TIMED_OUT,
  UND_ERR_BODY_TIMEOUT: TIMED_OUT,
  UND_ERR_CLOSED: { ...INTERRUPTED, ...CLOSED },
  UND_ERR_DESTROYED: { ...INTERRUPTED, ...CLOSED },
  SELF_SIGNED_CERT_IN_CHAIN: { ...CERTIFICATE, problem: "the server's certificate is not trusted" },
  DEPTH_ZERO_SELF_SIGNED_CERT: { ...CERTIFICATE, problem: "the server's certificate is self-signed" },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { ...CERTIFICATE, problem: "the server's certificate is not trusted" },
  UNABLE_TO_GET_ISSUER_CERT: { ...CERTIFICATE, problem: "the server's certificate is not trusted" },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { ...CERTIFICATE, problem: "the server's certificate is not trusted" },
  CERT_HAS_EXPIRED: {
    ...CERTIFICATE,
    problem: "the server's certificate has expired",
    hint: 'Renew it on the server.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    ...CERTIFICATE,
    problem: "the server's certificate is for another name",
    hint: "Use a name from the certificate as the host of 'url', or pass it as tls.servername.",
  },
  // Node has no name for OpenSSL's reason, which since Node 24 may be a weak key or signature.
  UNSPECIFIED: {
    ...CERTIFICATE,
    problem: "the server's certificate is refused",
    hint: 'See the cause. If its key or signature is too weak, renew it on the server, with an RSA key of 2048 bits and SHA-256.',
  },
  EPROTO: NOT_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
  ERR_SSL_UNSUPPORTED_PROTOCOL: NOT_TLS,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: NOT_TLS,
  UND_ERR_ABORTED: TUNNEL,
  UND_ERR_PRX_TLS: TUNNEL,
  UND_ERR_SOCKS5: TUNNEL,
  UND_ERR_HEADERS_OVERFLOW: { ...NOT_HTTP, problem: 'the headers of the answer are too long' },
}

/** Other codes, by their beginnings. */
const FAMILIES: readonly (readonly [RegExp, Cause])[] = [
  [
    /^ERR_SSL_/,
    {
      problem: 'TLS failed',
      hint: 'See the cause. If the server wants a client certificate, pass it as tls.cert and tls.key.',
      neverSent: false,
      transient: false,
    },
  ],
  [
    /^(CERT|UNABLE|INVALID|SELF|HOSTNAME|CRL|ERR_TLS)_/,
    {
      ...CERTIFICATE,
      problem: "the server's certificate is not valid",
      hint: 'See the cause, and renew it on the server.',
    },
  ],
  [
    /^(E[A-Z\d]+|UND_ERR_\w+|ERR_STREAM_\w+)$/,
    { problem: 'the connection failed', hint: 'See the cause.', neverSent: false, transient: false },
  ],
]

/** Returns a failure below HTTP as an error that says what to look at; `undefined` if `error` isn't a network error. */
export function connectionError(
  call: FailedCall,
  host: string,
  error: Error,
  { plainHttp = false }: { readonly plainHttp?: boolean } = {},
): EwsConnectionError | undefined {
  const found = causeOf(error)
  if (found === undefined) return undefined
  const cause = plainHttp && (found === INTERRUPTED || found === NOT_HTTP) ? overPlainHttp(found, host) : found
  const { problem, hint, neverSent, transient } = cause
  const known = { ...call, sent: call.sent && !neverSent }
  return new EwsConnectionError({
    message: `${call.operation} failed: ${problem} (${host})${unknownOutcome(known)}`,
    hint,
    operation: call.operation,
    retryable: transient && isRepeatable(known),
    cause: error,
  })
}

/** A server that expects TLS closes the connection, or answers with an alert that isn't HTTP. */
function overPlainHttp(cause: Cause, host: string): Cause {
  const isTlsPort = host.endsWith(':443')
  return {
    ...cause,
    hint: `${isTlsPort ? "Write https:// in 'url': port 443 is for TLS." : "If the port is for TLS, write https:// in 'url'."} ${cause.hint}`,
    transient: cause.transient && !isTlsPort,
  }
}

function causeOf(error: Error): Cause | undefined {
  if (error.name === 'HTTPParserError') return NOT_HTTP
  if (!('code' in error) || typeof error.code !== 'string') return undefined
  const { code } = error
  const cause = CAUSES[code] ?? FAMILIES.find(([family]) => family.test(code))?.[1]
  return cause && hasBeenOpen(error) ? { ...cause, neverSent: false } : cause
}

/** The network can become unreachable while a connection is open: `read EHOSTUNREACH`. */
const hasBeenOpen = (error: object) => 'syscall' in error && (error.syscall === 'read' || error.syscall === 'write')
