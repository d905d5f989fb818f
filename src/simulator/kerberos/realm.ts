import { randomBytes } from 'node:crypto'
import { aes256Sha1, type EncryptionType, Key } from '../../kerberos/crypto'
import { isSameName, NameType, type PrincipalName, ticketGrantingService } from '../../kerberos/messages'
import { type Account, findAccount } from '../authentication/account'

/** What defines the simulator's domain. */
export interface RealmFacts {
  /** `EXAMPLE.COM` */
  readonly realm: string
  /** The services that tickets are issued for: `HTTP/localhost`. */
  readonly servicePrincipals: readonly string[]
  readonly accounts: readonly Account[]
}

/** The accounts and services of a Kerberos realm, with their keys. Services get random ones. */
export class Realm {
  readonly name: string
  readonly #facts: RealmFacts
  readonly #ticketGrantingKey = new Key(aes256Sha1, randomBytes(aes256Sha1.keyBytes))
  readonly #serviceKey = new Key(aes256Sha1, randomBytes(aes256Sha1.keyBytes))
  readonly #accountKeys = new Map<string, Promise<Key>>()

  constructor(facts: RealmFacts) {
    this.#facts = facts
    this.name = facts.realm
  }

  /** Returns the account with a name, or with a user principal name (RFC 6806, 5). */
  account({ nameType, components }: PrincipalName): Account | undefined {
    const name = components.join('/')
    const [user = '', suffix = ''] = name.split('@', 2)
    if (nameType !== NameType.enterprise) return this.#named(name)
    const byName = findAccount(this.#facts.accounts, [name])
    return byName ?? (suffix.toUpperCase() === this.name.toUpperCase() ? this.#named(user) : undefined)
  }

  /** Returns the KDC's name of an account: `svc-booking`, whatever form `username` has. */
  nameOf({ username }: Account): PrincipalName {
    const [name = ''] = username.slice(username.indexOf('\\') + 1).split('@', 1)
    return { nameType: NameType.principal, components: [name] }
  }

  /** The salt for an account's password, as in Active Directory (MS-KILE, 3.1.1.2). */
  saltOf(account: Account): Buffer {
    return Buffer.from(this.name + this.nameOf(account).components.join(''))
  }

  accountKey(account: Account, encryption: EncryptionType): Promise<Key> {
    const id = `${encryption.id} ${account.username}`
    const known = this.#accountKeys.get(id) ?? this.#derived(account, encryption)
    this.#accountKeys.set(id, known)
    return known
  }

  /** The key of a service; `undefined` for one that isn't registered. */
  serviceKey(service: PrincipalName): Key | undefined {
    if (isSameName(service, ticketGrantingService(this.name))) return this.#ticketGrantingKey
    const wanted = service.components.join('/').toLowerCase()
    return this.#facts.servicePrincipals.some((each) => each.toLowerCase() === wanted) ? this.#serviceKey : undefined
  }

  #named(user: string): Account | undefined {
    return this.#facts.accounts.find(
      (account) => this.nameOf(account).components[0]?.toUpperCase() === user.toUpperCase(),
    )
  }

  async #derived(account: Account, encryption: EncryptionType): Promise<Key> {
    const { defaultIterations } = encryption
    return new Key(
      encryption,
      await encryption.keyOfPassword(account.password, this.saltOf(account), defaultIterations),
    )
  }
}
