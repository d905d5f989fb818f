import { createHmac, pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { BLOCK_BYTES, cbc, decryptStealing, encryptStealing } from './ciphertext-stealing'
import {
  CONFOUNDER_BYTES,
  type EncryptionType,
  IntegrityError,
  type KeyUsage,
  type Purpose,
  usageConstant,
} from './encryption-type'
import { nFold } from './n-fold'

const MAC_BYTES = 12

const derivedFromPassword = promisify(pbkdf2)

/** DK (RFC 3961, 5.1). For AES, the random string is the key. */
export function deriveKey(key: Buffer, constant: Uint8Array): Buffer {
  const blocks: Buffer[] = []
  let block = nFold(constant, BLOCK_BYTES)
  for (let length = 0; length < key.length; length += BLOCK_BYTES) {
    block = cbc(key, block)
    blocks.push(block)
  }
  return Buffer.concat(blocks).subarray(0, key.length)
}

const derived = (key: Buffer, usage: KeyUsage, purpose: Purpose) => deriveKey(key, usageConstant(usage, purpose))

const mac = (key: Buffer, data: Uint8Array) => createHmac('sha1', key).update(data).digest().subarray(0, MAC_BYTES)

/** AES with SHA-1 (RFC 3962), as used by Active Directory. Encrypts, and authenticates the plaintext. */
const aesSha1 = (facts: Pick<EncryptionType, 'id' | 'name' | 'keyBytes' | 'checksumType'>): EncryptionType => ({
  ...facts,
  defaultIterations: 4096,
  async keyOfPassword(password, salt, iterations) {
    const key = await derivedFromPassword(Buffer.from(password), salt, iterations, facts.keyBytes, 'sha1')
    return deriveKey(key, Buffer.from('kerberos'))
  },
  encrypt(key, usage, plaintext, confounder) {
    const confounded = Buffer.concat([confounder, plaintext])
    return Buffer.concat([
      encryptStealing(derived(key, usage, 'encryption'), confounded),
      mac(derived(key, usage, 'integrity'), confounded),
    ])
  },
  decrypt(key, usage, ciphertext) {
    const end = ciphertext.length - MAC_BYTES
    if (end < CONFOUNDER_BYTES) throw new IntegrityError()
    const confounded = decryptStealing(derived(key, usage, 'encryption'), ciphertext.subarray(0, end))
    const expected = mac(derived(key, usage, 'integrity'), confounded)
    if (!timingSafeEqual(expected, ciphertext.subarray(end))) throw new IntegrityError()
    return confounded.subarray(CONFOUNDER_BYTES)
  },
  checksum: (key, usage, data) => mac(derived(key, usage, 'checksum'), data),
})

export const aes128Sha1 = aesSha1({ id: 17, name: 'aes128-cts-hmac-sha1-96', keyBytes: 16, checksumType: 15 })
export const aes256Sha1 = aesSha1({ id: 18, name: 'aes256-cts-hmac-sha1-96', keyBytes: 32, checksumType: 16 })
