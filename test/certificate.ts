import {
  constants,
  createPrivateKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto'
import { promisify } from 'node:util'

/** A private key and its certificate, both PEM: what `https` of a simulator takes. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** How a certificate is signed. */
interface Signature {
  readonly keyPair: () => Promise<{ publicKey: KeyObject; privateKey: KeyObject }>
  /** AlgorithmIdentifier (RFC 5280, 4.1.1.2), DER. */
  readonly algorithm: Buffer
  readonly sign: (content: Buffer, key: KeyObject) => Buffer
}

const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const

/** [n] EXPLICIT, or IMPLICIT where the type is constructed. */
const constructed = (context: number) => 0xa0 + context
/** [n] IMPLICIT of a type that isn't constructed. */
const primitive = (context: number) => 0x80 + context

/** One value in DER (X.690), of at most 65,535 bytes. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(content)
  const low = value.length & 0xff
  const length = value.length < 0x80 ? [low] : value.length < 0x100 ? [0x81, low] : [0x82, value.length >> 8, low]
  return Buffer.concat([Buffer.from([tag, ...length]), value])
}

const sequence = (...content: readonly Uint8Array[]) => der(Tag.sequence, ...content)

function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(Tag.objectIdentifier, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

/** Seven bits a byte, the most significant first; all bytes but the last have the eighth bit. */
const base128 = (arc: number): number[] => [...(arc < 0x80 ? [] : base128Continued(arc >>> 7)), arc & 0x7f]
const base128Continued = (arc: number): number[] => base128(arc).map((byte) => byte | 0x80)

const algorithm = (dotted: string, ...parameters: readonly Buffer[]) =>
  sequence(objectIdentifier(dotted), ...parameters)

const NULL = der(Tag.null)

const HASH = {
  sha1: { oid: '1.3.14.3.2.26', length: 20 },
  sha256: { oid: '2.16.840.1.101.3.4.2.1', length: 32 },
  sha384: { oid: '2.16.840.1.101.3.4.2.2', length: 48 },
} as const

const newKeyPair = promisify(generateKeyPair)
const rsaKeyPair = (modulusLength = 2048) => newKeyPair('rsa', { modulusLength })

/** PKCS #1 v1.5 (RFC 8017, A.2.4). */
const rsa = (hash: string, oid: string): Signature => ({
  keyPair: () => rsaKeyPair(),
  algorithm: algorithm(oid, NULL),
  sign: (content, key) => sign(hash, content, key),
})

/** RSASSA-PSS-params (RFC 8017, A.2.3): what equals a default is left out, in DER always, so that SHA-1 has none at all. */
function pssParameters(hash: keyof typeof HASH): Buffer {
  if (hash === 'sha1') return sequence()
  const { oid, length } = HASH[hash]
  return sequence(
    der(constructed(0), algorithm(oid, NULL)),
    der(constructed(1), algorithm('1.2.840.113549.1.1.8', algorithm(oid, NULL))),
    der(constructed(2), der(Tag.integer, Buffer.from([length]))),
  )
}

const rsaPss = (hash: keyof typeof HASH): Signature => ({
  keyPair: () => rsaKeyPair(),
  algorithm: algorithm('1.2.840.113549.1.1.10', pssParameters(hash)),
  sign: (content, key) =>
    sign(hash, content, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: HASH[hash].length }),
})

/** RFC 5758, 3.2. */
const ecdsa = (hash: string, oid: string, namedCurve: string): Signature => ({
  keyPair: () => newKeyPair('ec', { namedCurve }),
  algorithm: algorithm(oid),
  sign: (content, key) => sign(hash, content, key),
})

const SIGNATURES = {
  'RSA-MD5': rsa('md5', '1.2.840.113549.1.1.4'),
  'RSA-SHA1': rsa('sha1', '1.2.840.113549.1.1.5'),
  'RSA-SHA256': rsa('sha256', '1.2.840.113549.1.1.11'),
  'RSA-SHA384': rsa('sha384', '1.2.840.113549.1.1.12'),
  'RSA-SHA512': rsa('sha512', '1.2.840.113549.1.1.13'),
  'RSA-PSS-SHA1': rsaPss('sha1'),
  'RSA-PSS-SHA256': rsaPss('sha256'),
  'RSA-PSS-SHA384': rsaPss('sha384'),
  'ECDSA-SHA1': ecdsa('sha1', '1.2.840.10045.4.1', 'P-256'),
  'ECDSA-SHA256': ecdsa('sha256', '1.2.840.10045.4.3.2', 'P-256'),
  'ECDSA-SHA384': ecdsa('sha384', '1.2.840.10045.4.3.3', 'P-384'),
  'ECDSA-SHA512': ecdsa('sha512', '1.2.840.10045.4.3.4', 'P-521'),
  Ed25519: {
    keyPair: () => newKeyPair('ed25519'),
    algorithm: algorithm('1.3.101.112'),
    sign: (content, key) => sign(null, content, key),
  },
} as const satisfies Record<string, Signature>

/**
 * How a certificate can be signed. The parameters of RSA-PSS-SHA1 are all defaults, and thus nowhere to be read.
 * Ed25519 names no hash function, so that RFC 5929, 4.1 leaves its channel binding undefined.
 */
export type SignatureName = keyof typeof SIGNATURES

const isSignatureName = (name: string): name is SignatureName => name in SIGNATURES

