import { VaultConfigError } from './vault-error'
import { VaultKey } from './vault-key'

/** The keys of a vault. The first key seals. Each key opens the values that name it. */
export class KeyRing {
  readonly writing: VaultKey
  readonly #keys: readonly VaultKey[]

  /** @throws VaultConfigError that names the position of the key that is wrong */
  constructor(keys: readonly unknown[]) {
    const ring = Array.from(keys, (key, position) => new VaultKey(key, `keys[${position}]`))
    const [writing] = ring
    if (writing === undefined) throw new VaultConfigError('keys must have at least one key')
    refuseRepeated(ring)
    this.writing = writing
    this.#keys = ring
  }

  /** The ids of the keys, in their order. */
  get kids(): readonly string[] {
    return this.#keys.map(({ kid }) => kid)
  }

  /** Returns the key that sealed tokens with this protected header. It never tries several keys. */
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
