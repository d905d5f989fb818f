import { type CalendarItem, EwsError } from 'ews-booking'
import { BookingKeyReusedError, SlotTakenError } from '../booking-error'
import type { Window } from '../window'
import { type BookingMark, bookingProperties } from './booking-property'
import type { CalendarEntry, CalendarItems, ItemVersion } from './calendar-items'
import { Confirmation, type NewAppointment } from './confirmation'
import {
  type Claim,
  decide,
  isAt,
  isConfirmed,
  isElsewhere,
  isHold,
  isMarked,
  type MarkedEntry,
  sameBooking,
  taker,
} from './decision'
import { isUnsure, mayPass, persist } from './failure'
import { discardHold, removeHold } from './hold-removal'
import type { Patience } from './patience'
import { bookingGone, type Move, noBooking, Relocation } from './relocation'
import type { Runtime } from './runtime'

/** How long a hold lives, by the server's clock. One that is older belongs to a process that has died. */
const HOLD_LIFE_MS = 60_000

/** How often a hold is looked for of which it isn't known whether it was made: the server may still be at it. */
const LOOKS_FOR_LOST_HOLD = 2

/** A time that is to become a new appointment. */
export interface NewBooking extends Window, NewAppointment {
  readonly key: string
  readonly fingerprint: string
  readonly blocks: Claim['blocks']
  /** The item that it begins as: without status, and without the properties that make it a hold. */
  readonly hold: CalendarItem
}

/** An appointment that is there for sure. */
export type BookedItem = ItemVersion & Window

/** What a hold is for. */
export interface Purpose {
  /** Takes what the hold has kept; `look` where the hold has to be looked at once more, `again` where it is worth nothing any more. */
  fulfil(hold: MarkedEntry, signal: AbortSignal): Promise<BookedItem | 'look' | 'again'>
  /**
   * Takes the hold away, and makes sure before that nothing can happen any more of what was begun. What has happened already is told.
   *
   * @throws BookingOutcomeUnknownError
   */
  withdraw(hold: ItemVersion): Promise<BookedItem | undefined>
}

/** A hold of ours that is in the calendar. */
interface Hold extends ItemVersion {
  readonly attempt: string
  /** By our clock: when it was there at the latest. */
  readonly since: number
}

/** A hold, and all that is to be known of it to make something of it. */
interface Attempt {
  readonly hold: Hold
  readonly claim: Claim
  readonly purpose: Purpose
  readonly patience: Patience
}

/** What can be in the way of a claim. */
interface Surroundings {
  /** What the view of its window shows. */
  readonly inWindow: readonly CalendarEntry[]
  /** What was made for its key, wherever it is. */
  readonly withKey: readonly CalendarEntry[]
  /** Both. */
  readonly entries: readonly CalendarEntry[]
}

/** What a hold sees. */
interface Sight {
  readonly own: MarkedEntry
  readonly entries: readonly CalendarEntry[]
}

/** What a step comes to: its result, or `again` where all is to begin anew. */
type Step<Result> = Result | 'again'

/** What comes of looking from a hold: it has served its purpose, is looked from once more, or is of no use any more. */
type Outcome =
  | { readonly booked: BookedItem }
  | 'look'
  | 'again'
  | { readonly failure: unknown }
  /** What is to be waited for without it. */
  | { readonly wait: () => Promise<void> }

/**
 * Books by hold and confirm: a tentative item claims the time, and becomes an appointment once nobody else can have it. Exchange is the
 * only arbiter, by the one thing that it does atomically: changing an item if nobody has changed it since.
 */
export class HoldAndConfirm {
  readonly #items: CalendarItems
  readonly #runtime: Runtime
  /** The attempts of holds that were not found, and may come into being yet. */
  readonly #givenUp = new Set<string>()

  constructor(items: CalendarItems, runtime: Runtime) {
    this.#items = items
    this.#runtime = runtime
  }

  /**
   * Makes one appointment for its key, however often it is called and whatever breaks.
   *
   * @throws SlotTakenError
   * @throws BookingKeyReusedError
   */
  book(booking: NewBooking, patience: Patience): Promise<BookedItem> {
    return this.#rounds(patience, () => this.#bookOnce(booking, patience))
  }

  /**
   * Moves a booking. Its own time is left only once the new one is won, so there is nothing to restore.
   *
   * @throws SlotTakenError
   */
  move(move: Move, patience: Patience): Promise<BookedItem> {
    return this.#rounds(patience, () => this.#moveOnce(move, patience))
  }

