import { inspect } from 'node:util'
import { CONFOUNDER_BYTES, type EncryptionType, type KeyUsage, type RandomBytes } from './encryption-type'

/** A key and its encryption type. The bytes are never part of `inspect`, logs or JSON. */
export class Key {
  readonly encryption: EncryptionType
  readonly #bytes: Buffer

  /** @throws RangeError if `bytes` doesn't have the length of this type's keys */
  constructor(encryption: EncryptionType, bytes: Buffer) {
    if (bytes.length !== encryption.keyBytes) throw new RangeError(`A key of ${encryption.name} has another length`)
    this.encryption = encryption
    this.#bytes = bytes
  }

  encrypt(usage: KeyUsage, plaintext: Uint8Array, randomBytes: RandomBytes): Buffer {
    return this.encryption.encrypt(this.#bytes, usage, plaintext, randomBytes(CONFOUNDER_BYTES))
  }

  /** @throws IntegrityError */
  decrypt(usage: KeyUsage, ciphertext: Buffer): Buffer {
    return this.encryption.decrypt(this.#bytes, usage, ciphertext)
  }

  checksum(usage: KeyUsage, data: Uint8Array): Buffer {
    return this.encryption.checksum(this.#bytes, usage, data)
  }

  /** The bytes, for the one message in which a KDC hands out a session key. */
  reveal(): Buffer {
    return this.#bytes
  }

  [inspect.custom](): string {
    return `Key { ${this.encryption.name} }`
  }
}
