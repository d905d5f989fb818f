import { createHash } from 'node:crypto'
import { signatureHash } from './signature-hash'

/** Hashes that are too weak for a binding, and their replacement (RFC 5929, 4.1). */
const REPLACED: Readonly<Record<string, string>> = { md5: 'sha256', sha1: 'sha256' }

/** The addresses of initiator and acceptor, with type and length 0 (RFC 2744, 3.11): four times 32 bits. */
const NO_ADDRESSES = Buffer.alloc(16)

/**
 * Returns the value that binds a proof to its TLS channel (Extended Protection): MD5 of `tls-server-end-point` (RFC 5929, 4) in a
 * `gss_channel_bindings_struct` (MS-NLMP, 2.2.2.1, MsvAvChannelBindings).
 *
 * @param certificate The server's certificate in DER.
 * @returns 16 bytes, or `undefined` if RFC 5929 defines no binding for the certificate's signature
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

/** Returns the SHA-1 thumbprint of a certificate, as shown by `Get-ExchangeCertificate`. */
export const thumbprint = (certificate: Buffer): string =>
  createHash('sha1').update(certificate).digest('hex').toUpperCase()