  /** Removes holds and void items that are older than holds live. Who is hindered by one does so too. */
  async removeStale(window: Window, serverNow: () => Date, patience: Patience): Promise<void> {
    const entries = await patience.insist((signal) => this.#items.inWindow(window, signal))
    // Where a server leaves our properties out of its views, GetItem has them.
    const items = entries.some(isMarked) ? entries : await this.#fetch(entries, patience)
    const stale = items
      .filter(isMarked)
      .filter((entry) => !isConfirmed(entry) && serverNow().getTime() - entry.created.getTime() > HOLD_LIFE_MS)
    for (const entry of stale) await removeHold(entry, this.#items, patience)
  }

  async #rounds<Result>(patience: Patience, round: () => Promise<Step<Result>>): Promise<Result> {
    for (let rounds = 0; ; rounds += 1) {
      const outcome = await round()
      if (outcome !== 'again') return outcome
      await patience.pause(rounds)
    }
  }

  async #bookOnce(booking: NewBooking, patience: Patience): Promise<Step<BookedItem>> {
    const { entries } = await this.#look(booking, patience)
    const known = sameBooking(entries, booking)
    if (known !== undefined && known.mark.fingerprint !== booking.fingerprint)
      throw new BookingKeyReusedError(booking.key)
    if (known !== undefined) return known
    return this.#claim(booking, booking, new Confirmation(booking, this.#items), entries, patience)
  }

  async #moveOnce(move: Move, patience: Patience): Promise<Step<BookedItem>> {
    const [booking] = await patience.insist((signal) => this.#items.get([move.id], signal))
    if (booking === undefined) throw bookingGone()
    if (!isMarked(booking) || !isConfirmed(booking)) throw noBooking()
    const { key, fingerprint } = booking.mark
    const { start, end, blocks } = move
    const claim: Claim = { key, start, end, blocks, moved: booking.id }
    const { entries, withKey } = await this.#look(claim, patience)
    const now = withKey.find(({ id }) => id === booking.id)
    // A hold may be that of another move, which has still to be stopped.
    if (now !== undefined && isAt(now, move) && !withKey.some(isHold)) return now
    const relocation = new Relocation(move, booking, this.#items)
    return this.#claim(claim, { fingerprint, hold: { reminderIsSet: false } }, relocation, entries, patience)
  }

  async #claim(
    claim: Claim,
    item: Pick<NewBooking, 'fingerprint' | 'hold'>,
    purpose: Purpose,
    entries: readonly CalendarEntry[],
    patience: Patience,
  ): Promise<Step<BookedItem>> {
    const by = await this.#taker(entries, claim, patience)
    if (by !== undefined) throw new SlotTakenError(by)
    const hold = await this.#hold(claim, item, patience)
    return hold === 'again' ? 'again' : this.#settle({ hold, claim, purpose, patience })
  }

