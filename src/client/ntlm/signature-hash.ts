/** A value of ASN.1 in DER (X.690, 8.1). */
interface DerValue {
  readonly tag: number
  readonly content: Buffer
  /** Where the next one begins. */
  readonly end: number
}

const Tag = { objectIdentifier: 0x06, sequence: 0x30, firstOfContext: 0xa0 } as const

/** Hashes by the signature algorithms that name one, as the OID stands in DER (RFC 4055, RFC 5758, RFC 3279). */
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

/** id-RSASSA-PSS, whose hash is in its parameters: SHA-1 where they don't say (RFC 4055, 3.1). */
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
 * The hash that a certificate's signature is made with, in Node's words; `undefined` for signatures that name none, such as Ed25519,
 * and for what is no certificate (RFC 5280, 4.1). `X509Certificate` tells it from Node 24 on alone.
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

/** What a SEQUENCE holds; nothing where `value` is none. */
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

/** The value at `position`, if it is whole. Certificates have neither tags nor lengths beyond those read here. */
function read(bytes: Buffer, position = 0): DerValue | undefined {
  const [tag, first] = bytes.subarray(position)
  if (tag === undefined || first === undefined) return undefined
  const lengthBytes = first < 0x80 ? 0 : first - 0x80
  const start = position + 2 + lengthBytes
  if (lengthBytes > 4 || start > bytes.length) return undefined
  const end = start + (lengthBytes === 0 ? first : bytes.readUIntBE(position + 2, lengthBytes))
  return end > bytes.length ? undefined : { tag, content: bytes.subarray(start, end), end }
}