export const signatureNames: readonly SignatureName[] = Object.keys(SIGNATURES).filter(isSignatureName)

const DAY_MS = 24 * 60 * 60 * 1000

/** YYMMDDHHMMSSZ, for years before 2050 (RFC 5280, 4.1.2.5.1). */
const utcTime = (instant: number) =>
  der(Tag.utcTime, Buffer.from(`${new Date(instant).toISOString().slice(2, 19).replace(/\D/g, '')}Z`))

const distinguishedName = (commonName: string) =>
  sequence(der(Tag.set, sequence(objectIdentifier('2.5.4.3'), der(Tag.utf8String, Buffer.from(commonName)))))

const IPV4_LOOPBACK = Buffer.from([127, 0, 0, 1])
const IPV6_LOOPBACK = Buffer.from([...new Array<number>(15).fill(0), 1])

/** An extension (RFC 5280, 4.1.2.9). */
const extension = (oid: string, value: Buffer) => sequence(objectIdentifier(oid), der(Tag.octetString, value))

const dnsName = (name: string) => der(primitive(2), Buffer.from(name))
const loopback = [dnsName('localhost'), der(primitive(7), IPV4_LOOPBACK), der(primitive(7), IPV6_LOOPBACK)]

/** RFC 5280, 4.2.1.6. */
const subjectAltName = (names: readonly string[] | undefined) =>
  extension('2.5.29.17', sequence(...(names?.map(dnsName) ?? loopback)))

/** Makes a certificate that of an authority (RFC 5280, 4.2.1.9). */
const basicConstraints = extension('2.5.29.19', sequence(der(Tag.boolean, Buffer.from([0xff]))))

/** Where the issuer's certificate is (RFC 5280, 4.2.2.1). */
const infoAccess = (url: string) =>
  extension(
    '1.3.6.1.5.5.7.1.1',
    sequence(sequence(objectIdentifier('1.3.6.1.5.5.7.48.2'), der(primitive(6), Buffer.from(url)))),
  )

const bitString = (content: Buffer) => der(Tag.bitString, Buffer.from([0]), content)

interface Content {
  readonly subject?: string
  readonly issuer?: string
  /** Days from now. */
  readonly days?: readonly [from: number, until: number]
  readonly extensions?: readonly Buffer[]
}

/** TBSCertificate (RFC 5280, 4.1), version 3. */
const content = (
  signature: Signature,
  publicKey: KeyObject,
  now: number,
  { subject = 'localhost', issuer = subject, days: [from, until] = [-1, 30], extensions = [] }: Content = {},
): Buffer =>
  sequence(
    der(constructed(0), der(Tag.integer, Buffer.from([2]))),
    der(Tag.integer, Buffer.from([1]), randomBytes(8)),
    signature.algorithm,
    distinguishedName(issuer),
    sequence(utcTime(now + from * DAY_MS), utcTime(now + until * DAY_MS)),
    distinguishedName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(constructed(3), sequence(...(extensions.length > 0 ? extensions : [subjectAltName(undefined)]))),
  )

const pem = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`

/**
 * A self-signed certificate for loopback with a new key, signed in the way that `name` says. It is no authority's, and yet
 * its own: a client trusts it by `tls.ca`. Good for a month from now, because clients go by their own clock.
 */
export async function certificateSignedWith(name: SignatureName): Promise<Certificate> {
  const signature: Signature = SIGNATURES[name]
  const { publicKey, privateKey } = await signature.keyPair()
  const signed = content(signature, publicKey, Date.now())
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(sequence(signed, signature.algorithm, bitString(signature.sign(signed, privateKey)))),
  }
}

/** What is special about a certificate. */
export interface CertificateFacts {
  /** Defaults to `localhost`. */
  readonly commonName?: string
  /** The host names that it is for. Defaults to those of loopback. */
  readonly names?: readonly string[]
  /** When it is valid, in days from now. Defaults to a month from yesterday on. */
  readonly days?: readonly [from: number, until: number]
  /** Whether it may issue others. Defaults to false. */
  readonly authority?: boolean
  /** Who signs it. Defaults to itself. */
  readonly issuer?: Certificate
  /** Where the certificate of its issuer is. Defaults to nowhere. */
  readonly infoAccess?: string | undefined
  /** Makes its key an RSA key of so many bits. Defaults to a key on an elliptic curve. */
  readonly rsaBits?: number
}

/** A certificate for loopback, or for something else, with a new key. */
export async function newCertificate(facts: CertificateFacts): Promise<Certificate> {
  const { commonName = 'localhost', names, days, authority = false, issuer, infoAccess: access, rsaBits } = facts
  const signature: Signature = SIGNATURES[rsaBits === undefined ? 'ECDSA-SHA256' : 'RSA-SHA256']
  const { publicKey, privateKey } = await (rsaBits === undefined ? signature.keyPair() : rsaKeyPair(rsaBits))
  const signed = content(signature, publicKey, Date.now(), {
    subject: commonName,
    ...(issuer && { issuer: new X509Certificate(issuer.cert).subject.replace(/^CN=/, '') }),
    ...(days && { days }),
    extensions: [
      ...(authority ? [basicConstraints] : [subjectAltName(names)]),
      ...(access === undefined ? [] : [infoAccess(access)]),
    ],
  })
  const signer = issuer === undefined ? privateKey : createPrivateKey(issuer.key)
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(sequence(signed, signature.algorithm, bitString(signature.sign(signed, signer)))),
  }
}
