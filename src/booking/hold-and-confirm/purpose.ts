import type { Window } from '../calendar/window'
import type { ItemVersion, MarkedEntry } from './calendar-entry'

/** An appointment that is certainly in the calendar. */
export type BookedItem = ItemVersion & Window

/** What a hold keeps the time for: a new appointment, or an existing one that moves there. */
export interface Purpose {
  /** Turns the hold into what it is for. Returns `look` if the hold must be looked at again, and `again` if the hold is useless now. */
  fulfil(hold: MarkedEntry, signal: AbortSignal): Promise<BookedItem | 'look' | 'again'>
  /**
   * Deletes the hold, after making sure that no pending request of this purpose can take effect any more. Returns the appointment if it
   * turns out to be made already.
   *
   * @throws BookingOutcomeUnknownError
   */
  withdraw(hold: ItemVersion): Promise<BookedItem | undefined>
}
