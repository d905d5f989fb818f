import { BookingOutcomeUnknownError } from '../booking-error'
import type { Window } from '../window'
import {
  type CalendarItems,
  type ItemVersion,
  type Notification,
  propertyUpdates,
  type Updates,
} from './calendar-items'
import { isConfirmed, type MarkedEntry } from './decision'
import { persist } from './failure'
import type { BookedItem, Purpose } from './hold-and-confirm'
import { discardHold } from './hold-removal'

/** What a hold becomes. */
export interface NewAppointment extends Window {
  readonly key: string
  /** What is kept for the moment in which it becomes an appointment: status, reminder, attendees. */
  readonly onConfirmation: Updates
  readonly notification: Notification
}

/** Makes a hold an appointment, by one conditional change. */
export class Confirmation implements Purpose {
  readonly #appointment: NewAppointment
  readonly #items: CalendarItems
  /** Whether the change may have been made. */
  #sent = false

  constructor(appointment: NewAppointment, items: CalendarItems) {
    this.#appointment = appointment
    this.#items = items
  }

  async fulfil(hold: MarkedEntry, signal: AbortSignal): Promise<BookedItem | 'look'> {
    const { onConfirmation, notification, start, end } = this.#appointment
    const updates = [...propertyUpdates({ state: 'confirmed' }), ...onConfirmation]
    this.#sent = true
    const outcome = await this.#items.change(hold, updates, notification, signal)
    return typeof outcome === 'object' ? { ...outcome, start, end } : 'look'
  }

  async withdraw(hold: ItemVersion): Promise<BookedItem | undefined> {
    if (!this.#sent) return discardHold(hold, this.#items)
    try {
      return await this.#undo(hold)
    } catch (error) {
      throw new BookingOutcomeUnknownError(this.#appointment.key, error)
    }
  }

  /** Once the hold is void, a change that is still on its way to the server finds another version. */
  async #undo(hold: ItemVersion): Promise<BookedItem | undefined> {
    const outcome = await persist(() => this.#items.mark(hold, { state: 'void' }))
    return typeof outcome === 'object' ? discardHold(hold, this.#items) : this.#afterConflict(hold)
  }

  async #afterConflict({ id }: ItemVersion): Promise<BookedItem | undefined> {
    const [now] = await persist(() => this.#items.get([id]))
    if (now === undefined || isConfirmed(now)) return now
    return now.mark?.state === 'hold' ? this.#undo(now) : discardHold(now, this.#items)
  }
}
