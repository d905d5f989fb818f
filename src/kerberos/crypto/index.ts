import { aes128Sha1, aes256Sha1 } from './aes-sha1'
import { aes128Sha2, aes256Sha2 } from './aes-sha2'
import type { EncryptionType } from './encryption-type'

export { aes128Sha1, aes256Sha1 } from './aes-sha1'
export { type EncryptionType, IntegrityError, KeyUsage, type RandomBytes } from './encryption-type'
export { Key } from './key'

/** The supported encryption types, the preferred first: those of Active Directory, then RFC 8009's. RC4 and DES are missing on purpose. */
export const encryptionTypes: readonly EncryptionType[] = [aes256Sha1, aes128Sha1, aes256Sha2, aes128Sha2]

/** Returns the encryption type with this number, or `undefined` if it isn't supported. */
export const encryptionType = (id: number): EncryptionType | undefined => encryptionTypes.find((each) => each.id === id)
