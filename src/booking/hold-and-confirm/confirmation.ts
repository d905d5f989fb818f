import { EwsError } from 'ews-booking'
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
import { mayPass, persist } from './failure'
import type { BookedItem, Purpose } from './hold-and-confirm'
import type { Patience } from './patience'

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
  readonly #patience: Patience
  /** Whether the change may have been made. */
  #sent = false

  constructor(appointment: NewAppointment, items: CalendarItems, patience: Patience) {
    this.#appointment = appointment
    this.#items = items
    this.#patience = patience
  }

  async fulfil(own: MarkedEntry): Promise<BookedItem | 'again' | 'look'> {
    const { onConfirmation, notification, start, end } = this.#appointment
    const updates = [...propertyUpdates({ state: 'confirmed' }), ...onConfirmation]
    this.#sent = true
    try {
      const outcome = await this.#items.change(own, updates, notification, this.#patience.signal)
      if (outcome === 'gone') return 'again'
      return outcome === 'conflict' ? 'look' : { ...outcome, start, end }
    } catch (error) {
      if (this.#patience.signal.aborted || !(error instanceof EwsError) || !mayPass(error)) throw error
      await this.#patience.afterError(error, 0)
      return 'look'
    }
  }

  async withdraw(hold: ItemVersion): Promise<BookedItem | undefined> {
    try {
      if (this.#sent) return await this.#undo(hold)
      await persist(() => this.#items.discard(hold.id))
      return undefined
    } catch (error) {
      // A hold that was never more than that grows old, and is removed by whom it hinders.
      if (!this.#sent) return undefined
      throw new BookingOutcomeUnknownError(this.#appointment.key, error)
    }
  }

  /** Once the hold is void, a change that is still on its way to the server finds another version. */
  async #undo(hold: ItemVersion): Promise<BookedItem | undefined> {
    const updates = propertyUpdates({ state: 'void' })
    const outcome = await persist(() => this.#items.change(hold, updates, 'SendToNone'))
    if (outcome === 'gone') return undefined
    if (outcome === 'conflict') return this.#afterConflict(hold)
    await persist(() => this.#items.discard(hold.id))
    return undefined
  }

  async #afterConflict(hold: ItemVersion): Promise<BookedItem | undefined> {
    const [now] = await persist(() => this.#items.get([hold.id]))
    if (now === undefined) return undefined
    if (isConfirmed(now)) return now
    if (now.mark?.state === 'hold') return this.#undo(now)
    await persist(() => this.#items.discard(now.id))
    return undefined
  }
}
