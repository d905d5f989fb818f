import { createHash, X509Certificate } from 'node:crypto'
import type { asn1 } from 'node-forge'

type Asn1 = asn1.Asn1

/** Signature algorithms that name their hash (RFC 8017, A.2.4; RFC 5758), by object identifier. */
const HASH_OF_SIGNATURE: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'md5',
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.14': 'sha224',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.1': 'sha224',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

/** RSASSA-PSS, whose hash stands in its parameters (RFC 4055, 3.1). */
const RSASSA_PSS = '1.2.840.113549.1.1.10'

const HASH: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** Hashes that RFC 5929, 4.1 replaces by SHA-256. */
const REPLACED: readonly string[] = ['md5', 'sha1']

/**
 * The channel binding `tls-server-end-point` of a server with this certificate, without its prefix: the hash of the certificate
 * in DER, by the hash that its signature uses (RFC 5929, 4.1).
 *
 * @param cert PEM; of a chain the first, which is the server's own
 * @returns `undefined` where RFC 5929 leaves it undefined: the signature uses no hash of its own (Ed25519), or one unknown here
 */
export async function tlsServerEndPoint(cert: string): Promise<Buffer | undefined> {
  const { default: forge } = await import('node-forge')
  const { raw } = new X509Certificate(cert)
  const certificate = forge.asn1.fromDer(raw.toString('latin1'), true)
  const hash = hashOfSignature(children(certificate)[1], (bytes) => forge.asn1.derToOid(bytes))
  if (hash === undefined) return undefined
  return createHash(REPLACED.includes(hash) ? 'sha256' : hash)
    .update(raw)
    .digest()
}

/** @param algorithm AlgorithmIdentifier (RFC 5280, 4.1.1.2) */
function hashOfSignature(algorithm: Asn1 | undefined, decodeOid: (bytes: string) => string): string | undefined {
  const identifierOf = (node: Asn1 | undefined) => {
    const [identifier] = children(node)
    return typeof identifier?.value === 'string' ? decodeOid(identifier.value) : ''
  }
  const identifier = identifierOf(algorithm)
  if (identifier !== RSASSA_PSS) return HASH_OF_SIGNATURE[identifier]
  const [hashAlgorithm] = children(children(algorithm)[1]).filter(({ type }) => type === PSS_HASH_TAG)
  return hashAlgorithm === undefined ? 'sha1' : HASH[identifierOf(children(hashAlgorithm)[0])]
}

/** `hashAlgorithm [0]` of RSASSA-PSS-params; SHA-1 where left out (RFC 4055, 3.1). */
const PSS_HASH_TAG = 0

const children = (node: Asn1 | undefined): readonly Asn1[] => (Array.isArray(node?.value) ? node.value : [])
