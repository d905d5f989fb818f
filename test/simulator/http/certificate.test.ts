import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { selfSignedCertificate } from '../../../src/simulator/http/certificate'

describe('A self-signed certificate', () => {
  it.each(['ec', 'rsa'] as const)('with a key of type %s is valid now, by its own signature', async (keyType) => {
    const { key, cert } = await selfSignedCertificate('127.0.0.1', keyType)
    const certificate = new X509Certificate(cert)
    expect(key).toContain('PRIVATE KEY')
    expect(certificate.publicKey.asymmetricKeyType).toBe(keyType)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.ca).toBe(true)
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now())
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now())
  })

  it.each(['exchange.example.com', '192.0.2.7', '2001:db8::7', '::ffff:192.0.2.7'])(
    'is for %s, and for loopback',
    async (host) => {
      const certificate = new X509Certificate((await selfSignedCertificate(host)).cert)
      const isFor = (name: string) => certificate.checkHost(name) ?? certificate.checkIP(name)
      expect(isFor(host)).toBeDefined()
      expect(certificate.checkHost('localhost')).toBe('localhost')
      expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
      expect(certificate.checkIP('::1')).toBeDefined()
      expect(certificate.checkHost('other.example.com')).toBeUndefined()
    },
  )
})
