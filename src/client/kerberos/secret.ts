import { type EncryptionType, encryptionTypes, Key } from '../../kerberos/crypto'
import type { EtypeInfo2Entry } from '../../kerberos/messages'
import type { Principal } from './credential'
import { KerberosError } from './kerberos-error'
import { type KeytabEntry, keysOf, readKeytab } from './keytab'

/** The secret with which an account proves its identity. */
export interface Secret {
  /** The encryption types for which there is a key, the preferred first. */
  encryptionTypesFor(client: Principal): readonly EncryptionType[]
  /**
   * Returns the key for `client`.
   *
   * @param info The salt and iterations that the KDC names.
   */
  keyFor(client: Principal, encryption: EncryptionType, info: EtypeInfo2Entry | undefined): Promise<Key>
}

/** The limit keeps an impostor of the KDC from overloading this machine. */
const MAX_ITERATIONS = 1_000_000

/** A secret whose key is derived from the password with the salt that the KDC names. */
export const passwordSecret = (password: string): Secret => ({
  encryptionTypesFor: () => encryptionTypes,
  async keyFor(client, encryption, info) {
    const salt = info?.salt ?? defaultSalt(client)
    const bytes = await encryption.keyOfPassword(password, salt, iterationsOf(encryption, info))
    return new Key(encryption, bytes)
  },
})

/** Returns the default salt: the realm and the parts of the name, without separators (RFC 4120, 4). */
const defaultSalt = ({ name, realm }: Principal) => Buffer.from(realm + name.components.join(''))

/** The number isn't authenticated, and a small one would make the password easy to guess. */
function iterationsOf({ defaultIterations, name }: EncryptionType, info: EtypeInfo2Entry | undefined): number {
  const parameters = info?.parameters
  if (parameters === undefined || parameters.length === 0) return defaultIterations
  const iterations = parameters.length === 4 ? parameters.readUInt32BE() : 0
  if (iterations >= defaultIterations && iterations <= MAX_ITERATIONS) return iterations
  throw new KerberosError({
    kind: 'untrusted',
    message: `the KDC asks for a password key with unsafe parameters for ${name}`,
    hint: `A domain controller asks for ${defaultIterations} iterations. Check which machine answers in its place.`,
  })
}

/** A secret whose keys come from a keytab. */
export const keytabSecret = (entries: readonly KeytabEntry[]): Secret => {
  const keysFor = ({ name, realm }: Principal) => keysOf(entries, name.components, realm)
  return {
    encryptionTypesFor(client) {
      const keys = keysFor(client)
      return encryptionTypes.filter((type) => keys.some(({ encryption }) => encryption === type))
    },
    async keyFor(client, encryption) {
      const key = keysFor(client).find((each) => each.encryption === encryption)
      if (key === undefined) throw noKey(client)
      return key
    },
  }
}

export function noKey({ name, realm }: Principal): KerberosError {
  return new KerberosError({
    kind: 'configuration',
    option: 'keytab',
    message: `the keytab has no AES key for ${name.components.join('/')}@${realm}`,
    hint:
      'Compare the names in it (ktutil, klist -k) with auth.username and auth.realm, and create it with AES ' +
      '(ktpass -crypto AES256-SHA1).',
  })
}

/** @throws KerberosError if the file can't be read */
export function readKeytabFile(bytes: Buffer): KeytabEntry[] {
  try {
    return readKeytab(bytes)
  } catch (cause) {
    throw keytabUnreadable(cause)
  }
}

export const keytabUnreadable = (cause: unknown): KerberosError =>
  new KerberosError({
    kind: 'configuration',
    option: 'keytab',
    message: "the keytab can't be read",
    hint: 'Pass the path of a keytab, or its bytes, as written by ktpass or ktutil.',
    cause,
  })
