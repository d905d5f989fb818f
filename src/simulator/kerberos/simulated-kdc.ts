import { type KdcRequest, type KdcRules, KeyDistributionCenter } from './kdc'
import { KdcListener } from './kdc-listener'
import type { Realm } from './realm'

/** The Kerberos KDC of a simulator that offers `Negotiate`. */
export class SimulatedKdc {
  readonly #center: KeyDistributionCenter
  readonly #listener: KdcListener
  readonly #realm: Realm
  #address = ''

  /** @internal */
  constructor({ realm, now, ticketLifetimeMs, authorizationDataBytes }: KdcRules) {
    this.#realm = realm
    this.#center = new KeyDistributionCenter({ realm, now, ticketLifetimeMs, authorizationDataBytes })
    this.#listener = new KdcListener(this.#center)
  }

  /** The address, for the client's `auth.kdc`: `127.0.0.1:50088`. */
  get address(): string {
    return this.#address
  }

  /** The realm, for the client's `auth.realm`: `EXAMPLE.COM`. */
  get realm(): string {
    return this.#realm.name
  }

  /** The requests since the start or the last `clear` of the simulator, in the order of their arrival. Only the latest 10,000 are kept. */
  get requests(): readonly KdcRequest[] {
    return this.#center.requests
  }

  /** @internal */
  async listen(): Promise<void> {
    this.#address = await this.#listener.listen()
  }

  /** @internal */
  clear(): void {
    this.#center.clear()
  }

  /** Stops only the KDC, as if the domain controller were down. */
  close(): Promise<void> {
    return this.#listener.close()
  }
}
