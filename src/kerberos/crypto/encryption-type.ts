/** The uses of a key (RFC 4120, 7.5.1). Each use derives its own keys from it. */
export const KeyUsage = {
  paEncTimestamp: 1,
  ticket: 2,
  asRepEncPart: 3,
  tgsReqChecksum: 6,
  tgsReqAuthenticator: 7,
  tgsRepEncPart: 8,
  tgsRepEncPartSubkey: 9,
  apReqAuthenticator: 11,
  apRepEncPart: 12,
} as const

/** One of the numbers in `KeyUsage`. */
export type KeyUsage = (typeof KeyUsage)[keyof typeof KeyUsage]

/** Returns `size` random bytes. Tests pass known ones. */
export type RandomBytes = (size: number) => Buffer

/** A profile of encryption, checksum and key derivation (RFC 3961, 3). Keys are passed as bytes; `Key` wraps them. */
export interface EncryptionType {
  /** The number on the wire (IANA, Kerberos Encryption Type Numbers). */
  readonly id: number
  /** The name in documents and configuration files: `aes256-cts-hmac-sha1-96`. */
  readonly name: string
  readonly keyBytes: number
  /** The number of the checksum that goes with it (RFC 3961, 4). */
  readonly checksumType: number
  /** How often the password is hashed by default. */
  readonly defaultIterations: number
  /** Derives the key of a password (string-to-key). */
  keyOfPassword(password: string, salt: Uint8Array, iterations: number): Promise<Buffer>
  encrypt(key: Buffer, usage: KeyUsage, plaintext: Uint8Array, confounder: Buffer): Buffer
  /** @throws IntegrityError */
  decrypt(key: Buffer, usage: KeyUsage, ciphertext: Buffer): Buffer
  checksum(key: Buffer, usage: KeyUsage, data: Uint8Array): Buffer
}

/** The size of the random block in front of each plaintext. */
export const CONFOUNDER_BYTES = 16

/** A message was encrypted with another key or for another use, or was changed in transit. The error quotes nothing of it. */
export class IntegrityError extends Error {
  override readonly name = 'IntegrityError'

  constructor() {
    super('A Kerberos message could not be decrypted')
  }
}

/** The keys derived for one use: encryption, integrity, checksum (RFC 3961, 5.3). */
const PURPOSE = { encryption: 0xaa, integrity: 0x55, checksum: 0x99 } as const
export type Purpose = keyof typeof PURPOSE

/** Returns the constant from which a key for `usage` is derived (RFC 3961, 5.3). */
export function usageConstant(usage: KeyUsage, purpose: Purpose): Buffer {
  const constant = Buffer.alloc(5)
  constant.writeUInt32BE(usage)
  constant[4] = PURPOSE[purpose]
  return constant
}
