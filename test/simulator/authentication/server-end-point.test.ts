import { createHash, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { tlsServerEndPoint } from '../../../src/simulator/authentication/server-end-point'
import { certificateSignedWith, type SignatureName, signatureNames } from '../../certificate'

/** SHA-256 for MD5 and SHA-1, and the signature's own hash otherwise (RFC 5929, 4.1). */
const hashes = {
  'RSA-MD5': 'sha256',
  'RSA-SHA1': 'sha256',
  'RSA-SHA256': 'sha256',
  'RSA-SHA384': 'sha384',
  'RSA-SHA512': 'sha512',
  'RSA-PSS-SHA1': 'sha256',
  'RSA-PSS-SHA256': 'sha256',
  'RSA-PSS-SHA384': 'sha384',
  'ECDSA-SHA1': 'sha256',
  'ECDSA-SHA256': 'sha256',
  'ECDSA-SHA384': 'sha384',
  'ECDSA-SHA512': 'sha512',
  Ed25519: undefined,
} as const satisfies Record<SignatureName, string | undefined>

const pemOf = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`

/** Replaces an object identifier in a certificate. The signature is wrong then, which doesn't matter here. */
function withIdentifier(cert: string, from: string, to: string): string {
  const hex = new X509Certificate(cert).raw.toString('hex')
  expect(hex).toContain(from)
  return pemOf(Buffer.from(hex.replaceAll(from, to), 'hex'))
}

const digestOf = (cert: string, hash: string) => createHash(hash).update(new X509Certificate(cert).raw).digest()

describe('tls-server-end-point', () => {
  it.each(signatureNames.map((name) => [name, hashes[name]] as const))('of %s uses %s', async (name, hash) => {
    const { cert } = await certificateSignedWith(name)
    expect(tlsServerEndPoint(cert)).toEqual(hash && digestOf(cert, hash))
  })

  it.each([
    ['RSA with SHA-224', 'RSA-SHA256', '2a864886f70d01010b', '2a864886f70d01010e', 'sha224'],
    ['ECDSA with SHA-224', 'ECDSA-SHA256', '2a8648ce3d040302', '2a8648ce3d040301', 'sha224'],
    ['RSA-PSS with SHA-224', 'RSA-PSS-SHA256', '608648016503040201', '608648016503040204', 'sha224'],
    ['RSA-PSS with SHA-512', 'RSA-PSS-SHA256', '608648016503040201', '608648016503040203', 'sha512'],
  ] as const)('of %s uses its own hash', async (_case, name, from, to, hash) => {
    const cert = withIdentifier((await certificateSignedWith(name)).cert, from, to)
    expect(tlsServerEndPoint(cert)).toEqual(digestOf(cert, hash))
  })

  it('is undefined for RSA-PSS with an unknown hash', async () => {
    const { cert } = await certificateSignedWith('RSA-PSS-SHA256')
    const unknown = withIdentifier(cert, '608648016503040201', '60864801650304027f')
    expect(tlsServerEndPoint(unknown)).toBeUndefined()
  })

  it('is that of the first certificate of a chain', async () => {
    const [leaf, issuer] = await Promise.all([
      certificateSignedWith('ECDSA-SHA384'),
      certificateSignedWith('RSA-SHA256'),
    ])
    expect(tlsServerEndPoint(leaf.cert + issuer.cert)).toEqual(digestOf(leaf.cert, 'sha384'))
  })
})
