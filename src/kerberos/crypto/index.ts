import { aes128Sha1, aes256Sha1 } from './aes-sha1'
import { aes128Sha2, aes256Sha2 } from './aes-sha2'
import type { EncryptionType } from './encryption-type'

export { aes128Sha1, aes256Sha1 } from './aes-sha1'
export { aes128Sha2, aes256Sha2 } from './aes-sha2'
export { type EncryptionType, IntegrityError, KeyUsage, type RandomBytes } from './encryption-type'
export { Key } from './key'

/** The encryption types that we speak, in our order of preference: Active Directory's first. Neither RC4 nor DES. */
export const encryptionTypes: readonly EncryptionType[] = [aes256Sha1, aes128Sha1, aes256Sha2, aes128Sha2]

/** The encryption type with this number; `undefined` for those that we don't speak. */
export const encryptionType = (id: number): EncryptionType | undefined => encryptionTypes.find((each) => each.id === id)
