import { EwsRequestError, EwsResponseError } from 'ews-booking'
import {
  type BookableSlot,
  type BookingCalendar,
  BookingKeyReusedError,
  SlotTakenError,
  type Window,
} from 'ews-booking/booking'
import type { Logger } from 'pino'
import type { Database } from '../database/database'
import type { Vaults } from '../encryption/vaults'
import type { ExchangeAccounts } from '../exchange/accounts'
import { isExchangeFailure, noteFailure } from '../exchange/failure'
import { findCalendar, type PracticeCalendar } from '../practice/calendars'
import { findTenant, type Tenant } from '../practice/tenants'
import {
  addBooking,
  beginChange,
  endBooking,
  findBooking,
  keepTime,
  recordAppointment,
  type StoredBooking,
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

const MINUTE_MS = 60_000

/** A customer books no sooner than this before the start. */
const NOTICE_MS = 60 * MINUTE_MS

/** A customer books no later than this. */
const HORIZON_MS = 366 * 24 * 60 * MINUTE_MS

/** After so long without an answer from Exchange, a human has to look. */
const GIVE_UP_MS = 24 * 60 * MINUTE_MS

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
  readonly #deadline: { readonly deadlineMs: number }

  constructor({ database, vaults, exchange, log }: DeskParts, patienceMs = PATIENCE_MS) {
    this.#database = database
    this.#vaults = vaults
    this.#exchange = exchange
    this.#log = log
    this.#deadline = { deadlineMs: patienceMs }
  }

  /** The slots that a customer can book, as Exchange has them now. */
  async freeSlots(tenant: Tenant, calendar: PracticeCalendar, { start, end }: Window): Promise<BookableSlot[]> {
    const { mailbox, room, slotMinutes, bufferBefore, bufferAfter, hours } = calendar
    const earliest = new Date(Date.now() + NOTICE_MS)
    const from = start < earliest ? earliest : start
    const to = new Date(Math.min(end.getTime(), Date.now() + HORIZON_MS))
    if (from >= to) return []
    return this.#exchange.calendarOf(tenant, calendar).freeSlots({
      start: from,
      end: to,
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
    const added = await addBooking(this.#database, this.#vaults.of(tenant.plan), tenant, calendar, id, wish)
    const stored = await this.find(tenant, id)
    if (stored !== undefined) return added ? this.finish(tenant, stored) : stored
    // The plan has changed since the tenant was read.
    const current = await findTenant(this.#database, tenant.id)
    if (current === undefined) throw new Error('The tenant is gone')
    return this.book(current, calendar, id, wish)
  }

  /** Moves a booking. If the new time is taken, it stays where it is. */
  async move(tenant: Tenant, booking: StoredBooking, target: Window): Promise<StoredBooking> {
    const isBegun = await beginChange(this.#database, booking, 'moving', target)
    const current = await this.#current(tenant, booking)
    return isBegun ? this.finish(tenant, current) : current
  }

  /** Cancels a booking. */
  async cancel(tenant: Tenant, booking: StoredBooking): Promise<StoredBooking> {
    const isBegun = await beginChange(this.#database, booking, 'cancelling')
    const current = await this.#current(tenant, booking)
    return isBegun ? this.finish(tenant, current) : current
  }

  /**
   * Does with Exchange what the row says, and writes down what became of it. A failure that may pass leaves the row unfinished. One that
   * doesn't, or lasts for too long, is written down for a human.
   */
  async finish(tenant: Tenant, booking: StoredBooking): Promise<StoredBooking> {
    try {
      const { calendar, bookable } = await this.#placeOf(tenant, booking)
      if (booking.state === 'booking') await this.#book(bookable, booking)
      if (booking.state === 'moving') await this.#move(bookable, booking, calendar.room)
      if (booking.state === 'cancelling') await this.#cancel(bookable, booking)
    } catch (error) {
      if (!isExchangeFailure(error)) throw error
      const isOver = isFinal(error) || isOverdue(booking)
      noteFailure(this.#log, error, { state: booking.state, booking: booking.id, isOver })
      if (isOver) await this.#giveUp(booking, error.code)
    }
    return this.#current(tenant, booking)
  }

  /**
   * Compares a booked row with its appointment, and corrects the row: somebody may have moved or deleted the appointment in Outlook.
   *
   * @throws EwsError if Exchange gives no answer
   */
  async refresh(tenant: Tenant, booking: StoredBooking): Promise<StoredBooking> {
    const { state, appointment } = booking
    if (state !== 'booked' || appointment === undefined) return booking
    const { bookable } = await this.#placeOf(tenant, booking)
    // Whatever is moved to another folder and back has another id, but the same key.
    const now = (await bookable.get(appointment))?.booking ?? (await bookable.find(booking.id))
    if (now === undefined) await endBooking(this.#database, booking, 'gone')
    else if (now.changeKey !== appointment.changeKey) await recordAppointment(this.#database, booking, now)
    return this.#current(tenant, booking)
  }

  /** The calendar of a booking, and the folder in which it is. */
  async #placeOf(tenant: Tenant, { calendar: id, folder }: StoredBooking) {
    const calendar = await findCalendar(this.#database, tenant.id, id)
    if (calendar === undefined) throw new Error('The calendar is gone')
    return { calendar, bookable: this.#exchange.calendarOf(tenant, { ...calendar, folder }) }
  }

  async #book(bookable: BookingCalendar, booking: StoredBooking): Promise<void> {
    const { id: key, start, end, title, description, customer, room } = booking
    if (title === null || customer === null) return
    const wish = { key, start, end, title, description: description ?? '', attendees: [customer], rooms: roomsOf(room) }
    const made = await bookable.book(wish, this.#deadline).catch(ifTaken)
    if (made === 'taken') await endBooking(this.#database, booking, 'taken')
    else await recordAppointment(this.#database, booking, made)
  }

  /** The room may be another one by now: the new time was offered because that one is free. */
  async #move(bookable: BookingCalendar, booking: StoredBooking, room: string | null): Promise<void> {
    const { appointment, target } = booking
    if (appointment === undefined || target === undefined) return
    try {
      const changes = { ...target, rooms: roomsOf(room) }
      const moved = await bookable.update(appointment, changes, this.#deadline).catch(ifTaken)
      if (moved === 'taken') await keepTime(this.#database, booking, null)
      else await recordAppointment(this.#database, booking, moved)
    } catch (error) {
      if (!isGone(error)) throw error
      await endBooking(this.#database, booking, 'gone')
    }
  }

  async #cancel(bookable: BookingCalendar, booking: StoredBooking): Promise<void> {
    if (booking.appointment !== undefined) await bookable.cancel(booking.appointment, this.#deadline)
    await endBooking(this.#database, booking, 'cancelled')
  }

  async #giveUp(booking: StoredBooking, code: string): Promise<void> {
    if (booking.state === 'moving') await keepTime(this.#database, booking, code)
    else await endBooking(this.#database, booking, 'failed', code)
  }

  /** The booking as it is now. */
  async #current(tenant: Tenant, booking: StoredBooking): Promise<StoredBooking> {
    return (await this.find(tenant, booking.id)) ?? booking
  }
}

const roomsOf = (room: string | null): string[] => (room === null ? [] : [room])

function ifTaken(error: unknown): 'taken' {
  if (error instanceof SlotTakenError) return 'taken'
  throw error
}

const isGone = (error: unknown) => error instanceof EwsResponseError && error.responseCode === 'ErrorItemNotFound'

/** Whether the same call would fail for ever. */
const isFinal = (error: unknown) => error instanceof BookingKeyReusedError || error instanceof EwsRequestError

const isOverdue = ({ begunAt, start, state }: StoredBooking) =>
  Date.now() - begunAt.getTime() > GIVE_UP_MS || (state === 'booking' && start.getTime() < Date.now())
