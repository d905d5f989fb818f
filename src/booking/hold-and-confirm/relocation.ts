import { randomUUID } from 'node:crypto'
import { EwsRequestError, EwsResponseError } from 'ews-booking'
import { BookingOutcomeUnknownError } from '../booking-error'
import type { Window } from '../window'
import type { CalendarItems, ItemVersion, Notification, Updates } from './calendar-items'
import { type Claim, isAt, type MarkedEntry } from './decision'
import { persist } from './failure'
import type { BookedItem, Purpose } from './hold-and-confirm'
import { discardHold } from './hold-removal'

/** Where a booking is to be moved. */
export interface Move extends Window {
  readonly id: string
  readonly blocks: Claim['blocks']
  /** What sets the new times. */
  readonly updates: Updates
  readonly notification: Notification
}

/**
 * Moves a booking to where a hold keeps its place, by one conditional change of the booking. Whoever removes the hold changes the booking
 * first, so that the change finds another version then. People don't: who deletes the hold in Outlook while the booking is being moved
 * gives its place to others.
 */
export class Relocation implements Purpose {
  readonly #move: Move
  readonly #booking: MarkedEntry
  readonly #items: CalendarItems
  /** Whether the change may have been made. */
  #sent = false

  constructor(move: Move, booking: MarkedEntry, items: CalendarItems) {
    this.#move = move
    this.#booking = booking
    this.#items = items
  }

  async fulfil(hold: MarkedEntry, signal: AbortSignal): Promise<BookedItem | 'again'> {
    const { updates, notification, start, end } = this.#move
    this.#sent = true
    const outcome = await this.#items.change(this.#booking, updates, notification, signal)
    if (typeof outcome !== 'object') return 'again'
    await discardHold(hold, this.#items)
    return { ...outcome, start, end }
  }

  async withdraw(hold: ItemVersion): Promise<BookedItem | undefined> {
    const moved = this.#sent ? await this.#stop() : undefined
    await discardHold(hold, this.#items)
    return moved
  }

  /**
   * Once the booking is changed, a move that is still on its way to the server finds another version. Where it is changed already, that may
   * have been the move, whose answer got lost.
   */
  async #stop(): Promise<BookedItem | undefined> {
    const attempt = randomUUID()
    try {
      const outcome = await persist(() => this.#items.mark(this.#booking, { attempt }))
      if (outcome !== 'conflict') return undefined
      const [booking] = await persist(() => this.#items.get([this.#booking.id]))
      return booking !== undefined && isAt(booking, this.#move) ? booking : undefined
    } catch (error) {
      throw new BookingOutcomeUnknownError(this.#booking.mark.key, error)
    }
  }
}

export function bookingGone(): EwsResponseError {
  return new EwsResponseError({
    message: 'The booking is gone: ErrorItemNotFound',
    hint: 'It was cancelled, or somebody has deleted or moved it to another folder.',
    responseCode: 'ErrorItemNotFound',
    messageText: '',
    messageXml: {},
  })
}

export function noBooking(): EwsRequestError {
  return new EwsRequestError({
    message: 'booking is an item that was not made by `book`',
    hint: 'Hand over what `book` or `reschedule` has returned.',
    path: 'booking',
  })
}
