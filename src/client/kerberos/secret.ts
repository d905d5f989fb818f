import { type EncryptionType, encryptionTypes, Key } from '../../kerberos/crypto'
import type { EtypeInfo2Entry } from '../../kerberos/messages'
import type { Principal } from './credential'
import { KerberosError } from './kerberos-error'
import { type KeytabEntry, keysOf, readKeytab } from './keytab'

/** The secret that an account proves itself with. */
export interface Secret {
  /** The encryption types that there is a key for, the preferred first. */
  encryptionTypesFor(client: Principal): readonly EncryptionType[]
  /**
   * The key for `client`.
   *
   * @param info salt and iterations by the KDC
   */
  keyFor(client: Principal, encryption: EncryptionType, info: EtypeInfo2Entry | undefined): Promise<Key>
}

/** More would only keep this machine busy: the number comes from whoever answers in place of the KDC. */
const MAX_ITERATIONS = 1_000_000

/** The key is made from the password, with the salt that the KDC names. */
export const passwordSecret = (password: string): Secret => ({
  encryptionTypesFor: () => encryptionTypes,
  async keyFor(client, encryption, info) {
    const salt = info?.salt ?? defaultSalt(client)
    const bytes = await encryption.keyOfPassword(password, salt, iterationsOf(encryption, info))
    return new Key(encryption, bytes)
  },
})

/** RFC 4120, 4: the realm and the parts of the name, with nothing between. */
const defaultSalt = ({ name, realm }: Principal) => Buffer.from(realm + name.components.join(''))

/** Nobody has vouched for the number, and a small one would make a password easy to guess. */
function iterationsOf({ defaultIterations, name }: EncryptionType, info: EtypeInfo2Entry | undefined): number {
  const parameters = info?.parameters
  if (parameters === undefined || parameters.length === 0) return defaultIterations
  const iterations = parameters.length === 4 ? parameters.readUInt32BE() : 0
  if (iterations >= defaultIterations && iterations <= MAX_ITERATIONS) return iterations
  throw new KerberosError({
    kind: 'untrusted',
    message: `the KDC asks for the key of a password with parameters for ${name} that are not safe`,
    hint: `A domain controller asks for ${defaultIterations} iterations. Check what answers in its place.`,
  })
}

/** The keys come from a keytab. */
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
      'Compare the names in it (ktutil, klist -k) with auth.username and auth.realm, and make it with AES ' +
      '(ktpass -crypto AES256-SHA1).',
  })
}

/** @throws KerberosError where the file can't be read */
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
    hint: 'Give the path of a keytab, or its bytes, as ktpass or ktutil write it.',
    cause,
  })