  /** Where a server leaves our properties out of its views, what looks like somebody's tentative appointment may be a hold. */
  async #taker(
    entries: readonly CalendarEntry[],
    claim: Claim,
    patience: Patience,
  ): Promise<CalendarEntry | undefined> {
    const by = taker(entries, claim)
    const mayBeHold = by?.status === 'tentative' && by.mark === undefined
    return mayBeHold ? taker(await this.#fetch(entries, patience), claim) : by
  }

  async #look(claim: Window & Pick<Claim, 'key'>, patience: Patience): Promise<Surroundings> {
    const [inWindow, withKey] = await Promise.all([
      patience.insist((signal) => this.#items.inWindow(claim, signal)),
      patience.insist((signal) => this.#items.withKey(claim.key, signal)),
    ])
    // In this order, because a server may leave our properties out of a view.
    const entries = new Map([...inWindow, ...withKey].map((entry) => [entry.id, entry]))
    return { inWindow, withKey, entries: [...entries.values()] }
  }

  #fetch(entries: readonly Pick<CalendarEntry, 'id'>[], patience: Patience): Promise<CalendarEntry[]> {
    const ids = new Set(entries.map(({ id }) => id))
    return patience.insist((signal) => this.#items.get([...ids], signal))
  }

  /** Creates the hold. Where it isn't known whether that was done, it is looked for, and taken if it is there. */
  async #hold(
    claim: Claim,
    { fingerprint, hold }: Pick<NewBooking, 'fingerprint' | 'hold'>,
    patience: Patience,
  ): Promise<Step<Hold>> {
    const attempt = this.#runtime.randomUUID()
    const mark: BookingMark = { key: claim.key, attempt, state: 'hold', fingerprint }
    const item: CalendarItem = {
      ...hold,
      extendedProperty: bookingProperties(mark),
      start: claim.start,
      end: claim.end,
      legacyFreeBusyStatus: 'Tentative',
    }
    try {
      const version = await this.#items.create(item, patience.signal)
      return { ...version, attempt, since: this.#runtime.now() }
    } catch (error) {
      return this.#afterFailedHold(error, mark, patience)
    }
  }

  async #afterFailedHold(error: unknown, mark: BookingMark, patience: Patience): Promise<Step<Hold>> {
    const isLost = patience.signal.aborted || (error instanceof EwsError && isUnsure(error))
    if (isLost) return this.#lostHold(mark, patience)
    if (!(error instanceof EwsError && error.retryable)) throw error
    await patience.afterError(error, 0)
    return 'again'
  }

  async #lostHold({ key, attempt }: BookingMark, patience: Patience): Promise<Step<Hold>> {
    try {
      for (let looks = 0; looks < LOOKS_FOR_LOST_HOLD; looks += 1) {
        await patience.pause(looks)
        const entries = await patience.insist((signal) => this.#items.withKey(key, signal))
        const found = entries.find(({ mark }) => mark?.attempt === attempt)
        if (found !== undefined) return { ...found, attempt, since: this.#runtime.now() }
      }
    } catch (error) {
      await this.#takeAlong(key, attempt)
      throw error
    }
    this.#givenUp.add(attempt)
    return 'again'
  }

  /** What a call leaves behind that ends while it isn't known whether the hold was made. */
  async #takeAlong(key: string, attempt: string): Promise<void> {
    try {
      const entries = await persist(() => this.#items.withKey(key))
      const found = entries.find(({ mark }) => mark?.attempt === attempt)
      if (found !== undefined) await discardHold(found, this.#items)
    } catch {
      // The call fails anyway. The hold grows old, and is removed by whom it hinders.
    }
  }

  /** Looks at what is in the way until the hold has served its purpose, or can't. */
  async #settle(attempt: Attempt): Promise<Step<BookedItem>> {
    const { hold, purpose, patience } = attempt
    let version: ItemVersion = hold
    let outcome: Outcome = 'look'
    try {
      for (let looks = 0; outcome === 'look'; looks += 1) {
        if (looks > 0) await patience.pause(looks - 1)
        const sight = await this.#lookFrom(attempt)
        if (typeof sight === 'object') version = sight.own
        outcome = typeof sight === 'object' ? await this.#proceed(sight, attempt) : sight
      }
    } catch (failure) {
      outcome = { failure }
    }
    if (typeof outcome === 'object' && 'booked' in outcome) return outcome.booked
    const booked = await purpose.withdraw(version)
    if (booked !== undefined) return booked
    if (typeof outcome === 'object' && 'failure' in outcome) throw outcome.failure
    if (typeof outcome === 'object') await outcome.wait()
    return 'again'
  }

  /**
   * What a hold sees: `again` where it is gone, `look` where nothing counts of what was read. That came too early, or from somewhere else,
   * if the hold isn't in it.
   */
  async #lookFrom({ hold, claim, patience }: Attempt): Promise<Sight | 'look' | 'again'> {
    const { inWindow, withKey, entries } = await this.#look(claim, patience)
    const own = find(hold, inWindow)
    if (own !== undefined) return withKey.some(({ id }) => id === own.id) ? { own, entries } : 'look'
    const items = await this.#fetch([...entries, hold], patience)
    const item = find(hold, items)
    if (item === undefined) return 'again'
    if (isElsewhere(item, claim)) return { own: item, entries: [] }
    // Only what hasn't changed since the view was read is what the view has shown.
    const versions = new Set(items.map(({ id, changeKey }) => `${id} ${changeKey}`))
    const isView = inWindow.every(({ id, changeKey }) => versions.has(`${id} ${changeKey}`))
    const isSeen = [inWindow, withKey].every((seen) => seen.some(({ id }) => id === item.id))
    return isView && isSeen ? { own: item, entries: items } : 'look'
  }

  /** One step of a hold that has looked around. */
  async #proceed({ own, entries }: Sight, { hold, claim, purpose, patience }: Attempt): Promise<Outcome> {
    const isStale = ({ mark, created }: MarkedEntry) =>
      this.#givenUp.has(mark.attempt) ||
      own.created.getTime() + (this.#runtime.now() - hold.since) - created.getTime() > HOLD_LIFE_MS
    const decision = decide(own, entries, claim, isStale)
    switch (decision.next) {
      case 'done':
        return { booked: own }
      case 'taken':
        return { failure: new SlotTakenError(decision.by) }
      case 'begin again':
        return 'again'
      case 'remove':
        await removeHold(decision.entry, this.#items, patience)
        return 'look'
      case 'give way':
        return { wait: () => this.#untilResolved(decision.to, isStale, patience) }
      case 'wait':
        return 'look'
      case 'confirm':
        return this.#fulfil(own, purpose, patience)
    }
  }

  /** Where it isn't known whether it was done, the next look tells. */
  async #fulfil(own: MarkedEntry, purpose: Purpose, patience: Patience): Promise<Outcome> {
    try {
      const outcome = await purpose.fulfil(own, patience.signal)
      return typeof outcome === 'object' ? { booked: outcome } : outcome
    } catch (error) {
      if (patience.signal.aborted || !(error instanceof EwsError) || !mayPass(error)) throw error
      await patience.afterError(error, 0)
      return 'look'
    }
  }

  async #untilResolved(hold: MarkedEntry, isStale: (entry: MarkedEntry) => boolean, patience: Patience): Promise<void> {
    for (let looks = 0; ; looks += 1) {
      await patience.pause(looks)
      const [now] = await this.#fetch([hold], patience)
      if (now === undefined || !isHold(now)) return
      if (isStale(now)) await removeHold(now, this.#items, patience)
    }
  }
}

/** A hold is known by its id, and by its attempt where the server gives it another id. */
function find({ id, attempt }: Hold, entries: readonly CalendarEntry[]): MarkedEntry | undefined {
  const marked = entries.filter(isMarked)
  return marked.find((entry) => entry.id === id) ?? marked.find(({ mark }) => mark.attempt === attempt)
}
