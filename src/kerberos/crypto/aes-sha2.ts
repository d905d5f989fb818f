import { createHmac, pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { BLOCK_BYTES, decryptStealing, encryptStealing } from './ciphertext-stealing'
import {
  CONFOUNDER_BYTES,
  type EncryptionType,
  IntegrityError,
  type KeyUsage,
  type Purpose,
  usageConstant,
} from './encryption-type'

const derivedFromPassword = promisify(pbkdf2)

/** The initial vector is authenticated too. It is always zeros. */
const ZERO_IV = Buffer.alloc(BLOCK_BYTES)

interface Facts extends Pick<EncryptionType, 'id' | 'name' | 'keyBytes' | 'checksumType'> {
  readonly hash: 'sha256' | 'sha384'
  /** The length of message authentication codes and of the keys that make them. */
  readonly macBytes: number
}

/** KDF-HMAC-SHA2 (RFC 8009, 3), without a context. */
export function deriveSha2Key(hash: Facts['hash'], key: Buffer, label: Uint8Array, bytes: number): Buffer {
  const bits = Buffer.alloc(4)
  bits.writeUInt32BE(bytes * 8)
  return createHmac(hash, key)
    .update(Buffer.from([0, 0, 0, 1]))
    .update(label)
    .update(Buffer.from([0]))
    .update(bits)
    .digest()
    .subarray(0, bytes)
}

/** AES with SHA-2 (RFC 8009), as used by MIT and FreeIPA if both sides support it. Encrypts, and authenticates the ciphertext. */
function aesSha2({ hash, macBytes, ...facts }: Facts): EncryptionType {
  const derived = (key: Buffer, usage: KeyUsage, purpose: Purpose) =>
    deriveSha2Key(hash, key, usageConstant(usage, purpose), purpose === 'encryption' ? facts.keyBytes : macBytes)
  const mac = (key: Buffer, ...parts: readonly Uint8Array[]) =>
    parts
      .reduce((hmac, part) => hmac.update(part), createHmac(hash, key))
      .digest()
      .subarray(0, macBytes)
  return {
    ...facts,
    defaultIterations: 32_768,
    async keyOfPassword(password, salt, iterations) {
      const salted = Buffer.concat([Buffer.from(`${facts.name}\0`), salt])
      const key = await derivedFromPassword(Buffer.from(password), salted, iterations, facts.keyBytes, hash)
      return deriveSha2Key(hash, key, Buffer.from('kerberos'), facts.keyBytes)
    },
    encrypt(key, usage, plaintext, confounder) {
      const encrypted = encryptStealing(derived(key, usage, 'encryption'), Buffer.concat([confounder, plaintext]))
      return Buffer.concat([encrypted, mac(derived(key, usage, 'integrity'), ZERO_IV, encrypted)])
    },
    decrypt(key, usage, ciphertext) {
      const end = ciphertext.length - macBytes
      if (end < CONFOUNDER_BYTES) throw new IntegrityError()
      const encrypted = ciphertext.subarray(0, end)
      const expected = mac(derived(key, usage, 'integrity'), ZERO_IV, encrypted)
      if (!timingSafeEqual(expected, ciphertext.subarray(end))) throw new IntegrityError()
      return decryptStealing(derived(key, usage, 'encryption'), encrypted).subarray(CONFOUNDER_BYTES)
    },
    checksum: (key, usage, data) => mac(derived(key, usage, 'checksum'), data),
  }
}

export const aes128Sha2 = aesSha2({
  id: 19,
  name: 'aes128-cts-hmac-sha256-128',
  keyBytes: 16,
  checksumType: 19,
  hash: 'sha256',
  macBytes: 16,
})
export const aes256Sha2 = aesSha2({
  id: 20,
  name: 'aes256-cts-hmac-sha384-192',
  keyBytes: 32,
  checksumType: 20,
  hash: 'sha384',
  macBytes: 24,
})
