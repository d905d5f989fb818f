import type { Logger } from 'pino'
import type { Database } from '../database/database'
import type { ExchangeAccounts } from '../exchange/accounts'
import { failureCode } from '../exchange/failure'
import { calendarsOf } from '../practice/calendars'
import { listTenants, type Tenant } from '../practice/tenants'
import { type BookingDesk, LEASE_SECONDS } from './booking-desk'
import { leaseUnfinished } from './stored-booking'

const DAY_MS = 24 * 60 * 60 * 1000

/** The window in which holds of dead processes are looked for. */
const HOLD_DAYS = 62

/** Rows that one process takes at a time. */
const BATCH = 20

/** What the reconciler works with. */
export interface ReconcilerParts {
  readonly database: Database
  readonly exchange: ExchangeAccounts
  readonly desk: BookingDesk
  readonly log: Logger
}

/**
 * Makes rows and appointments agree again after a process has died or Exchange was away. It runs in every process: rows are leased, and
 * each call to Exchange has the same effect however often it is made.
 */
export class Reconciler {
  readonly #parts: ReconcilerParts

  constructor(parts: ReconcilerParts) {
    this.#parts = parts
  }

  /**
   * Finishes what dead processes have begun.
   *
   * @returns how many rows it took
   */
  async finishUnfinished(): Promise<number> {
    const { database } = this.#parts
    let taken = 0
    for (const tenant of await listTenants(database)) {
      const ids = await leaseUnfinished(database, tenant.id, BATCH, LEASE_SECONDS)
      taken += ids.length
      await Promise.all(ids.map((id) => this.#finish(tenant, id)))
    }
    return taken
  }

  /** Removes the tentative appointments that dead processes left. Slots behind them would stay hidden. */
  async removeStaleHolds(): Promise<void> {
    const { database, exchange, log } = this.#parts
    const start = new Date()
    const window = { start, end: new Date(start.getTime() + HOLD_DAYS * DAY_MS) }
    for (const tenant of await listTenants(database)) {
      for (const calendar of await calendarsOf(database, tenant.id)) {
        try {
          await exchange.calendarOf(tenant, calendar).removeStaleHolds(window)
        } catch (error) {
          log.warn({ code: failureCode(error), calendar: calendar.id }, 'Holds were not looked for')
        }
      }
    }
  }

  async #finish(tenant: Tenant, id: string): Promise<void> {
    const booking = await this.#parts.desk.find(tenant, id)
    if (booking !== undefined) await this.#parts.desk.finish(tenant, booking)
  }
}
