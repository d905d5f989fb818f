import type { KerberosClock } from './clock'
import type { Credential } from './credential'
import { KerberosError } from './kerberos-error'

/** Tickets are renewed this long before they end, or after nine tenths of their remaining lifetime when issued. */
const MARGIN_MS = 5 * 60 * 1000
const MARGIN_SHARE = 0.1

/** How long to wait before the next attempt to renew a ticket after no KDC answered. */
const RETRY_MS = 30_000

/** A ticket that all calls share, in memory only. It is requested on first use, and renewed before it ends. */
export class SharedTicket {
  readonly #obtain: () => Promise<Credential>
  readonly #clock: KerberosClock
  #current: Credential | undefined
  #renewAt = 0
  /** The request under way. */
  #pending: Promise<Credential> | undefined

  constructor(obtain: () => Promise<Credential>, clock: KerberosClock) {
    this.#obtain = obtain
    this.#clock = clock
  }

  /**
   * Returns a ticket that is valid now. Callers that wait share one request and its failure. A ticket that can't be renewed is used until it
   * ends.
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
      if (usable === undefined || !(error instanceof KerberosError)) throw error
      // Repeated attempts with a refused password would lock the account.
      this.#renewAt = error.kind === 'unreachable' ? this.#clock.now() + RETRY_MS : usable.endTime
      return usable
    }
  }

  /** Drops a refused ticket, unless it was replaced in the meantime. */
  drop(refused: Credential): void {
    if (this.#current === refused) this.#current = undefined
  }

  #valid(): Credential | undefined {
    return this.#current !== undefined && this.#clock.now() < this.#current.endTime ? this.#current : undefined
  }

  async #renew(): Promise<Credential> {
    try {
      const credential = await this.#obtain()
      const left = credential.endTime - this.#clock.now()
      this.#renewAt = credential.endTime - Math.min(MARGIN_MS, left * MARGIN_SHARE)
      this.#current = credential
      return credential
    } finally {
      this.#pending = undefined
    }
  }
}
