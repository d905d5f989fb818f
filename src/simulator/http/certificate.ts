import { generateKeyPair, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { promisify } from 'node:util'
import { encode, objectIdentifier, octetString, writeDer } from '../../kerberos/asn1'

/** A private key and its certificate, both PEM. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** The kind of a certificate's key: ECDSA on P-256, made in a millisecond, or RSA with 2048 bits, which takes longer. */
export type KeyType = 'ec' | 'rsa'

const DAY_MS = 24 * 60 * 60 * 1000
const SERIAL_BYTES = 8

/** Identifier octets (X.680, 8.4). */
const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  null: 0x05,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  dnsName: 0x82,
  ipAddress: 0x87,
  version: 0xa0,
  extensions: 0xa3,
} as const

const COMMON_NAME = '2.5.4.3'
const BASIC_CONSTRAINTS = '2.5.29.19'
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17'
const TRUE = Buffer.from([0xff])
/** Version 3 counts from 0. */
const VERSION_3 = Buffer.from([2])
/** A bit string begins with the number of bits that its last byte leaves unused. */
const NO_UNUSED_BITS = Buffer.from([0])

const sequence = (...parts: readonly Uint8Array[]) => writeDer(Tag.sequence, Buffer.concat(parts))
const oid = (identifier: string) => encode(objectIdentifier, identifier)

/** How each kind of key signs with SHA-256 (RFC 5758, 3.2; RFC 4055, 5). */
const algorithms: Readonly<Record<KeyType, Buffer>> = {
  ec: sequence(oid('1.2.840.10045.4.3.2')),
  rsa: sequence(oid('1.2.840.113549.1.1.11'), writeDer(Tag.null, Buffer.alloc(0))),
}

const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const
const publicKeyEncoding = { type: 'spki', format: 'der' } as const

const makeKeyPair = (keyType: KeyType) =>
  keyType === 'ec'
    ? promisify(generateKeyPair)('ec', { namedCurve: 'P-256', publicKeyEncoding, privateKeyEncoding })
    : promisify(generateKeyPair)('rsa', { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding })

/**
 * Makes a self-signed certificate for loopback and `host` (RFC 5280). It is valid for a month from now by the machine's clock,
 * which clients go by, whatever the simulator's clock says.
 */
export async function selfSignedCertificate(host: string, keyType: KeyType = 'ec'): Promise<Certificate> {
  const { publicKey, privateKey } = await makeKeyPair(keyType)
  const name = sequence(
    writeDer(Tag.set, sequence(oid(COMMON_NAME), writeDer(Tag.utf8String, Buffer.from('localhost')))),
  )
  const content = sequence(
    writeDer(Tag.version, writeDer(Tag.integer, VERSION_3)),
    writeDer(Tag.integer, serialNumber()),
    algorithms[keyType],
    name,
    sequence(utcTime(Date.now() - DAY_MS), utcTime(Date.now() + 30 * DAY_MS)),
    name,
    publicKey,
    writeDer(Tag.extensions, sequence(basicConstraints(), alternativeNames(['localhost', '127.0.0.1', '::1', host]))),
  )
  const signature = Buffer.concat([NO_UNUSED_BITS, sign('sha256', content, privateKey)])
  const certificate = sequence(content, algorithms[keyType], writeDer(Tag.bitString, signature))
  return { key: privateKey, cert: pem(certificate) }
}

/** Positive, as its first byte is 1 (RFC 5280, 4.1.2.2). */
const serialNumber = () => Buffer.concat([Buffer.from([1]), randomBytes(SERIAL_BYTES)])

/** `YYMMDDHHMMSSZ` (RFC 5280, 4.1.2.5.1). */
const utcTime = (time: number) =>
  writeDer(Tag.utcTime, Buffer.from(`${new Date(time).toISOString().slice(2, 19).replace(/\D/g, '')}Z`))

const extension = (identifier: string, value: Buffer) => sequence(oid(identifier), encode(octetString, value))

const basicConstraints = () => extension(BASIC_CONSTRAINTS, sequence(writeDer(Tag.boolean, TRUE)))

const alternativeNames = (hosts: readonly string[]) =>
  extension(SUBJECT_ALTERNATIVE_NAME, sequence(...[...new Set(hosts)].map(alternativeName)))

const alternativeName = (host: string) =>
  isIP(host) === 0 ? writeDer(Tag.dnsName, Buffer.from(host)) : writeDer(Tag.ipAddress, addressBytes(host))

/** The 4 or 16 bytes of an IP address. */
function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  // The URL parser writes an IPv4 tail as two groups of hexadecimal digits.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text = '') => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)))
  const [first, last] = [groups(head), groups(tail)]
  const zeros = new Array<number>(8 - first.length - last.length).fill(0)
  return Buffer.from([...first, ...zeros, ...last].flatMap((group) => [group >>> 8, group & 0xff]))
}

const pem = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`
