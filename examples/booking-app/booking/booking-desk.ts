import { EwsResponseError } from 'ews-booking'
import { type BookableSlot, type Booking, type BookingCalendar, SlotTakenError } from 'ews-booking/booking'
import type { Logger } from 'pino'
import type { Database } from '../database/database'
import type { Vaults } from '../encryption/vaults'
import type { ExchangeAccounts } from '../exchange/accounts'
import { failureCode } from '../exchange/failure'
import { findCalendar, type PracticeCalendar } from '../practice/calendars'
import { findTenant, type Tenant } from '../practice/tenants'
import {
  addBooking,
  type BookingState,
  beginChange,
  ENDED,
  endBooking,
  findBooking,
  keepTime,
  recordAppointment,
  type StoredBooking,
  stateOf,
  type Wish,
} from './stored-booking'

/** What the desk works with. */
export interface DeskParts {
  readonly database: Database
  readonly vaults: Vaults
  readonly exchange: ExchangeAccounts
  readonly log: Logger
}

/** How long a customer waits for Exchange. After that their page tells them what became of it. */
const PATIENCE_MS = 20_000

/** For how long a row is its process's own: longer than a call may take. */
export const LEASE_SECONDS = 30

const MINUTE_MS = 60_000

/** A customer books no sooner than this before the start. */
const NOTICE_MS = 60 * MINUTE_MS

/**
 * Books, moves and cancels in two steps: the row first, then Exchange, then the row again. The row's id is the appointment's key, and the
 * library makes one appointment for a key however often it is asked. So whoever finds an unfinished row, in whatever process, does the same
 * call again.
 */
export class BookingDesk {
  readonly #database: Database
  readonly #vaults: Vaults
  readonly #exchange: ExchangeAccounts
  readonly #log: Logger
  readonly #patienceMs: number

  constructor({ database, vaults, exchange, log }: DeskParts, patienceMs = PATIENCE_MS) {
    this.#database = database
    this.#vaults = vaults
    this.#exchange = exchange
    this.#log = log
    this.#patienceMs = patienceMs
  }

  /** The slots that a customer can book, as Exchange has them now. */
  async freeSlots(
    tenant: Tenant,
    calendar: PracticeCalendar,
    { start, end }: { start: Date; end: Date },
  ): Promise<BookableSlot[]> {
    const { mailbox, room, slotMinutes, bufferBefore, bufferAfter, hours } = calendar
    const earliest = new Date(Date.now() + NOTICE_MS)
    const from = start < earliest ? earliest : start
    if (from >= end) return []
    return this.#exchange.calendarOf(tenant, calendar).freeSlots({
      start: from,
      end,
      duration: slotMinutes,
      bufferBefore,
      bufferAfter,
      workingHours: hours,
      calendars: room === null ? [mailbox] : [mailbox, room],
    })
  }

  /** Finds a booking of the tenant. */
  find(tenant: Tenant, id: string): Promise<StoredBooking | undefined> {
    return findBooking(this.#database, this.#vaults.of(tenant.plan), tenant, id)
  }

  /**
   * Books, or finds out what became of an earlier call with the same id. While another process is at work on the booking, it is left to
   * that one.
   */
  async book(tenant: Tenant, calendar: PracticeCalendar, id: string, wish: Wish): Promise<StoredBooking> {
    const row = { ...wish, id, calendar: calendar.id }
    const added = await addBooking(this.#database, this.#vaults.of(tenant.plan), tenant, row, LEASE_SECONDS)
    const stored = await this.find(tenant, id)
    if (stored !== undefined) return added ? this.finish(tenant, stored) : stored
    // The plan has changed since the tenant was read.
    const current = await findTenant(this.#database, tenant.id)
    if (current === undefined) throw new Error('The tenant is gone')
    return this.book(current, calendar, id, wish)
  }

  /** Moves a booking. If the new time is taken, it stays where it is. */
  async move(tenant: Tenant, booking: StoredBooking, times: { start: Date; end: Date }): Promise<StoredBooking> {
    const change = { state: 'moving', ...times } as const
    if (!(await beginChange(this.#database, booking, change, LEASE_SECONDS))) return this.#current(tenant, booking)
    return this.finish(tenant, { ...booking, state: 'moving', target: { start: times.start, end: times.end } })
  }

  /** Cancels a booking. */
  async cancel(tenant: Tenant, booking: StoredBooking): Promise<StoredBooking> {
    if (!(await beginChange(this.#database, booking, { state: 'cancelling' }, LEASE_SECONDS))) {
      return this.#current(tenant, booking)
    }
    return this.finish(tenant, { ...booking, state: 'cancelling' })
  }

  /** Does with Exchange what the row says, and writes down what became of it. A failure that may pass leaves the row unfinished. */
  async finish(tenant: Tenant, booking: StoredBooking): Promise<StoredBooking> {
    const calendar = await findCalendar(this.#database, tenant.id, booking.calendar)
    if (calendar === undefined) return booking
    const bookable = this.#exchange.calendarOf(tenant, calendar)
    try {
      if (booking.state === 'booking') await this.#book(bookable, booking)
      if (booking.state === 'moving') await this.#move(bookable, booking)
      if (booking.state === 'cancelling') await this.#cancel(bookable, booking)
    } catch (error) {
      this.#log.warn({ code: failureCode(error), state: booking.state, booking: booking.id }, 'Exchange gave no answer')
    }
    return this.#current(tenant, booking)
  }

  async #book(calendar: BookingCalendar, booking: StoredBooking): Promise<void> {
    const { id: key, start, end, title, description, customer } = booking
    if (title === null || customer === null) return
    const request = { key, start, end, title, description: description ?? '', attendees: [customer] }
    const made = await calendar.book(request, { deadlineMs: this.#patienceMs }).catch(ifTaken)
    if (made === 'taken') await endBooking(this.#database, booking, 'taken')
    else await this.#record(calendar, made, ['booking'])
  }

  async #move(calendar: BookingCalendar, booking: StoredBooking): Promise<void> {
    const { appointment, target } = booking
    if (appointment === undefined || target === undefined) return
    try {
      const moved = await calendar.reschedule(appointment, target, { deadlineMs: this.#patienceMs }).catch(ifTaken)
      if (moved === 'taken') await keepTime(this.#database, booking)
      else await this.#record(calendar, moved, ['moving'])
    } catch (error) {
      if (!isGone(error)) throw error
      await endBooking(this.#database, booking, 'gone')
    }
  }

  async #cancel(calendar: BookingCalendar, booking: StoredBooking): Promise<void> {
    if (booking.appointment !== undefined) await calendar.cancel(booking.appointment, { deadlineMs: this.#patienceMs })
    await endBooking(this.#database, booking, 'cancelled')
  }

  /** Writes what Exchange has. If the row was ended meanwhile, because this process was too slow, the appointment goes too. */
  async #record(calendar: BookingCalendar, made: Booking, from: readonly BookingState[]): Promise<void> {
    if (await recordAppointment(this.#database, made, from)) return
    const state = await stateOf(this.#database, made.key)
    if (state === undefined || ENDED.includes(state)) await calendar.cancel(made)
  }

  /** The booking as it is now. */
  async #current(tenant: Tenant, booking: StoredBooking): Promise<StoredBooking> {
    return (await this.find(tenant, booking.id)) ?? booking
  }
}

function ifTaken(error: unknown): 'taken' {
  if (error instanceof SlotTakenError) return 'taken'
  throw error
}

const isGone = (error: unknown) => error instanceof EwsResponseError && error.responseCode === 'ErrorItemNotFound'
