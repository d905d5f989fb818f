import { type CalendarItem, EwsError, EwsRequestError, EwsResponseError, type ItemFieldURI } from 'ews-booking'
import { BookingOutcomeUnknownError, UnreliableServerError } from '../booking-error'
import { isInDoubt, retryCleanUp } from '../calendar/failure'
import type { Window } from '../calendar/window'
import { type CalendarEntry, type ItemVersion, isConfirmed, isMarked, isVoid, type MarkedEntry } from './calendar-entry'
import type { CalendarItems, ChangeOutcome, FoundEntry, Notification, Updates } from './calendar-items'
import { confirmedFields, mapiUpdates, showUpdates, unsetFields } from './confirmed-fields'
import { type Claim, isAt } from './decision'
import type { HoldItem } from './hold-creation'
import { discardHold } from './hold-removal'
import type { BookedItem, Fulfilment, Purpose } from './purpose'

/** What is to become of an item that exists: a booking changes or moves, or an appointment becomes a booking. */
export interface Alteration {
  /** The item's id. */
  readonly id: string
  readonly blocks: Claim['blocks']
  /** What isn't done where the server isn't reliable, as a sentence without period, and what to do instead. */
  readonly refusal: readonly [what: string, hint: string]
  /** The properties that `plan` reads, beside those of an entry. */
  readonly properties: readonly ItemFieldURI[]
  /** Whether it is about the item's times. */
  readonly moves: boolean
  /** Whether the item becomes a booking, so that no other one may have its key. */
  readonly isAdoption: boolean
  /** Returns what to do with the item as it is now, or `undefined` if nothing is left to do. Throws if it can't be done. */
  plan(found: FoundEntry): Plan | undefined
}

/** What to do with one version of an item. */
export interface Plan {
  readonly key: string
  /** The time to keep by a hold. `undefined` if the item keeps its own. */
  readonly window: Window | undefined
  /** Whether that time may overlap others, so that the hold keeps the key alone. */
  readonly isUnguarded?: boolean | undefined
  /** The times that the item has afterwards. */
  readonly times: Window
  /** The hold's details. */
  readonly hold: HoldItem
  readonly updates: Updates
  readonly notification: Notification
  /** Whether the item must be planned for again afterwards. */
  readonly isPartial?: boolean | undefined
  /** A condition besides the calendar: it rejects if it isn't met. */
  readonly check?: ((signal: AbortSignal) => Promise<void>) | undefined
}

/**
 * Changes an item by one conditional update. If a hold keeps its new time, whoever removes that hold changes the item first, so that the
 * update conflicts. People don't: if somebody deletes the hold in Outlook during a move, its time is free for others.
 *
 * The update may be sent again as long as it names the same version: it is carried out at most once.
 *
 * A server that ignores the condition may carry the update out when the hold is long gone, or twice. There no item can be changed safely.
 */
export class ConditionalChange implements Purpose {
  readonly #alteration: Alteration
  readonly #plan: Plan
  readonly #found: FoundEntry
  readonly #items: CalendarItems
  readonly isCommitted = false
  /** Whether the update may have been carried out. */
  #sent = false

  constructor(alteration: Alteration, plan: Plan, found: FoundEntry, items: CalendarItems) {
    this.#alteration = alteration
    this.#plan = plan
    this.#found = found
    this.#items = items
  }

