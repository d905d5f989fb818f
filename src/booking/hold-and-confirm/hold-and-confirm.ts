import { type CalendarItem, EwsError } from 'ews-booking'
import { BookingKeyReusedError, SlotTakenError } from '../booking-error'
import type { Window } from '../window'
import { type BookingMark, bookingProperties } from './booking-property'
import type { CalendarEntry, CalendarItems, ItemVersion } from './calendar-items'
import { Confirmation, type NewAppointment } from './confirmation'
import { type Claim, decide, isConfirmed, isMarked, type MarkedEntry, sameBooking, taker } from './decision'
import { isUnsure } from './failure'
import type { Patience } from './patience'
import { bookingGone, isAt, type Move, noBooking, Relocation } from './relocation'
import type { Runtime } from './runtime'
import { removeHold } from './stale-hold'

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
  /** Takes what the hold has kept; `look` where the hold has to be looked at once more. */
  fulfil(own: MarkedEntry): Promise<BookedItem | 'again' | 'look'>
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

/** What a step comes to: its result, or `again` where all is to begin anew. */
type Step<Result> = Result | 'again'

/**
 * Books by hold and confirm: a tentative item claims the time, and becomes an appointment once nobody else can have it. Exchange is the
 * only arbiter, by the one thing that it does atomically: changing an item if nobody has changed it since.
 */
export class HoldAndConfirm {
  readonly #items: CalendarItems
  readonly #runtime: Runtime

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
    const stale = (await this.#withMarks(entries, patience))
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
    const by = taker(entries, booking)
    if (by !== undefined) throw new SlotTakenError(by)
    return this.#claim(booking, booking, new Confirmation(booking, this.#items, patience), patience)
  }

  async #moveOnce(move: Move, patience: Patience): Promise<Step<BookedItem>> {
    const [booking] = await patience.insist((signal) => this.#items.get([move.id], signal))
    if (booking === undefined) throw bookingGone()
    if (!isMarked(booking) || !isConfirmed(booking)) throw noBooking()
    if (isAt(booking, move)) return booking
    const { key, fingerprint } = booking.mark
    const { start, end, blocks } = move
    const claim: Claim = { key, start, end, blocks, moved: booking.id }
    const by = taker((await this.#look(claim, patience)).entries, claim)
    if (by !== undefined) throw new SlotTakenError(by)
    const relocation = new Relocation(move, booking, this.#items, patience)
    return this.#claim(claim, { fingerprint, hold: {} }, relocation, patience)
  }

  async #claim(
    claim: Claim,
    item: Pick<NewBooking, 'fingerprint' | 'hold'>,
    purpose: Purpose,
    patience: Patience,
  ): Promise<Step<BookedItem>> {
    const hold = await this.#hold(claim, item, patience)
    if (hold === 'again') return 'again'
    const outcome = await this.#settle(hold, claim, purpose, patience)
    if (outcome instanceof SlotTakenError) throw outcome
    return outcome
  }

  /** What is in a claim's window, and together with what was made for its key elsewhere all that can be in its way. */
  async #look(
    claim: Window & Pick<Claim, 'key'>,
    patience: Patience,
  ): Promise<{ inWindow: CalendarEntry[]; entries: CalendarEntry[] }> {
    const [inWindow, withKey] = await Promise.all([
      patience.insist((signal) => this.#items.inWindow(claim, signal)),
      patience.insist((signal) => this.#items.withKey(claim.key, signal)),
    ])
    // In this order, because a server may leave our properties out of a view.
    const entries = new Map([...inWindow, ...withKey].map((entry) => [entry.id, entry]))
    return { inWindow, entries: [...entries.values()] }
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
      return this.#afterFailedHold(error, claim, attempt, patience)
    }
  }

  async #afterFailedHold(error: unknown, claim: Claim, attempt: string, patience: Patience): Promise<Step<Hold>> {
    if (patience.signal.aborted) await this.#takeAlong(claim, attempt)
    if (patience.signal.aborted || !(error instanceof EwsError)) throw error
    if (!isUnsure(error)) {
      if (!error.retryable) throw error
      await patience.afterError(error, 0)
      return 'again'
    }
    for (let looks = 0; looks < LOOKS_FOR_LOST_HOLD; looks += 1) {
      await patience.pause(looks)
      const entries = await patience.insist((signal) => this.#items.inWindow(claim, signal))
      const found = (await this.#withMarks(entries, patience)).find(({ mark }) => mark?.attempt === attempt)
      if (found !== undefined) return { ...found, attempt, since: this.#runtime.now() }
    }
    // Should it come into being yet, it is a hold like any other, and too old one day.
    return 'again'
  }

  /** What a call leaves behind whose caller has gone while the hold was being made. */
  async #takeAlong(window: Window, attempt: string): Promise<void> {
    try {
      const entries = await this.#items.inWindow(window)
      const found = entries.find(({ mark }) => mark?.attempt === attempt)
      if (found !== undefined) await this.#items.discard(found.id)
    } catch {
      // Nobody is there any more to be told. The hold grows old, and is removed by whom it hinders.
    }
  }

  /** Where a server leaves our properties out of its views, GetItem has them. */
  async #withMarks(entries: CalendarEntry[], patience: Patience): Promise<CalendarEntry[]> {
    if (entries.some(isMarked)) return entries
    return patience.insist((signal) =>
      this.#items.get(
        entries.map(({ id }) => id),
        signal,
      ),
    )
  }

  /** Looks at what is in the way until the hold has served its purpose, or can't. */
  async #settle(
    hold: Hold,
    claim: Claim,
    purpose: Purpose,
    patience: Patience,
  ): Promise<Step<BookedItem> | SlotTakenError> {
    let version: ItemVersion = hold
    try {
      for (let looks = 0; ; looks += 1) {
        const seen = await this.#lookFrom(hold, claim, patience)
        if (seen === 'gone') return (await purpose.withdraw(version)) ?? 'again'
        const { own, entries } = seen
        if (own !== undefined) {
          version = own
          const outcome = await this.#proceed(own, hold.since, entries, claim, purpose, patience)
          if (outcome !== 'look') return outcome
        }
        await patience.pause(looks)
      }
    } catch (error) {
      const booked = await purpose.withdraw(version)
      if (booked !== undefined) return booked
      throw error
    }
  }

