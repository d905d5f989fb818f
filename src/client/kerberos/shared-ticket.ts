import type { KerberosClock } from './clock'
import type { Credential } from './credential'
import { KerberosError } from './kerberos-error'

/** Tickets are renewed this long before they end, or after nine tenths of a short life. */
const MARGIN_MS = 5 * 60 * 1000
const MARGIN_SHARE = 0.1

/** After a renewal that failed for want of a KDC the ticket at hand is used for so long before the next try. */
const RETRY_MS = 30_000

/** A ticket that all calls share, kept in memory alone. It is got when first needed, and anew before it ends. */
export class SharedTicket {
  readonly #obtain: () => Promise<Credential>
  readonly #clock: KerberosClock
  #current: Credential | undefined
  #renewAt = 0
  /** The one request under way. */
  #pending: Promise<Credential> | undefined

  constructor(obtain: () => Promise<Credential>, clock: KerberosClock) {
    this.#obtain = obtain
    this.#clock = clock
  }

  /**
   * A ticket that is valid now. One try to get it is shared by all who wait for it, also where it fails.
   *
   * @throws KerberosError
   */
  async get(): Promise<Credential> {
    const current = this.#valid()
    if (current !== undefined && this.#clock.now() < this.#renewAt) return current
    try {
      this.#pending ??= this.#renew()
      return await this.#pending
    } catch (error) {
      const usable = this.#valid()
      if (usable === undefined || !(error instanceof KerberosError) || error.kind !== 'unreachable') throw error
      this.#renewAt = this.#clock.now() + RETRY_MS
      return usable
    }
  }

  /** Drops a ticket that was refused, unless it has been replaced meanwhile. */
  drop(refused: Credential): void {
    if (this.#current === refused) this.#current = undefined
  }

  #valid(): Credential | undefined {
    return this.#current !== undefined && this.#clock.now() < this.#current.endTime ? this.#current : undefined
  }

  async #renew(): Promise<Credential> {
    try {
      const credential = await this.#obtain()
      const life = credential.endTime - Math.max(credential.startTime, 0)
      this.#renewAt = credential.endTime - Math.min(MARGIN_MS, life * MARGIN_SHARE)
      this.#current = credential
      return credential
    } finally {
      this.#pending = undefined
    }
  }
}
