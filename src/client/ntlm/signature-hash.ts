/** An ASN.1 value in DER (X.690, 8.1). */
interface DerValue {
  readonly tag: number
  readonly content: Buffer
  /** The position of the next value. */
  readonly end: number
}

const Tag = { objectIdentifier: 0x06, sequence: 0x30, firstOfContext: 0xa0 } as const

/** Hashes by signature algorithm, for those that imply one. Keys are OIDs in DER (RFC 4055, RFC 5758, RFC 3279). */
const HASHES: Readonly<Record<string, string>> = {
  '2a864886f70d010104': 'md5', // md5WithRSAEncryption
  '2a864886f70d010105': 'sha1', // sha1WithRSAEncryption
  '2a864886f70d01010e': 'sha224', // sha224WithRSAEncryption
  '2a864886f70d01010b': 'sha256', // sha256WithRSAEncryption
  '2a864886f70d01010c': 'sha384', // sha384WithRSAEncryption
  '2a864886f70d01010d': 'sha512', // sha512WithRSAEncryption
  '2a8648ce3d0401': 'sha1', // ecdsa-with-SHA1
  '2a8648ce3d040301': 'sha224', // ecdsa-with-SHA224
  '2a8648ce3d040302': 'sha256', // ecdsa-with-SHA256
  '2a8648ce3d040303': 'sha384', // ecdsa-with-SHA384
  '2a8648ce3d040304': 'sha512', // ecdsa-with-SHA512
  '2a8648ce380403': 'sha1', // dsa-with-sha1
  '608648016503040301': 'sha224', // dsa-with-sha224
  '608648016503040302': 'sha256', // dsa-with-sha256
}

/** id-RSASSA-PSS. Its parameters name the hash, SHA-1 by default (RFC 4055, 3.1). */
const RSASSA_PSS = '2a864886f70d01010a'

/** Hashes by their own OIDs (RFC 4055, 2.1). */
const PSS_HASHES: Readonly<Record<string, string>> = {
  '2b0e03021a': 'sha1',
  '608648016503040204': 'sha224',
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
}

/**
 * Returns Node's name of the hash in a certificate's signature, or `undefined` for signatures without one, such as Ed25519, and for
 * anything that isn't a certificate (RFC 5280, 4.1). `X509Certificate` has this only since Node 24.
 *
 * @param certificate in DER
 */
export function signatureHash(certificate: Buffer): string | undefined {
  const fields = sequence(read(certificate))
  const [algorithm, parameters] = sequence(fields[1])
  const name = identifier(algorithm)
  return name === RSASSA_PSS ? pssHash(parameters) : HASHES[name]
}

function pssHash(parameters: DerValue | undefined): string | undefined {
  const given = sequence(parameters).find(({ tag }) => tag === Tag.firstOfContext)
  if (given === undefined) return 'sha1'
  const [hash] = sequence(read(given.content))
  return PSS_HASHES[identifier(hash)]
}

const identifier = (value: DerValue | undefined): string =>
  value?.tag === Tag.objectIdentifier ? value.content.toString('hex') : ''

/** Returns the values in a SEQUENCE, or none if `value` isn't one. */
function sequence(value: DerValue | undefined): DerValue[] {
  const values: DerValue[] = []
  if (value?.tag !== Tag.sequence) return values
  for (let position = 0; position < value.content.length; ) {
    const next = read(value.content, position)
    if (next === undefined) return []
    values.push(next)
    position = next.end
  }
  return values
}

/** Reads the value at `position` if it is complete. Certificates have no other forms of tags and lengths. */
function read(bytes: Buffer, position = 0): DerValue | undefined {
  const [tag, first] = bytes.subarray(position)
  if (tag === undefined || first === undefined) return undefined
  const lengthBytes = first < 0x80 ? 0 : first - 0x80
  const start = position + 2 + lengthBytes
  if (lengthBytes > 4 || start > bytes.length) return undefined
  const end = start + (lengthBytes === 0 ? first : bytes.readUIntBE(position + 2, lengthBytes))
  return end > bytes.length ? undefined : { tag, content: bytes.subarray(start, end), end }
}
