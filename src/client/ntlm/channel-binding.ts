import { createHash } from 'node:crypto'
import { signatureHash } from './signature-hash'

/** Hashes that are too weak to bind to, and what stands in for them (RFC 5929, 4.1). */
const REPLACED: Readonly<Record<string, string>> = { md5: 'sha256', sha1: 'sha256' }

/** Initiator's and acceptor's address, of type and length 0 (RFC 2744, 3.11): four times 32 bits. */
const NO_ADDRESSES = Buffer.alloc(16)

/**
 * What ties a proof to the TLS channel that it is sent on (Extended Protection): MD5 of `tls-server-end-point` (RFC 5929, 4) as
 * `gss_channel_bindings_struct` (MS-NLMP, 2.2.2.1, MsvAvChannelBindings).
 *
 * @param certificate the server's, in DER
 * @returns 16 bytes; `undefined` where RFC 5929 defines no binding for the certificate's signature
 */
export function channelBinding(certificate: Buffer): Buffer | undefined {
  const hash = signatureHash(certificate)
  if (hash === undefined) return undefined
  const endPoint = createHash(REPLACED[hash] ?? hash).update(certificate)
  const data = Buffer.concat([Buffer.from('tls-server-end-point:'), endPoint.digest()])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(data.length)
  return createHash('md5').update(NO_ADDRESSES).update(length).update(data).digest()
}

/** SHA-1 of a certificate, by which `Get-ExchangeCertificate` names it. */
export const thumbprint = (certificate: Buffer): string =>
  createHash('sha1').update(certificate).digest('hex').toUpperCase()
