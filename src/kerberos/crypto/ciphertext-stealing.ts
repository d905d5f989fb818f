import { createCipheriv, createDecipheriv } from 'node:crypto'

export const BLOCK_BYTES = 16

const ZERO_IV = Buffer.alloc(BLOCK_BYTES)

/**
 * AES in CBC mode with ciphertext stealing and an initial vector of zeros (RFC 3962, 5). The last two blocks are always
 * exchanged, even if the last one is full.
 *
 * @param plaintext at least one block
 */
export function encryptStealing(key: Uint8Array, plaintext: Uint8Array): Buffer {
  const padded = Buffer.alloc(Math.ceil(plaintext.length / BLOCK_BYTES) * BLOCK_BYTES)
  padded.set(plaintext)
  const encrypted = cbc(key, padded)
  if (encrypted.length === BLOCK_BYTES) return encrypted
  const beforeLast = encrypted.length - 2 * BLOCK_BYTES
  const last = encrypted.length - BLOCK_BYTES
  return Buffer.concat([
    encrypted.subarray(0, beforeLast),
    encrypted.subarray(last),
    encrypted.subarray(beforeLast, beforeLast + lastBlockBytes(plaintext)),
  ])
}

/**
 * Reverses `encryptStealing`.
 *
 * @param ciphertext at least one block
 */
export function decryptStealing(key: Uint8Array, ciphertext: Uint8Array): Buffer {
  if (ciphertext.length === BLOCK_BYTES) return cbcDecrypted(key, ciphertext)
  const tailBytes = lastBlockBytes(ciphertext)
  const tail = ciphertext.length - tailBytes
  const full = ciphertext.subarray(tail - BLOCK_BYTES, tail)
  // The last encrypted block, decrypted separately, ends with the bytes that were cut off from the tail.
  const stolen = cbcDecrypted(key, full).subarray(tailBytes)
  const head = ciphertext.subarray(0, tail - BLOCK_BYTES)
  const restored = Buffer.concat([head, ciphertext.subarray(tail), stolen, full])
  return cbcDecrypted(key, restored).subarray(0, ciphertext.length)
}

const lastBlockBytes = ({ length }: Uint8Array) => ((length - 1) % BLOCK_BYTES) + 1

/** AES in CBC mode with an initial vector of zeros; `plaintext` is a whole number of blocks. */
export function cbc(key: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv(algorithmFor(key), key, ZERO_IV).setAutoPadding(false)
  return Buffer.concat([cipher.update(plaintext), cipher.final()])
}

function cbcDecrypted(key: Uint8Array, ciphertext: Uint8Array): Buffer {
  const decipher = createDecipheriv(algorithmFor(key), key, ZERO_IV).setAutoPadding(false)
  return Buffer.concat([decipher.update(ciphertext), decipher.final()])
}

const algorithmFor = ({ length }: Uint8Array) => (length === 16 ? 'aes-128-cbc' : 'aes-256-cbc')
