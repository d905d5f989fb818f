import { EwsRequestError } from 'ews-booking'
import type { Booking } from 'ews-booking/booking'
import { VaultError } from 'ews-booking/crypto'
import { errorCode } from '../log'
import { calendarsToCompare, type PracticeCalendar } from '../practice/calendars'
import { findTenant, type Tenant } from '../practice/tenants'
import type { BookingDesk, DeskParts } from './booking-desk'
import type { Links } from './links'
import {
  type ComparedRow,
  failUnreadable,
  leaseUnfinished,
  recordAppointment,
  restoreBooking,
  rowsToCompare,
  type StoredBooking,
} from './stored-booking'

const DAY_MS = 24 * 60 * 60 * 1000

/** How far ahead rows and appointments are compared. Those further ahead come near one day. */
const COMPARED_DAYS = 62

/** Rows, and calendars, that one process takes at a time. */
const BATCH = 20

/** What the reconciler works with. */
export interface ReconcilerParts extends DeskParts {
  readonly desk: BookingDesk
  readonly links: Links
}

/**
 * Makes rows and appointments agree again after a process has died, Exchange was away, or somebody has moved or deleted appointments in
 * Outlook. Exchange is right. It runs in every process: rows and calendars are leased, and each call to Exchange has the same effect however
 * often it is made.
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
    const rows = await leaseUnfinished(this.#parts.database, BATCH)
    await Promise.all(rows.map((row) => this.#finish(row)))
    return rows.length
  }

  /**
   * Compares the calendars whose turn it is: no row without its appointment, and no appointment without its row.
   *
   * @returns how many calendars it took
   */
  async compareCalendars(): Promise<number> {
    const { database, log } = this.#parts
    const calendars = await calendarsToCompare(database, BATCH)
    for (const calendar of calendars) {
      const tenant = await findTenant(database, calendar.tenant)
      try {
        if (tenant !== undefined) await this.#compare(tenant, calendar)
      } catch (error) {
        // The others are compared all the same, and this one the next time.
        log.warn({ code: errorCode(error), calendar: calendar.id }, 'A calendar was not compared')
      }
    }
    return calendars.length
  }

  async #finish({ id, tenant: owner }: { readonly id: string; readonly tenant: string }): Promise<void> {
    const { database, desk } = this.#parts
    const tenant = await findTenant(database, owner)
    const booking = tenant && (await this.#open(tenant, id))
    if (tenant !== undefined && booking !== undefined) await desk.finish(tenant, booking)
  }

  /** Reads a row. One whose texts were tampered with can't be finished, and is left to a human. */
  async #open(tenant: Tenant, id: string): Promise<StoredBooking | undefined> {
    const { database, desk, log } = this.#parts
    try {
      return await desk.find(tenant, id)
    } catch (error) {
      if (!(error instanceof VaultError)) throw error
      log.error({ code: error.code, booking: id }, 'A booking could not be opened')
      await failUnreadable(database, id, error.code)
      return undefined
    }
  }

  async #compare(tenant: Tenant, calendar: PracticeCalendar): Promise<void> {
    const { database, exchange, links } = this.#parts
    const bookable = exchange.calendarOf(tenant, calendar)
    const start = new Date()
    const window = { start, end: new Date(start.getTime() + COMPARED_DAYS * DAY_MS) }
    // Slots behind the tentative appointments that dead processes left would stay hidden.
    await bookable.removeStaleHolds(window)
    const found = (await bookable.bookings(window)).filter(({ key }) => links.isOwn(key))
    const ids = found.map(({ key }) => key)
    const rows = new Map((await rowsToCompare(database, calendar, ids, window)).map((row) => [row.id, row]))
    for (const appointment of found) await this.#agree(tenant, calendar, rows.get(appointment.key), appointment)
    for (const { id } of rows.values()) if (!ids.includes(id)) await this.#refresh(tenant, id)
  }

  /** Makes the row of an appointment agree with it. */
  async #agree(tenant: Tenant, calendar: PracticeCalendar, row: ComparedRow | undefined, appointment: Booking) {
    const { database, exchange } = this.#parts
    if (row === undefined) return restoreBooking(database, calendar, appointment)
    if (row.state === 'booked' && row.changeKey !== appointment.changeKey) await this.#refresh(tenant, row.id)
    // Somebody has restored it.
    if (row.state === 'gone') await recordAppointment(database, row, appointment)
    // At another time it is a copy that somebody has made in Outlook, which has the key too.
    if (row.start.toISOString() !== appointment.start) return
    // It was made although nobody heard the answer.
    if (row.state === 'failed') await recordAppointment(database, row, appointment)
    // A process was so slow that others had ended the booking when it made the appointment.
    if (row.state === 'cancelled' || row.state === 'taken') {
      await exchange.calendarOf(tenant, calendar).cancel(appointment)
    }
  }

  async #refresh(tenant: Tenant, id: string): Promise<void> {
    const { desk, log } = this.#parts
    const booking = await this.#open(tenant, id)
    try {
      if (booking !== undefined) await desk.refresh(tenant, booking)
    } catch (error) {
      // The item is there, but isn't this booking. The others are compared all the same.
      if (!(error instanceof EwsRequestError)) throw error
      log.error({ code: error.code, booking: id }, 'A booking could not be compared')
    }
  }
}
