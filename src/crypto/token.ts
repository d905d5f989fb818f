import { type Encrypted, IV_LENGTH, TAG_LENGTH } from './a256gcm'

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

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** The protected header of tokens under the key `kid`, in the one serialization that is written and read. */
export const headerOf = (kid: string): string => base64url(header(kid))

/** Writes a sealed value. */
export function writeToken(header: string, { iv, ciphertext, tag }: Encrypted): string {
  return `${header}..${encoded(iv)}.${encoded(ciphertext)}.${encoded(tag)}`
}

const encoded = (bytes: Buffer) => bytes.toString('base64url')

/**
 * Reads what `writeToken` writes and nothing else: the header byte for byte, base64url without padding and without stray bits, all
 * lengths. So there is one token for what was sealed, and no other text stands for the same.
 *
 * @returns `undefined` for any other value
 */
export function readToken(value: unknown): Token | undefined {
  if (typeof value !== 'string' || !value.startsWith(PREFIX)) return undefined
  const parts = value.split('.', 6)
  const [header = '', encryptedKey, iv = '', ciphertext = '', tag = ''] = parts
  const kid = kidOf(header)
  if (parts.length !== 5 || encryptedKey !== '' || kid === undefined) return undefined
  const [ivBytes, ciphertextBytes, tagBytes] = [decoded(iv), decoded(ciphertext), decoded(tag)]
  if (ivBytes?.length !== IV_LENGTH || ciphertextBytes === undefined || tagBytes?.length !== TAG_LENGTH)
    return undefined
  return { header, kid, iv: ivBytes, ciphertext: ciphertextBytes, tag: tagBytes }
}

function kidOf(header: string): string | undefined {
  const rest = decoded(header.slice(PREFIX.length))?.toString('latin1') ?? ''
  return KID.exec(rest)?.[1]
}

/** Node.js' decoder takes white space, padding, other alphabets and stray bits; so what it has read is written again and compared. */
function decoded(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}

/**
 * Whether a value is a token, or can be seen to be what is left of one that was cut off, changed, or put between white space. That is
 * never taken for plaintext, in whatever mode.
 */
export function resemblesToken(value: string): boolean {
  const text = value.trim()
  return text.startsWith(DIRECT) || /^[\w-]*\.\.[\w-]{16}\.[\w-]*\.[\w-]{22}$/.test(text)
}
