import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { certificateSignedWith, type SignatureName, signatureNames } from './certificate'
import { listenOnLoopback } from './loopback'

/** AlgorithmIdentifier in DER, as OpenSSL's `asn1parse` shows it (RFC 4055, RFC 5758, RFC 8410). */
const ALGORITHM: Readonly<Record<SignatureName, string>> = {
  'RSA-MD5': '300d06092a864886f70d0101040500',
  'RSA-SHA1': '300d06092a864886f70d0101050500',
  'RSA-SHA256': '300d06092a864886f70d01010b0500',
  'RSA-SHA384': '300d06092a864886f70d01010c0500',
  'RSA-SHA512': '300d06092a864886f70d01010d0500',
  'RSA-PSS-SHA1': '300d06092a864886f70d01010a3000',
  'RSA-PSS-SHA256':
    '304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
  'RSA-PSS-SHA384':
    '304106092a864886f70d01010a3034a00f300d06096086480165030402020500a11c301a06092a864886f70d010108300d06096086480165030402020500a203020130',
  'ECDSA-SHA1': '300906072a8648ce3d0401',
  'ECDSA-SHA256': '300a06082a8648ce3d040302',
  'ECDSA-SHA384': '300a06082a8648ce3d040303',
  'ECDSA-SHA512': '300a06082a8648ce3d040304',
  Ed25519: '300506032b6570',
}

describe.each(signatureNames)('A certificate signed with %s', async (name) => {
  const certificate = await certificateSignedWith(name)
  const x509 = new X509Certificate(certificate.cert)

  it('names its algorithm, inside and outside the signed part', () => {
    expect(x509.raw.toString('hex').split(ALGORITHM[name]).length - 1).toBeGreaterThanOrEqual(2)
  })

  it('is signed by its own key with the algorithm that OpenSSL reads', () => {
    expect(x509.verify(x509.publicKey)).toBe(true)
  })

  it('is valid for loopback', () => {
    expect([x509.checkHost('localhost'), x509.checkIP('127.0.0.1'), x509.checkIP('::1')]).not.toContain(undefined)
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('is presented to a client of %s, which trusts it by ca', async (version) => {
    const server = createServer({ ...certificate, minVersion: version, maxVersion: version })
    const socket = connect({ host: '127.0.0.1', port: await listenOnLoopback(server), ca: certificate.cert })
    await once(socket, 'secureConnect')
    expect(socket.authorized).toBe(true)
    expect(socket.getPeerCertificate().raw.equals(x509.raw)).toBe(true)
    socket.destroy()
  })
})

it('No two certificates share a key', async () => {
  const [one, other] = await Promise.all([certificateSignedWith('ECDSA-SHA256'), certificateSignedWith('ECDSA-SHA256')])
  expect(one.key).not.toBe(other.key)
})
