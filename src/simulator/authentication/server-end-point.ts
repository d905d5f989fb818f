import { createHash, X509Certificate } from 'node:crypto'
import { objectIdentifier, readDer } from '../../kerberos/asn1'

type DerValue = ReturnType<typeof readDer>

/** The hashes of signature algorithms, by object identifier (RFC 8017, A.2.4; RFC 5758). */
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

/** RSASSA-PSS, whose parameters name the hash (RFC 4055, 3.1). */
const RSASSA_PSS = '1.2.840.113549.1.1.10'
/** `hashAlgorithm [0]` of the parameters. It defaults to SHA-1 (RFC 4055, 3.1). */
const PSS_HASH_TAG = 0xa0

const HASH: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** The hashes that RFC 5929, 4.1 replaces by SHA-256. */
const REPLACED: readonly string[] = ['md5', 'sha1']

/**
 * The channel binding `tls-server-end-point` of a server with this certificate, without its prefix: the hash of the certificate
 * in DER, by the hash function of its signature (RFC 5929, 4.1).
 *
 * @param cert PEM; the first certificate of a chain is the server's own
 * @returns `undefined` if RFC 5929 leaves it undefined: the signature has no hash function of its own (Ed25519), or an unknown one
 */
export function tlsServerEndPoint(cert: string): Buffer | undefined {
  const { raw } = new X509Certificate(cert)
  const [certificate] = valuesIn(raw)
  const [, algorithm] = valuesIn(certificate?.content)
  const hash = hashOfSignature(algorithm)
  if (hash === undefined) return undefined
  return createHash(REPLACED.includes(hash) ? 'sha256' : hash)
    .update(raw)
    .digest()
}

/** @param algorithm AlgorithmIdentifier (RFC 5280, 4.1.1.2) */
function hashOfSignature(algorithm: DerValue | undefined): string | undefined {
  const [identifier, parameters] = valuesIn(algorithm?.content)
  const name = nameOf(identifier)
  if (name !== RSASSA_PSS) return HASH_OF_SIGNATURE[name]
  const explicitHash = valuesIn(parameters?.content).find(({ tag }) => tag === PSS_HASH_TAG)
  if (explicitHash === undefined) return 'sha1'
  const [hashAlgorithm] = valuesIn(explicitHash.content)
  const [hash] = valuesIn(hashAlgorithm?.content)
  return HASH[nameOf(hash)]
}

const nameOf = (identifier: DerValue | undefined) =>
  identifier?.tag === objectIdentifier.tag ? objectIdentifier.read(identifier.content, 'certificate') : ''

/** The values in the content of another one. */
function valuesIn(content: Buffer = Buffer.alloc(0)): DerValue[] {
  const values: DerValue[] = []
  for (let position = 0; position < content.length; position = values.at(-1)?.end ?? content.length) {
    values.push(readDer(content, position, 'certificate'))
  }
  return values
}
