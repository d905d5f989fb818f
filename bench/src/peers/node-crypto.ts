import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'

const IV_LENGTH = 12
const TAG_LENGTH = 16
const GCM = { authTagLength: TAG_LENGTH }

/** One key for everything, and something to be authenticated beside the values, as long as the protected header of a vault's token. */
const key = createSecretKey(randomBytes(32))
const authenticated = randomBytes(80)

/** The output of AES-256-GCM. */
export interface Encrypted {
  readonly iv: Buffer
  readonly ciphertext: Buffer
  readonly tag: Buffer
}

/** AES-256-GCM from bytes to bytes, with a new initialization vector each time. */
export function encryptBytes(plaintext: Buffer): Encrypted {
  const iv = randomBytes(IV_LENGTH)
  const cipher = createCipheriv('aes-256-gcm', key, iv, GCM)
  cipher.setAAD(authenticated)
  const ciphertext = cipher.update(plaintext)
  cipher.final()
  return { iv, ciphertext, tag: cipher.getAuthTag() }
}

/** The bytes again; throws where they aren't authentic. */
export function decryptBytes({ iv, ciphertext, tag }: Encrypted): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, GCM)
  decipher.setAAD(authenticated)
  decipher.setAuthTag(tag)
  const plaintext = decipher.update(ciphertext)
  decipher.final()
  return plaintext
}

/** From a text to what a TEXT column can take: vector, ciphertext and tag as one base64. */
export function encryptText(plaintext: string): string {
  const { iv, ciphertext, tag } = encryptBytes(Buffer.from(plaintext))
  return Buffer.concat([iv, ciphertext, tag]).toString('base64')
}

/** The text again; throws where it isn't authentic. */
export function decryptText(stored: string): string {
  const bytes = Buffer.from(stored, 'base64')
  const iv = bytes.subarray(0, IV_LENGTH)
  const ciphertext = bytes.subarray(IV_LENGTH, -TAG_LENGTH)
  const tag = bytes.subarray(-TAG_LENGTH)
  return decryptBytes({ iv, ciphertext, tag }).toString()
}