  /** @throws UnreliableServerError before anything is changed, if the server can't be relied on */
  async fulfil(hold: MarkedEntry, signal: AbortSignal): Promise<Fulfilment> {
    const altered = await this.apply(signal)
    if (altered !== 'again') await discardHold(hold, this.#items)
    return altered
  }

  /** Changes the item. Returns `again` if it has another version now. */
  async apply(signal: AbortSignal): Promise<BookedItem | 'again'> {
    if (this.#items.record.conditionalUpdates !== 'kept') throw unsafeChange(this.#alteration)
    const outcome = await this.#send(signal)
    return typeof outcome === 'object' ? this.#verified(outcome, signal) : 'again'
  }

  async #send(signal: AbortSignal): Promise<ChangeOutcome> {
    const wasSent = this.#sent
    this.#sent = true
    try {
      return await this.#items.change(this.#found.entry, this.#updates, this.#plan.notification, signal)
    } catch (error) {
      if (!signal.aborted && error instanceof EwsError && !isInDoubt(error)) this.#sent = wasSent
      throw error
    }
  }

  get #wanted() {
    return confirmedFields(this.#plan.updates)
  }

  get #updates(): Updates {
    const { updates } = this.#plan
    return this.#items.record.statusUpdates === 'as MAPI properties'
      ? [...updates, ...mapiUpdates(this.#wanted)]
      : updates
  }

  async finish(confirmed: MarkedEntry): Promise<Fulfilment> {
    return confirmed
  }

  /** Reads the item until the server has shown that it sets what an update names. */
  async #verified(version: ItemVersion, signal: AbortSignal): Promise<BookedItem | 'again'> {
    const { times } = this.#plan
    const { uid } = this.#found.entry
    if (!this.#mustBeRead) return { ...version, ...times, uid }
    const found = await this.#items.read(version.id, signal)
    if (found === undefined) return 'again'
    this.#checkTimes(found.entry, version)
    await this.#checkStatus(found, version, signal)
    return found.entry.changeKey === version.changeKey ? { ...version, ...times, uid } : { ...found.entry, ...times }
  }

  get #mustBeRead(): boolean {
    const { timeUpdates, statusUpdates } = this.#items.record
    const moves = !isAt(this.#found.entry, this.#plan.times)
    return (moves && timeUpdates === 'unknown') || (statusUpdates === 'unknown' && this.#changesStatus)
  }

  /** Whether the item shows that the server sets status or reminder. */
  get #changesStatus(): boolean {
    return unsetFields(this.#wanted, this.#found.item).length > 0
  }

  /** Somebody may have moved it again since then, which shows something only if it isn't where it was. */
  #checkTimes(entry: CalendarEntry, { changeKey }: ItemVersion): void {
    const { record } = this.#items
    if (isAt(this.#found.entry, this.#plan.times)) return
    if (!isAt(entry, this.#found.entry)) record.timeUpdates = 'kept'
    else if (entry.changeKey === changeKey) throw timesIgnored()
  }

  async #checkStatus({ entry, item }: FoundEntry, version: ItemVersion, signal: AbortSignal, isRepaired = false) {
    const { record } = this.#items
    if (record.statusUpdates !== 'unknown' || !this.#changesStatus || entry.changeKey !== version.changeKey) return
    if (unsetFields(this.#wanted, item).length === 0) {
      if (isRepaired) record.statusUpdates = 'as MAPI properties'
      else if (showUpdates(this.#wanted)) record.statusUpdates = 'kept'
      return
    }
    if (isRepaired) throw statusIgnored()
    const outcome = await this.#items.change(entry, mapiUpdates(this.#wanted), 'SendToNone', signal)
    const found = typeof outcome === 'object' ? await this.#items.read(entry.id, signal) : undefined
    if (found !== undefined && typeof outcome === 'object') await this.#checkStatus(found, outcome, signal, true)
  }

  async withdraw(hold: ItemVersion): Promise<BookedItem | undefined> {
    const done = await this.stop()
    await discardHold(hold, this.#items)
    return done
  }

  /**
   * Changes the item's version, so that an update that is still on its way to the server conflicts. If that conflicts itself, the change
   * before it may have been the update, whose answer was lost. Returns the item if the update was carried out.
   *
   * @throws BookingOutcomeUnknownError
   */
  async stop(): Promise<BookedItem | undefined> {
    if (!this.#sent) return undefined
    const { id, properties } = this.#alteration
    try {
      const outcome = await retryCleanUp(() => this.#items.touch(this.#found.entry))
      if (outcome !== 'conflict') return undefined
      const found = await retryCleanUp(() => this.#items.readWith(id, properties))
      if (found === undefined || !this.#isDone(found)) return undefined
      return found.entry
    } catch (error) {
      throw new BookingOutcomeUnknownError(this.#plan.key, error)
    }
  }

  /** Whether nothing is left to do. An item that can't be changed any more isn't done. */
  #isDone(found: FoundEntry): boolean {
    try {
      return this.#alteration.plan(found) === undefined
    } catch (error) {
      if (error instanceof EwsError) return false
      throw error
    }
  }
}

/** The error for a change on a server that ignores `ChangeKey`. Nothing was changed. */
export const unsafeChange = ({ refusal: [what, hint] }: Pick<Alteration, 'refusal'>) =>
  new UnreliableServerError('conditionalUpdates', what, hint)

const timesIgnored = () =>
  new UnreliableServerError(
    'timeUpdates',
    'The booking was not moved',
    'Update the server, or look for a proxy that changes requests.',
  )

const statusIgnored = () =>
  new UnreliableServerError(
    'statusUpdates',
    'The booking was changed, except for its status or reminder',
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

/** The error for an item of somebody else. */
export const notABooking = () =>
  new EwsRequestError({
    message: 'booking is an item that `book` has not made',
    hint: 'Pass what `book` or `reschedule` has returned, or make a booking of the appointment with `adopt`.',
    path: 'booking',
  })

/**
 * Returns the booking that an item is. Whoever names a key names the item's own.
 *
 * @throws EwsResponseError `ErrorItemNotFound` if it is being cancelled, and EwsRequestError if it is something else
 */
export function bookingIn(entry: CalendarEntry, key: string | undefined): MarkedEntry {
  if (isVoid(entry)) throw bookingGone()
  if (!isMarked(entry) || !isConfirmed(entry)) throw notABooking()
  if (key !== undefined && entry.mark.key !== key) throw keyOfAnother()
  return entry
}

const keyOfAnother = () =>
  new EwsRequestError({
    message: 'booking.key is not the key of the item that booking.itemId names',
    hint: 'Pass key and itemId as `book` has returned them together, or look the booking up with `find`.',
    path: 'booking.key',
  })

/** The properties of a hold that keeps a time for an item that exists. */
export const holdItem: CalendarItem = { reminderIsSet: false }
