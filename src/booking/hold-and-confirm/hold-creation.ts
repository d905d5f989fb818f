import { type CalendarItem, EwsError } from 'ews-booking'
import { isInDoubt, retryCleanUp } from '../calendar/failure'
import { type BookingMark, bookingProperties } from './booking-property'
import { type CalendarEntry, type ItemVersion, isMarked, type MarkedEntry } from './calendar-entry'
import type { CalendarItems, KeySearch } from './calendar-items'
import type { CallDeadline } from './call-deadline'
import type { Claim } from './decision'
import { discardHold } from './hold-removal'
import type { Runtime } from './runtime'

/** How often a hold is looked for if its creation is in doubt. The server may still be working on it. */
const LOOKS_FOR_LOST_HOLD = 2

/** A hold of this call that is in the calendar. */
export interface Hold extends ItemVersion {
  readonly attempt: string
  /** The latest local time at which the hold was created. */
  readonly since: number
}

/** The facts from which a hold is created. */
export interface HoldItem {
  readonly fingerprint: string
  readonly details?: string | undefined
  /** The item that is being adopted. */
  readonly target?: string | undefined
  /** The item without times, status and our own properties. */
  readonly hold: CalendarItem
}

/** Finds a hold by its id, or by its attempt if the server has given it another id. */
export function findHold({ id, attempt }: Hold, entries: readonly CalendarEntry[]): MarkedEntry | undefined {
  const marked = entries.filter(isMarked)
  return marked.find((entry) => entry.id === id) ?? marked.find(({ mark }) => mark.attempt === attempt)
}

/** Creates holds. If it is in doubt whether one was created, it is looked for and used. */
export class HoldCreation {
  readonly #items: CalendarItems
  readonly #runtime: Runtime
  /** The attempts whose hold wasn't found. The server may create it later. */
  readonly #givenUp = new Set<string>()

  constructor(items: CalendarItems, runtime: Runtime) {
    this.#items = items
    this.#runtime = runtime
  }

  /** Whether this process has given up the hold, so that nobody will confirm it. */
  hasGivenUp({ mark }: MarkedEntry): boolean {
    return this.#givenUp.has(mark.attempt)
  }

  /** Returns `again` if no hold was created. */
  async create({ key, start, end }: Claim, { fingerprint, details, target, hold }: HoldItem, deadline: CallDeadline) {
    const attempt = this.#runtime.randomUUID()
    const mark: BookingMark = { key, attempt, state: 'hold', fingerprint, details, target }
    const extendedProperty = bookingProperties(mark)
    const item: CalendarItem = { ...hold, extendedProperty, start, end, legacyFreeBusyStatus: 'Tentative' }
    try {
      return this.#made(await this.#items.create(item, deadline.signal), mark)
    } catch (error) {
      return this.#afterFailure(error, mark, deadline)
    }
  }

  #made({ id, changeKey }: ItemVersion, { attempt }: BookingMark): Hold {
    return { id, changeKey, attempt, since: this.#runtime.now() }
  }

  async #afterFailure(error: unknown, mark: BookingMark, deadline: CallDeadline): Promise<Hold | 'again'> {
    const isLost = deadline.signal.aborted || (error instanceof EwsError && isInDoubt(error))
    if (isLost) return this.#findLost(mark, deadline)
    if (!(error instanceof EwsError && error.retryable)) throw error
    await deadline.backOff(error, 0)
    return 'again'
  }

  async #findLost(mark: BookingMark, deadline: CallDeadline): Promise<Hold | 'again'> {
    try {
      for (let looks = 0; looks < LOOKS_FOR_LOST_HOLD; looks += 1) {
        await deadline.pause(looks)
        const found = withAttempt(await deadline.retry((signal) => this.#items.withKey(mark.key, signal)), mark)
        if (found !== undefined) return this.#made(found, mark)
      }
    } catch (error) {
      await this.#discardIfCreated(mark)
      throw error
    }
    this.#givenUp.add(mark.attempt)
    return 'again'
  }

  /** Cleans up for a call that ends while the creation of its hold is in doubt. */
  async #discardIfCreated(mark: BookingMark): Promise<void> {
    try {
      const found = withAttempt(await retryCleanUp(() => this.#items.withKey(mark.key)), mark)
      if (found !== undefined) await discardHold(found, this.#items)
    } catch {
      // The call fails anyway. The hold gets stale, and the next call that it blocks removes it.
    }
  }
}

const withAttempt = ({ entries }: KeySearch, { attempt }: BookingMark): CalendarEntry | undefined =>
  entries.find(({ mark }) => mark?.attempt === attempt)
