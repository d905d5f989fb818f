import { createHash, X509Certificate } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelBinding, thumbprint } from '../../../src/client/ntlm/channel-binding'
import { signatureHash } from '../../../src/client/ntlm/signature-hash'
import { certificateSignedWith, type SignatureName } from '../../certificate'

const derOf = async (name: SignatureName): Promise<Buffer> =>
  new X509Certificate((await certificateSignedWith(name)).cert).raw

/** Computes the binding from RFC 5929, 4.1, and the C structure of RFC 2744, 3.11, as hexadecimal text. */
function bindingBySpecification(certificate: Buffer, hash: string): string {
  const data = `${Buffer.from('tls-server-end-point:').toString('hex')}${createHash(hash).update(certificate).digest('hex')}`
  const length = (data.length / 2).toString(16).padStart(2, '0')
  return createHash('md5')
    .update(Buffer.from(`${'00'.repeat(16)}${length}000000${data}`, 'hex'))
    .digest('hex')
}

const HASHES: readonly (readonly [SignatureName, string, string])[] = [
  ['RSA-MD5', 'md5', 'sha256'],
  ['RSA-SHA1', 'sha1', 'sha256'],
  ['RSA-SHA256', 'sha256', 'sha256'],
  ['RSA-SHA384', 'sha384', 'sha384'],
  ['RSA-SHA512', 'sha512', 'sha512'],
  ['RSA-PSS-SHA1', 'sha1', 'sha256'],
  ['RSA-PSS-SHA256', 'sha256', 'sha256'],
  ['RSA-PSS-SHA384', 'sha384', 'sha384'],
  ['ECDSA-SHA1', 'sha1', 'sha256'],
  ['ECDSA-SHA256', 'sha256', 'sha256'],
  ['ECDSA-SHA384', 'sha384', 'sha384'],
  ['ECDSA-SHA512', 'sha512', 'sha512'],
]

describe('the channel binding of a certificate', () => {
  it.each(HASHES)('signed with %s (%s) hashes it with %3$s', async (name, signedWith, hashedWith) => {
    const certificate = await derOf(name)
    expect(signatureHash(certificate)).toBe(signedWith)
    expect(channelBinding(certificate)?.toString('hex')).toBe(bindingBySpecification(certificate, hashedWith))
  })

  it('is not defined if the signature names no hash', async () => {
    expect(channelBinding(await derOf('Ed25519'))).toBeUndefined()
  })

  it('is not defined for anything but a certificate', async () => {
    const certificate = await derOf('RSA-PSS-SHA384')
    for (let length = 0; length < certificate.length; length += 1) {
      expect(signatureHash(certificate.subarray(0, length))).toBeUndefined()
    }
    fc.assert(
      fc.property(fc.nat(certificate.length - 1), fc.nat(255), (position, byte) => {
        const damaged = Buffer.from(certificate)
        damaged[position] = byte
        expect([undefined, 'sha1', 'sha256', 'sha384', 'sha512']).toContain(signatureHash(damaged))
      }),
    )
  })
})

describe('the thumbprint', () => {
  it('is the one that administrators see: SHA-1 in capitals', async () => {
    const certificate = new X509Certificate((await certificateSignedWith('ECDSA-SHA256')).cert)
    expect(thumbprint(certificate.raw)).toBe(certificate.fingerprint.replaceAll(':', ''))
  })
})
