import type { Window } from '../calendar/window'
import type { ItemVersion, MarkedEntry } from './calendar-entry'

/** An appointment that is certainly in the calendar. */
export type BookedItem = ItemVersion & Window & Pick<MarkedEntry, 'uid'>

/** The result of a step with a hold: `look` if the hold must be looked at again, and `again` if the hold is useless now. */
export type Fulfilment = BookedItem | 'look' | 'again'

/** The purpose of a hold: a new appointment, or an existing one that moves to its time. */
export interface Purpose {
  /** Whether the hold must not be withdrawn any more, because a pending request can't be stopped from taking effect. */
  readonly isCommitted: boolean
  /**
   * Turns the hold into what it is for, and verifies that the server has done so.
   *
   * @throws UnreliableServerError if it hasn't
   */
  fulfil(hold: MarkedEntry, signal: AbortSignal): Promise<Fulfilment>
  /** Verifies a hold that turned out to be confirmed already. */
  finish(confirmed: MarkedEntry, signal: AbortSignal): Promise<Fulfilment>
  /**
   * Deletes the hold, after making sure that no pending request of this purpose can take effect any more. Returns the appointment if it
   * turns out to be made already.
   *
   * @throws BookingOutcomeUnknownError
   */
  withdraw(hold: ItemVersion): Promise<BookedItem | undefined>
}
