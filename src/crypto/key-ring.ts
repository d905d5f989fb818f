import { VaultConfigError } from './vault-error'
import { VaultKey } from './vault-key'

/** The keys of a vault: the first seals, and each opens what names it. */
export class KeyRing {
  readonly writing: VaultKey
  readonly #keys: readonly VaultKey[]

  /** @throws VaultConfigError naming the position of the key that is wrong */
  constructor(keys: readonly unknown[]) {
    const ring = Array.from(keys, (key, position) => new VaultKey(key, `keys[${position}]`))
    const [writing] = ring
    if (writing === undefined) throw new VaultConfigError('keys must have at least one key')
    refuseRepeated(ring)
    this.writing = writing
    this.#keys = ring
  }

  /** The ids, in the order of the keys. */
  get kids(): readonly string[] {
    return this.#keys.map(({ kid }) => kid)
  }

  /** The key under which a token with this protected header was sealed. None is tried in turn. */
  find(header: string): VaultKey | undefined {
    return this.#keys.find((key) => key.header === header)
  }
}

function refuseRepeated(ring: readonly VaultKey[]): void {
  for (const [position, { kid }] of ring.entries()) {
    const first = ring.findIndex((key) => key.kid === kid)
    if (first !== position) throw new VaultConfigError(`keys[${position}] is the same key as keys[${first}]`)
  }
}
