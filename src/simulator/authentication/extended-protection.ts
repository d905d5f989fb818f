import { createHash } from 'node:crypto'

/**
 * How a server checks NTLM's channel binding on HTTPS, like the `tokenChecking` of IIS. `off` (None) ignores it, `allow` accepts
 * a correct one or none, and `require` accepts a correct one only. For EWS, Microsoft has Allow on the front end and Require on
 * the back end.
 */
export type ExtendedProtection = 'off' | 'allow' | 'require'

/** True if a client may sign in with this MsvAvChannelBindings, or without any. */
export type ChannelBindingCheck = (channelBindings: Buffer | undefined) => boolean

/** Accepts every client: extended protection is off, or there is no TLS channel to bind to (MS-NLMP, 3.2.5.1.2). */
export const anyChannelBinding: ChannelBindingCheck = () => true

/**
 * Returns the check for a server with this `tls-server-end-point`. It ignores MsvAvTargetName, which IIS uses only without a TLS
 * channel, or when it is configured for a proxy.
 */
export function channelBindingCheck(level: 'allow' | 'require', tlsServerEndPoint: Buffer): ChannelBindingCheck {
  const expected = channelBindings(tlsServerEndPoint)
  return (received = ABSENT) => (isAbsent(received) ? level === 'allow' : received.equals(expected))
}

const ABSENT = Buffer.alloc(0)

/**
 * "An all-zero value of the hash is used to indicate absence of channel bindings" (MS-NLMP, 2.2.2.1). Windows treats it as
 * omitted as well (SEC_CHANNEL_BINDINGS_RESULT_ABSENT).
 */
const isAbsent = (received: Buffer) => received.every((byte) => byte === 0)

/** The addresses of initiator and acceptor: two types and two lengths, all zero. */
const NO_ADDRESSES = Buffer.alloc(16)

/** The MD5 digest of gss_channel_bindings_struct (RFC 4121, 4.1.1.2) with RFC 5929's binding as application data. */
function channelBindings(tlsServerEndPoint: Buffer): Buffer {
  const applicationData = Buffer.concat([Buffer.from('tls-server-end-point:', 'latin1'), tlsServerEndPoint])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(applicationData.length)
  return createHash('md5').update(NO_ADDRESSES).update(length).update(applicationData).digest()
}
