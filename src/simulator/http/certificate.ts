import { generateKeyPair, randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { promisify } from 'node:util'

/** A private key and its certificate, both PEM. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

const ALTERNATIVE_NAME = { dns: 2, ip: 7 } as const
const DAY_MS = 24 * 60 * 60 * 1000

/** A self-signed certificate for loopback and `host`, good for a month from now, because clients go by their own clock (RFC 5280). */
export async function selfSignedCertificate(host: string): Promise<Certificate> {
  const { default: forge } = await import('node-forge')
  const { privateKey: key } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const privateKey = forge.pki.privateKeyFromPem(key)
  const certificate = forge.pki.createCertificate()
  const name = [{ name: 'commonName', value: 'localhost' }]
  certificate.publicKey = forge.pki.rsa.setPublicKey(privateKey.n, privateKey.e)
  certificate.serialNumber = `01${randomBytes(8).toString('hex')}`
  certificate.validity.notBefore = new Date(Date.now() - DAY_MS)
  certificate.validity.notAfter = new Date(Date.now() + 30 * DAY_MS)
  certificate.setSubject(name)
  certificate.setIssuer(name)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [...new Set(['localhost', '127.0.0.1', '::1', host])].map(alternativeName) },
  ])
  certificate.sign(privateKey, forge.md.sha256.create())
  return { key, cert: forge.pki.certificateToPem(certificate) }
}

const alternativeName = (host: string) =>
  isIP(host) === 0 ? { type: ALTERNATIVE_NAME.dns, value: host } : { type: ALTERNATIVE_NAME.ip, ip: host }