  /** What a hold sees. What it doesn't see itself in came too early, or from somewhere else, and counts for nothing. */
  async #lookFrom(
    hold: Hold,
    claim: Claim,
    patience: Patience,
  ): Promise<{ own?: MarkedEntry | undefined; entries: CalendarEntry[] } | 'gone'> {
    const isOwn = (entry: CalendarEntry) => entry.mark?.attempt === hold.attempt
    const { inWindow, entries } = await this.#look(claim, patience)
    const own = inWindow.filter(isMarked).find(isOwn)
    if (own !== undefined) return { own, entries }
    const ids = new Set([...entries.map(({ id }) => id), hold.id])
    const items = await patience.insist((signal) => this.#items.get([...ids], signal))
    const item = items.filter(isMarked).find(isOwn)
    if (item === undefined) return 'gone'
    // Only what hasn't changed since the view was read is what the view has shown.
    const versions = new Set(items.map(({ id, changeKey }) => `${id} ${changeKey}`))
    const isView = inWindow.every(({ id, changeKey }) => versions.has(`${id} ${changeKey}`))
    const isInView = inWindow.some(({ id }) => id === item.id)
    return isView && isInView ? { own: item, entries: items } : { entries: [] }
  }

  /** One step of a hold that has looked around. */
  async #proceed(
    own: MarkedEntry,
    since: number,
    entries: readonly CalendarEntry[],
    claim: Claim,
    purpose: Purpose,
    patience: Patience,
  ): Promise<Step<BookedItem> | 'look' | SlotTakenError> {
    const isStale = ({ created }: CalendarEntry) =>
      own.created.getTime() + (this.#runtime.now() - since) - created.getTime() > HOLD_LIFE_MS
    const decision = decide(own, entries, claim, isStale)
    switch (decision.next) {
      case 'done':
        return own
      case 'taken':
        return (await purpose.withdraw(own)) ?? new SlotTakenError(decision.by)
      case 'begin again':
        return (await purpose.withdraw(own)) ?? 'again'
      case 'remove':
        await removeHold(decision.entry, this.#items, patience)
        return 'look'
      case 'give way': {
        const booked = await purpose.withdraw(own)
        if (booked !== undefined) return booked
        await this.#untilResolved(decision.to, isStale, patience)
        return 'again'
      }
      case 'wait':
        return 'look'
      case 'confirm':
        return purpose.fulfil(own)
    }
  }

  async #untilResolved(
    hold: MarkedEntry,
    isStale: (entry: CalendarEntry) => boolean,
    patience: Patience,
  ): Promise<void> {
    for (let looks = 0; ; looks += 1) {
      await patience.pause(looks)
      const [now] = await patience.insist((signal) => this.#items.get([hold.id], signal))
      if (now === undefined || !isMarked(now) || now.mark.state !== 'hold') return
      if (isStale(now)) await removeHold(now, this.#items, patience)
    }
  }
}
