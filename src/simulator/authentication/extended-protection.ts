import { createHash } from 'node:crypto'

/**
 * How a server takes NTLM's channel binding on HTTPS, as IIS's `tokenChecking`: `off` (None) doesn't look at it; `allow` lets
 * clients in that send none, but none that sends a wrong one; `require` wants the right one. Microsoft's values for EWS are
 * Allow on the front end and Require on the back end.
 */
export type ExtendedProtection = 'off' | 'allow' | 'require'

/** True if a client may come in that sends this as MsvAvChannelBindings, or nothing. */
export type ChannelBindingCheck = (channelBindings: Buffer | undefined) => boolean

/** Nothing to be bound to: extended protection is off, or there is no TLS (MS-NLMP, 3.2.5.1.2: verified if the application provides one). */
export const anyChannelBinding: ChannelBindingCheck = () => true

/**
 * The check that goes with a server's `tls-server-end-point`. MsvAvTargetName isn't looked at: IIS uses the service's name where
 * there is no TLS channel to be bound to, or where it is told of a proxy.
 */
export function channelBindingCheck(level: 'allow' | 'require', tlsServerEndPoint: Buffer): ChannelBindingCheck {
  const expected = channelBindings(tlsServerEndPoint)
  return (received = ABSENT) => (isAbsent(received) ? level === 'allow' : received.equals(expected))
}

const ABSENT = Buffer.alloc(0)

/**
 * "An all-zero value of the hash is used to indicate absence of channel bindings" (MS-NLMP, 2.2.2.1); Windows, too, counts it as
 * omitted (SEC_CHANNEL_BINDINGS_RESULT_ABSENT).
 */
const isAbsent = (received: Buffer) => received.every((byte) => byte === 0)

/** Initiator's and acceptor's address: two types and two lengths, all of them zero. */
const NO_ADDRESSES = Buffer.alloc(16)

/** The MD5 digest of gss_channel_bindings_struct (RFC 4121, 4.1.1.2) with RFC 5929's binding as application data. */
function channelBindings(tlsServerEndPoint: Buffer): Buffer {
  const applicationData = Buffer.concat([Buffer.from('tls-server-end-point:', 'latin1'), tlsServerEndPoint])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(applicationData.length)
  return createHash('md5').update(NO_ADDRESSES).update(length).update(applicationData).digest()
}
