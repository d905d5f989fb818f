import { BookingOutcomeUnknownError, UnreliableServerError } from '../booking-error'
import { retryCleanUp } from '../calendar/failure'
import type { Window } from '../calendar/window'
import { originOf } from './booking-property'
import { type ItemVersion, isConfirmed, type MarkedEntry } from './calendar-entry'
import { type CalendarItems, type Notification, propertyUpdates, type Updates } from './calendar-items'
import { confirmedFields, mapiUpdates, showUpdates, unsetFields } from './confirmed-fields'
import { isAt } from './decision'
import { discardHold } from './hold-removal'
import type { BookedItem, Fulfilment, Purpose } from './purpose'

/** The appointment that a hold becomes. */
export interface NewAppointment extends Window {
  readonly key: string
  /** The fields that only the confirmation sets: status, reminder, attendees. */
  readonly onConfirmation: Updates
  readonly notification: Notification
}

/**
 * Turns a hold into an appointment by one conditional update.
 *
 * A server that ignores the condition can't be stopped from carrying out an update that is on its way. There the hold is never withdrawn
 * once the update was sent, and never removed by others: the update is repeated until it is known to be done.
 */
export class Confirmation implements Purpose {
  readonly #appointment: NewAppointment
  readonly #items: CalendarItems
  /** Whether the update may have been carried out. */
  #sent = false

  constructor(appointment: NewAppointment, items: CalendarItems) {
    this.#appointment = appointment
    this.#items = items
  }

  get isCommitted(): boolean {
    return this.#sent && !this.#isConditional
  }

  get #isConditional(): boolean {
    return this.#items.record.conditionalUpdates === 'kept'
  }

  async fulfil(hold: MarkedEntry, signal: AbortSignal): Promise<Fulfilment> {
    this.#sent = true
    const outcome = await this.#items.change(hold, this.#updatesOf(hold), this.#appointment.notification, signal)
    if (typeof outcome !== 'object') return 'look'
    return this.#isProven ? { ...outcome, ...this.#times, uid: hold.uid } : this.#verify(outcome, signal)
  }

  async finish(confirmed: MarkedEntry, signal: AbortSignal): Promise<Fulfilment> {
    return this.#isProven ? confirmed : this.#verify(confirmed, signal)
  }

  /** Puts an appointment right that an earlier call has made but not verified. It stays if that fails, or if somebody has moved it. */
  complete(confirmed: MarkedEntry, signal: AbortSignal): Promise<Fulfilment> {
    return this.#withFields(confirmed, signal)
  }

  get #times(): Window {
    const { start, end } = this.#appointment
    return { start, end }
  }

  get #wanted() {
    return confirmedFields(this.#appointment.onConfirmation)
  }

  #updatesOf({ created, uid }: MarkedEntry): Updates {
    const mark = { state: 'confirmed', origin: originOf(created, uid) } as const
    const updates = [...propertyUpdates(mark), ...this.#appointment.onConfirmation]
    return this.#items.record.statusUpdates === 'as MAPI properties'
      ? [...updates, ...mapiUpdates(this.#wanted)]
      : updates
  }

  /** Whether the server's word is enough. */
  get #isProven(): boolean {
    return this.#isConditional && (this.#items.record.statusUpdates !== 'unknown' || !showUpdates(this.#wanted))
  }

  async #verify(confirmed: ItemVersion, signal: AbortSignal): Promise<Fulfilment> {
    try {
      const outcome = await this.#withFields(confirmed, signal)
      // An unconditional update confirms a hold even if somebody has moved it by hand since the last look.
      const isAsked = typeof outcome !== 'object' || this.#isConditional || isAt(outcome, this.#appointment)
      return isAsked ? outcome : await this.#cancel(confirmed)
    } catch (error) {
      if (error instanceof UnreliableServerError) await this.#cancel(confirmed)
      throw error
    }
  }

  /** Reads the appointment, and sets by MAPI properties what the update has left unset. */
  async #withFields({ id }: ItemVersion, signal: AbortSignal, isRepaired = false): Promise<Fulfilment> {
    const found = await this.#items.read(id, signal)
    if (found === undefined) return 'again'
    const { entry, item } = found
    if (entry.mark?.state !== 'confirmed') return 'look'
    if (unsetFields(this.#wanted, item).length > 0) {
      if (isRepaired) throw statusIgnored()
      const outcome = await this.#items.change(entry, mapiUpdates(this.#wanted), 'SendToNone', signal)
      return typeof outcome === 'object' ? this.#withFields(outcome, signal, true) : 'look'
    }
    const { record } = this.#items
    if (isRepaired) record.statusUpdates = 'as MAPI properties'
    else if (record.statusUpdates === 'unknown' && showUpdates(this.#wanted)) record.statusUpdates = 'kept'
    return entry
  }

  /** @throws BookingOutcomeUnknownError */
  async #cancel({ id }: ItemVersion): Promise<'again'> {
    try {
      await retryCleanUp(() => this.#items.cancel(id))
      return 'again'
    } catch (error) {
      throw new BookingOutcomeUnknownError(this.#appointment.key, error)
    }
  }

  async withdraw(hold: ItemVersion): Promise<BookedItem | undefined> {
    if (!this.#sent) return discardHold(hold, this.#items)
    try {
      return this.#isConditional ? await this.#undo(hold) : await this.#ifConfirmed(hold)
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
    const found = await retryCleanUp(() => this.#items.read(id))
    if (found === undefined) return undefined
    if (isConfirmed(found.entry)) return this.#verifiedAtEnd(found.entry)
    return found.entry.mark?.state === 'hold' ? this.#undo(found.entry) : discardHold(found.entry, this.#items)
  }

  /** @throws Error if it isn't certain what becomes of the hold */
  async #ifConfirmed({ id }: ItemVersion): Promise<BookedItem | undefined> {
    const found = await retryCleanUp(() => this.#items.read(id))
    if (found === undefined) return undefined
    if (isConfirmed(found.entry)) return this.#verifiedAtEnd(found.entry)
    throw new UnreliableServerError('conditionalUpdates', 'The hold was left in the calendar', 'Repeat the call.')
  }

  /** @throws Error if the appointment isn't what it was to be */
  async #verifiedAtEnd(confirmed: MarkedEntry): Promise<BookedItem> {
    const outcome = await retryCleanUp(() => this.finish(confirmed, NEVER))
    if (typeof outcome === 'object') return outcome
    throw statusIgnored()
  }
}

/** Aborts never: what a call that has ended still puts in order. */
const NEVER = new AbortController().signal

const statusIgnored = () =>
  new UnreliableServerError(
    'statusUpdates',
    'The appointment was not made',
    'Update the server, or look for a proxy that changes requests.',
  )
