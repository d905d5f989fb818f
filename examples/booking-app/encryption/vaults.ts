import { Vault, type VaultContext } from 'ews-booking/crypto'
import type { Plan } from '../practice/tenants'

/** The vaults of all plans, with the same keys, so that the code is the same for every tenant. */
export class Vaults {
  readonly #byPlan: Readonly<Record<Plan, Vault>>

  /**
   * @param keys keys of `ews-booking/crypto`, the one that seals first
   * @param onPlaintextRead called for plaintext that is read while a tenant's rows are being sealed
   */
  constructor(keys: readonly string[], onPlaintextRead: (context: VaultContext) => void = () => undefined) {
    this.#byPlan = {
      plain: new Vault({ keys, write: 'plaintext' }),
      sealing: new Vault({ keys, read: 'migrating', onPlaintextRead }),
      sealed: new Vault({ keys }),
    }
  }

  /** The vault for a tenant's texts. */
  of(plan: Plan): Vault {
    return this.#byPlan[plan]
  }

  /** The vault for passwords of other people's systems, which are sealed on every plan. */
  get secrets(): Vault {
    return this.#byPlan.sealed
  }
}
