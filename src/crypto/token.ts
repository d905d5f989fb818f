import type { Encrypted } from './a256gcm'

/** A sealed value: a JWE in compact serialization (RFC 7516, 7.1) with `alg` `dir`, whose encrypted key is empty (RFC 7518, 4.5). */
export interface Token extends Encrypted {
  /** The protected header as it stands in the token, in base64url. Its bytes are what is authenticated (RFC 7516, 5.1, step 14). */
  readonly header: string
  readonly kid: string
}

const header = (kid: string) => `{"alg":"dir","enc":"A256GCM","kid":"${kid}"}`

/** Up to the `kid`; as the bytes until there are a multiple of three, it stands at the beginning of each token as it is. */
const PREFIX = base64url(header('').slice(0, -2))

/** How each JWE begins whose first member is `"alg":"dir"`. */
const DIRECT = base64url('{"alg":"dir"')

/** The header from `kid` on: 16 bytes in base64url, whose last character has two bits of them, and four that must be zero. */
const KID = /^([\w-]{21}[AQgw])"}$/

/**
 * What follows the header. A vector has 12 bytes and so 16 characters; a tag has 16 bytes and so 22, of whose last one four bits must be
 * zero.
 */
const REST = /^\.\.([\w-]{16})\.([\w-]*)\.([\w-]{21}[AQgw])$/

/**
 * What base64url without stray bits ends with (RFC 4648, 3.5), by how many characters are left over from groups of four: one alone is
 * no byte, of two the last one has four bits that must be zero, of three it has two.
 */
const ENDS: readonly (string | undefined)[] = [undefined, '', 'AQgw', 'AEIMQUYcgkosw048']

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** The protected header of tokens under the key `kid`, in the one serialization that is written and read. */
export const headerOf = (kid: string): string => base64url(header(kid))

const HEADER_LENGTH = headerOf('A'.repeat(22)).length

/** Writes a sealed value. */
export function writeToken(header: string, { iv, ciphertext, tag }: Encrypted): string {
  return `${header}..${encoded(iv)}.${encoded(ciphertext)}.${encoded(tag)}`
}

const encoded = (bytes: Buffer) => bytes.toString('base64url')

/** Keys by the protected headers of what is sealed with them. */
export interface KnownKeys {
  find(header: string): { readonly kid: string } | undefined
}

/**
 * Reads what `writeToken` writes and nothing else: the header byte for byte, base64url without padding and without stray bits, all
 * lengths. So there is one token for what was sealed, and no other text stands for the same. Node.js' decoder takes white space, padding,
 * other alphabets and stray bits; so nothing is decoded before its characters have been looked at.
 *
 * @param known spares to parse the headers of these keys
 * @returns `undefined` for any other value
 */
export function readToken(value: unknown, known: KnownKeys): Token | undefined {
  if (typeof value !== 'string') return undefined
  const rest = REST.exec(value.slice(HEADER_LENGTH))
  if (rest === null) return undefined
  const [, iv = '', ciphertext = '', tag = ''] = rest
  const header = value.slice(0, HEADER_LENGTH)
  const kid = known.find(header)?.kid ?? kidOf(header)
  if (kid === undefined || !endsCanonically(ciphertext)) return undefined
  return { header, kid, iv: decoded(iv), ciphertext: decoded(ciphertext), tag: decoded(tag) }
}

/** The `kid` of a header that is as `headerOf` makes it. */
function kidOf(header: string): string | undefined {
  if (!header.startsWith(PREFIX)) return undefined
  const kid = KID.exec(decoded(header.slice(PREFIX.length)).toString('latin1'))?.[1]
  return kid !== undefined && headerOf(kid) === header ? kid : undefined
}

function endsCanonically(text: string): boolean {
  const ends = ENDS[text.length % 4]
  return ends === undefined || ends.includes(text.slice(-1))
}

const decoded = (text: string) => Buffer.from(text, 'base64url')

/**
 * Whether a value is a token, or can be seen to be what is left of one that was cut off, changed, or put between white space. That is
 * never taken for plaintext, in whatever mode.
 */
export function resemblesToken(value: string): boolean {
  const text = value.trim()
  return text.startsWith(DIRECT) || /^[\w-]*\.\.[\w-]{16}\.[\w-]*\.[\w-]{22}$/.test(text)
}
