import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'

/** Bytes of the initialization vector (RFC 7518, 5.3). */
export const IV_LENGTH = 12

/** Bytes of the authentication tag (RFC 7518, 5.3). Told to Node.js each time, which would take 4 bytes for a tag as well. */
const TAG_LENGTH = 16

const GCM = { authTagLength: TAG_LENGTH }

/** What A256GCM (RFC 7518, 5.3) makes of a plaintext. */
export interface Encrypted {
  readonly iv: Buffer
  readonly ciphertext: Buffer
  readonly tag: Buffer
}

/**
 * @param iv of 12 bytes, never used with this key before
 * @param authenticated what isn't encrypted, and can't be changed either
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

/** @returns `undefined` where it isn't authentic; nothing of it is given out then */
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
