import { randomUUID } from 'node:crypto'
import { EwsError, EwsRequestError, EwsResponseError } from 'ews-booking'
import { BookingOutcomeUnknownError } from '../booking-error'
import type { Window } from '../window'
import {
  type CalendarEntry,
  type CalendarItems,
  type ItemVersion,
  type Notification,
  propertyUpdates,
  type Updates,
} from './calendar-items'
import type { Claim, MarkedEntry } from './decision'
import { mayPass, persist } from './failure'
import type { BookedItem, Purpose } from './hold-and-confirm'
import type { Patience } from './patience'

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
 * first, so that the change finds another version then.
 */
export class Relocation implements Purpose {
  readonly #move: Move
  readonly #booking: MarkedEntry
  readonly #items: CalendarItems
  readonly #patience: Patience
  /** Whether the change may have been made. */
  #sent = false

  constructor(move: Move, booking: MarkedEntry, items: CalendarItems, patience: Patience) {
    this.#move = move
    this.#booking = booking
    this.#items = items
    this.#patience = patience
  }

  async fulfil(hold: MarkedEntry): Promise<BookedItem | 'again' | 'look'> {
    const { updates, notification, start, end } = this.#move
    this.#sent = true
    try {
      const outcome = await this.#items.change(this.#booking, updates, notification, this.#patience.signal)
      if (outcome === 'gone') throw bookingGone()
      if (outcome === 'conflict') return await this.#afterConflict(hold)
      await this.#discard(hold)
      return { ...outcome, start, end }
    } catch (error) {
      if (this.#patience.signal.aborted || !(error instanceof EwsError) || !mayPass(error)) throw error
      await this.#patience.afterError(error, 0)
      return 'look'
    }
  }

  /** Either it was moved by a change whose answer got lost, or somebody else has changed it: then the hold may be worth nothing. */
  async #afterConflict(hold: ItemVersion): Promise<BookedItem | 'again'> {
    const moved = await this.#movedBooking()
    await this.#discard(hold)
    return moved ?? 'again'
  }

  async #movedBooking(): Promise<BookedItem | undefined> {
    const [booking] = await persist(() => this.#items.get([this.#booking.id]))
    return booking !== undefined && isAt(booking, this.#move) ? booking : undefined
  }

  async withdraw(hold: ItemVersion): Promise<BookedItem | undefined> {
    const moved = this.#sent ? await this.#stop() : undefined
    await this.#discard(hold)
    return moved
  }

  /** Once the booking is changed, a move that is still on its way to the server finds another version. */
  async #stop(): Promise<BookedItem | undefined> {
    const updates = propertyUpdates({ attempt: randomUUID() })
    try {
      const outcome = await persist(() => this.#items.change(this.#booking, updates, 'SendToNone'))
      return outcome === 'conflict' ? await this.#movedBooking() : undefined
    } catch (error) {
      throw new BookingOutcomeUnknownError(this.#booking.mark.key, error)
    }
  }

  /** A hold that stays grows old, and is removed by whom it hinders. */
  async #discard(hold: ItemVersion): Promise<void> {
    await persist(() => this.#items.discard(hold.id)).catch(() => undefined)
  }
}

/** Whether an item has these times. */
export const isAt = (entry: CalendarEntry, { start, end }: Window): boolean =>
  entry.start.getTime() === start.getTime() && entry.end.getTime() === end.getTime()

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
