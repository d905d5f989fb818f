import { randomUUID } from 'node:crypto'
import { EwsRequestError, EwsResponseError } from 'ews-booking'
import { BookingOutcomeUnknownError, UnreliableServerError } from '../booking-error'
import { retryCleanUp } from '../calendar/failure'
import type { Window } from '../calendar/window'
import type { ItemVersion, MarkedEntry } from './calendar-entry'
import type { CalendarItems, Notification, Updates } from './calendar-items'
import { type Claim, isAt } from './decision'
import { discardHold } from './hold-removal'
import type { BookedItem, Fulfilment, Purpose } from './purpose'

/** Where a booking is to move. */
export interface Move extends Window {
  /** The booking's item id. */
  readonly id: string
  readonly blocks: Claim['blocks']
  /** The updates that set the new times. */
  readonly updates: Updates
  readonly notification: Notification
}

/**
 * Moves a booking to the time that a hold keeps for it, by one conditional update of the booking. Whoever removes the hold changes the
 * booking first, so that the update conflicts. People don't: if somebody deletes the hold in Outlook during the move, its time is free for
 * others.
 *
 * A server that ignores the condition may carry the update out when the hold is long gone. There no booking can be moved safely.
 */
export class Relocation implements Purpose {
  readonly #move: Move
  readonly #booking: MarkedEntry
  readonly #items: CalendarItems
  readonly isCommitted = false
  /** Whether the update may have been carried out. */
  #sent = false

  constructor(move: Move, booking: MarkedEntry, items: CalendarItems) {
    this.#move = move
    this.#booking = booking
    this.#items = items
  }

  /** @throws UnreliableServerError before anything is changed, if the server can't be relied on */
  async fulfil(hold: MarkedEntry, signal: AbortSignal): Promise<Fulfilment> {
    if (this.#items.record.conditionalUpdates !== 'kept') throw unsafeMove()
    const { updates, notification } = this.#move
    this.#sent = true
    const outcome = await this.#items.change(this.#booking, updates, notification, signal)
    if (typeof outcome !== 'object') return 'again'
    const moved = await this.#verified(outcome, signal)
    if (moved !== 'again') await discardHold(hold, this.#items)
    return moved
  }

  async finish(confirmed: MarkedEntry): Promise<Fulfilment> {
    return confirmed
  }

  /** Reads the booking until the server has moved one. */
  async #verified(version: ItemVersion, signal: AbortSignal): Promise<BookedItem | 'again'> {
    const { start, end } = this.#move
    const { record } = this.#items
    if (record.timeUpdates === 'kept') return { ...version, start, end }
    const [booking] = await this.#items.get([version.id], signal)
    if (booking === undefined) return 'again'
    // Somebody may have moved it again since then, which shows something only if it isn't where it was.
    if (!isAt(booking, this.#booking)) record.timeUpdates = 'kept'
    else if (booking.changeKey === version.changeKey) throw timesIgnored()
    return { ...version, start, end }
  }

  async withdraw(hold: ItemVersion): Promise<BookedItem | undefined> {
    const moved = this.#sent ? await this.#stop() : undefined
    await discardHold(hold, this.#items)
    return moved
  }

  /**
   * Changes the booking, so that a move that is still on its way to the server conflicts. If that conflicts itself, the change before it may
   * have been the move, whose answer was lost.
   */
  async #stop(): Promise<BookedItem | undefined> {
    const attempt = randomUUID()
    try {
      const outcome = await retryCleanUp(() => this.#items.mark(this.#booking, { attempt }))
      if (outcome !== 'conflict') return undefined
      const [booking] = await retryCleanUp(() => this.#items.get([this.#booking.id]))
      return booking !== undefined && isAt(booking, this.#move) ? booking : undefined
    } catch (error) {
      throw new BookingOutcomeUnknownError(this.#booking.mark.key, error)
    }
  }
}

/** The error for a move on a server that ignores `ChangeKey`. Nothing was changed. */
export const unsafeMove = () =>
  new UnreliableServerError(
    'conditionalUpdates',
    'The booking was not moved',
    'Book the new time with a new key, then cancel this booking. Update the server if you can.',
  )

const timesIgnored = () =>
  new UnreliableServerError(
    'timeUpdates',
    'The booking was not moved',
    'Update the server, or look for a proxy that changes requests.',
  )

export function bookingGone(): EwsResponseError {
  return new EwsResponseError({
    message: 'The booking is gone: ErrorItemNotFound',
    hint: 'It was cancelled, deleted, or moved to another folder.',
    responseCode: 'ErrorItemNotFound',
    messageText: '',
    messageXml: {},
  })
}

export function notABooking(): EwsRequestError {
  return new EwsRequestError({
    message: 'booking is an item that `book` has not made',
    hint: 'Pass what `book` or `reschedule` has returned.',
    path: 'booking',
  })
}
