import type { Encrypted } from './a256gcm'

/** A sealed value: a JWE in compact serialization (RFC 7516, 7.1) with `alg` `dir` and so with an empty encrypted key (RFC 7518, 4.5). */
export interface Token extends Encrypted {
  /** The protected header in base64url, as the token has it. These characters are authenticated (RFC 7516, 5.1, step 14). */
  readonly header: string
  readonly kid: string
}

const header = (kid: string) => `{"alg":"dir","enc":"A256GCM","kid":"${kid}"}`

/** The header up to the `kid`. Its length is a multiple of three bytes, so every token begins with it in base64url. */
const PREFIX = base64url(header('').slice(0, -2))

/** The beginning of each JWE whose first member is `"alg":"dir"`. */
const DIRECT = base64url('{"alg":"dir"')

/** The header from `kid` on: 16 bytes in base64url. The last character carries two of their bits; its other four must be zero. */
const KID = /^([\w-]{21}[AQgw])"}$/

/**
 * The rest of a token after the header. An initialization vector has 12 bytes, which take 16 characters. A tag has 16 bytes, which take 22;
 * four bits of the last one must be zero.
 */
const REST = /^\.\.([\w-]{16})\.([\w-]*)\.([\w-]{21}[AQgw])$/

/**
 * The last characters that base64url without stray bits can have (RFC 4648, 3.5), by the number of characters after the last group of four.
 * One character is no byte. The last of two has four bits that must be zero, the last of three has two.
 */
const ENDS: readonly (string | undefined)[] = [undefined, '', 'AQgw', 'AEIMQUYcgkosw048']

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** Returns the protected header of tokens under the key `kid`. No other serialization of it is written or read. */
export const headerOf = (kid: string): string => base64url(header(kid))

const HEADER_LENGTH = headerOf('A'.repeat(22)).length

/** Writes a sealed value. */
export function writeToken(header: string, { iv, ciphertext, tag }: Encrypted): string {
  return `${header}..${encoded(iv)}.${encoded(ciphertext)}.${encoded(tag)}`
}

const encoded = (bytes: Buffer) => bytes.toString('base64url')

/** Keys, found by the protected headers of their tokens. */
export interface KnownKeys {
  find(header: string): { readonly kid: string } | undefined
}

/**
 * Reads a token as `writeToken` writes it. Returns `undefined` for any other value. It checks the header byte for byte, base64url without
 * padding and stray bits, and all lengths, so that no other text stands for the same token. The decoder of Node.js accepts white space,
 * padding, other alphabets and stray bits. Characters are checked before anything is decoded.
 *
 * @param known keys whose headers needn't be parsed
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

/** Returns the `kid` of a header that `headerOf` made. */
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
 * Whether a value is a token, or recognizably a token that was cut off, changed or surrounded by white space. No mode of the vault takes such
 * a value for plaintext.
 */
export function resemblesToken(value: string): boolean {
  const text = value.trim()
  return text.startsWith(DIRECT) || /^[\w-]*\.\.[\w-]{16}\.[\w-]*\.[\w-]{22}$/.test(text)
}
