import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'

/** Bytes of the initialization vector (RFC 7518, 5.3). */
export const IV_LENGTH = 12

/** Bytes of the authentication tag (RFC 7518, 5.3). Without this length Node.js would also accept a tag of 4 bytes. */
const TAG_LENGTH = 16

const GCM = { authTagLength: TAG_LENGTH }

/** The output of A256GCM (RFC 7518, 5.3). */
export interface Encrypted {
  readonly iv: Buffer
  readonly ciphertext: Buffer
  readonly tag: Buffer
}

/**
 * Encrypts with A256GCM.
 *
 * @param iv 12 bytes that were never used with this key
 * @param authenticated bytes that are protected from changes, but not encrypted
 */
export function encrypt(
  key: KeyObject | Buffer,
  iv: Buffer,
  authenticated: Uint8Array,
  plaintext: Uint8Array,
): Encrypted {
  const cipher = createCipheriv('aes-256-gcm', key, iv, GCM)
  cipher.setAAD(authenticated)
  const ciphertext = cipher.update(plaintext)
  cipher.final()
  return { iv, ciphertext, tag: cipher.getAuthTag() }
}

/** Decrypts with A256GCM. Returns `undefined` if the input isn't authentic, and never a part of its plaintext. */
export function decrypt(
  key: KeyObject | Buffer,
  { iv, ciphertext, tag }: Encrypted,
  authenticated: Uint8Array,
): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, GCM)
  decipher.setAAD(authenticated)
  decipher.setAuthTag(tag)
  const plaintext = decipher.update(ciphertext)
  try {
    decipher.final()
  } catch {
    return undefined
  }
  return plaintext
}
