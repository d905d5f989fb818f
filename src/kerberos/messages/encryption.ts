import {
  type Asn1Message,
  context,
  decode,
  encode,
  integer,
  message,
  octetString,
  optional,
  sequence,
  type ValueOf,
} from '../asn1'
import { encryptionType, IntegrityError, Key, type KeyUsage, type RandomBytes } from '../crypto'

/** RFC 4120, 5.2.9. */
export const EncryptedData = message(
  'EncryptedData',
  sequence({
    etype: context(0, integer()),
    kvno: optional(context(1, integer())),
    cipher: context(2, octetString),
  }),
)
export type EncryptedData = ValueOf<typeof EncryptedData>

/** RFC 4120, 5.2.9. */
export const EncryptionKey = sequence({
  keyType: context(0, integer()),
  keyValue: context(1, octetString),
})
export type EncryptionKey = ValueOf<typeof EncryptionKey>

/** RFC 4120, 5.2.9. */
export const Checksum = sequence({
  checksumType: context(0, integer()),
  checksum: context(1, octetString),
})

/**
 * Returns the key in a message.
 *
 * @throws UnsupportedKeyError
 */
export function keyOf({ keyType, keyValue }: EncryptionKey): Key {
  const encryption = encryptionType(keyType)
  if (encryption?.keyBytes !== keyValue.length) throw new UnsupportedKeyError(keyType)
  return new Key(encryption, keyValue)
}

/** A message has a key of an unsupported encryption type. */
export class UnsupportedKeyError extends Error {
  override readonly name = 'UnsupportedKeyError'

  constructor(keyType: number) {
    super(`A Kerberos message has a key of encryption type ${keyType}, which is not supported`)
  }
}

/** Encrypts one message within another. */
export const sealMessage = <Value>(
  type: Asn1Message<Value>,
  value: Value,
  key: Key,
  usage: KeyUsage,
  randomBytes: RandomBytes,
): EncryptedData => ({
  etype: key.encryption.id,
  cipher: key.encrypt(usage, encode(type, value), randomBytes),
})

/**
 * Decrypts a message within another.
 *
 * @throws IntegrityError, Asn1Error
 */
export function openMessage<Value>(
  type: Asn1Message<Value>,
  { etype, cipher }: EncryptedData,
  key: Key,
  usage: KeyUsage,
): Value {
  if (etype !== key.encryption.id) throw new IntegrityError()
  return decode(type, key.decrypt(usage, cipher))
}
