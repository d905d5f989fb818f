import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { expand, extract } from './hkdf'
import { typedBits } from './readable-text'
import { headerOf } from './token'
import { unpooled } from './unpooled'
import { VaultConfigError } from './vault-error'

/** The length of a key in bytes. */
const KEY_LENGTH = 32

const KID_INFO = 'ews-booking/vault/kid/v1'
const KID_LENGTH = 16

/** The number of contexts that each key remembers. */
const KEPT = 256

/**
 * Makes a random key of 32 bytes and returns it as 43 characters of base64url. Store it with your other secrets, apart from the database and
 * its backups. Without the key, the values that it sealed are lost.
 */
export function generateKey(): string {
  const bytes = randomBytes(KEY_LENGTH)
  const key = bytes.toString('base64url')
  return weaknessOf(key, bytes) === undefined ? key : generateKey()
}

/**
 * Returns the id of a key: 22 characters of base64url, computed from the key. Sealed values name their key by it (`kid`). It isn't secret.
 *
 * @throws VaultConfigError if the key is malformed or not random
 */
export const keyId = (key: string): string => new VaultKey(key, 'The key').kid

/** A key of the vault. Its bytes and the keys derived from it are in private fields, which nothing prints. */
export class VaultKey {
  readonly kid: string
  /** The protected header of its tokens. */
  readonly header: string
  /** The bytes of the header, which are authenticated (RFC 7516, 5.1, step 14). */
  readonly authenticated: Uint8Array
  readonly #pseudorandomKey: KeyObject
  /** The latest contexts by `info`, in the order of their last use. A context that was used twice has its key here. */
  readonly #contentKeys = new Map<string, KeyObject | undefined>()
  /** The last context, if it has its key. Comparing with it is faster than looking it up. */
  #latest: { readonly info: string; readonly key: KeyObject } | undefined

  /**
   * @param name the name of the key in messages
   * @throws VaultConfigError if the key is malformed or not random
   */
  constructor(key: unknown, name: string) {
    this.#pseudorandomKey = extract(keyBytes(key, name))
    this.kid = expand(this.#pseudorandomKey, KID_INFO, KID_LENGTH).toString('base64url')
    this.header = headerOf(this.kid)
    this.authenticated = Buffer.from(this.header, 'latin1')
  }

  /**
   * Returns the content key of the context that `info` stands for. Making a KeyObject takes longer than deriving the key. So only a context
   * that comes again gets one; before that, the bytes are used once.
   */
  contentKey(info: string): KeyObject | Buffer {
    if (this.#latest?.info === info) return this.#latest.key
    const kept = this.#contentKeys.get(info)
    if (kept !== undefined) return this.#keep(info, kept)
    const bytes = expand(this.#pseudorandomKey, info)
    if (this.#contentKeys.has(info)) return this.#keep(info, createSecretKey(bytes))
    this.#keep(info, undefined)
    return bytes
  }

  #keep<Kept extends KeyObject | undefined>(info: string, key: Kept): Kept {
    this.#contentKeys.delete(info)
    this.#contentKeys.set(info, key)
    if (this.#contentKeys.size > KEPT) this.#forgetOldest()
    this.#latest = key === undefined ? undefined : { info, key }
    return key
  }

  #forgetOldest(): void {
    for (const oldest of this.#contentKeys.keys()) {
      this.#contentKeys.delete(oldest)
      return
    }
  }
}

function keyBytes(key: unknown, name: string): Uint8Array {
  if (key === undefined) throw new VaultConfigError(`${name} is undefined. Is the environment variable set?`)
  const bytes = key instanceof Uint8Array ? key : decodedKey(key)
  if (bytes?.length !== KEY_LENGTH) {
    throw new VaultConfigError(
      `${name} must be ${KEY_LENGTH} bytes as base64url (43 characters, no padding) or as hex (64 characters), without white space`,
    )
  }
  const weakness = weaknessOf(key, bytes)
  if (weakness !== undefined) {
    throw new VaultConfigError(`${name} is not random: ${weakness}. Make one with generateKey()`)
  }
  return bytes
}

function decodedKey(key: unknown): Buffer | undefined {
  if (typeof key !== 'string') return undefined
  if (/^[\da-f]{64}$/i.test(key)) return unpooled(key, 'hex')
  const bytes = unpooled(key, 'base64url')
  return bytes.toString('base64url') === key ? bytes : undefined
}

/**
 * A key of 43 characters is refused as a passphrase if its first 42 take at most this many bits as typed text. They have 252 random bits,
 * so by the bound of `typedBits` that is at most one random key in 2^30. The last character has only 16 values, which few texts end with.
 */
const TYPED_BITS = 222

/** Properties that a random key has less often than once in a billion. */
const WEAKNESSES: readonly [name: string, applies: (bytes: Uint8Array, text: string) => boolean][] = [
  ['it repeats itself', (bytes) => periods(bytes).some((period) => repeats(bytes, period))],
  ['it is a sequence', (bytes) => isSequence(bytes)],
  ['it has few different bytes', (bytes) => new Set(bytes).size <= 12],
  ['it is a passphrase', (bytes) => bytes.every((byte) => byte >= 0x20 && byte < 0x7f)],
  ['it is a passphrase', (_bytes, text) => text.length === 43 && !(/[a-z]/.test(text) && /[A-Z]/.test(text))],
  ['it is a passphrase', (_bytes, text) => text.length === 43 && typedBits(text.slice(0, 42)) <= TYPED_BITS],
  ['it has few different characters', (_bytes, text) => text.length === 43 && new Set(text).size < 16],
]

function weaknessOf(key: unknown, bytes: Uint8Array): string | undefined {
  const text = typeof key === 'string' ? key : ''
  return WEAKNESSES.find(([, applies]) => applies(bytes, text))?.[0]
}

const periods = (bytes: Uint8Array): number[] => Array.from({ length: bytes.length / 2 }, (_, index) => index + 1)

const repeats = (bytes: Uint8Array, period: number): boolean =>
  bytes.subarray(period).every((byte, index) => byte === bytes[index])

/** Whether the bytes have a constant step, such as 00 01 02. */
function isSequence(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes
  return bytes.every((byte, index) => byte === ((first + index * (second - first)) & 0xff))
}
