import { BookingOutcomeUnknownError } from '../booking-error'
import type { Window } from '../calendar/window'
import { type ItemVersion, isConfirmed, type MarkedEntry } from './calendar-entry'
import { type CalendarItems, type Notification, propertyUpdates, type Updates } from './calendar-items'
import { retryCleanUp } from './failure'
import { discardHold } from './hold-removal'
import type { BookedItem, Purpose } from './purpose'

/** The appointment that a hold becomes. */
export interface NewAppointment extends Window {
  readonly key: string
  /** What only the confirmation sets: status, reminder, attendees. */
  readonly onConfirmation: Updates
  readonly notification: Notification
}

/** Turns a hold into an appointment by one conditional update. */
export class Confirmation implements Purpose {
  readonly #appointment: NewAppointment
  readonly #items: CalendarItems
  /** Whether the update may have been carried out. */
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

  /** Voids the hold before deleting it: a confirmation that is still on its way to the server then conflicts. */
  async #undo(hold: ItemVersion): Promise<BookedItem | undefined> {
    const outcome = await retryCleanUp(() => this.#items.mark(hold, { state: 'void' }))
    return typeof outcome === 'object' ? discardHold(hold, this.#items) : this.#afterConflict(hold)
  }

  async #afterConflict({ id }: ItemVersion): Promise<BookedItem | undefined> {
    const [now] = await retryCleanUp(() => this.#items.get([id]))
    if (now === undefined || isConfirmed(now)) return now
    return now.mark?.state === 'hold' ? this.#undo(now) : discardHold(now, this.#items)
  }
}
