import { EwsError } from 'ews-booking'
import { BookingKeyReusedError, SlotTakenError } from '../booking-error'
import { isTransient } from '../calendar/failure'
import { hiddenTime } from '../calendar/hidden-time'
import type { Window } from '../calendar/window'
import { inParallel } from '../concurrency'
import { type CalendarEntry, type ItemVersion, isConfirmed, isHold, isMarked, type MarkedEntry } from './calendar-entry'
import type { CalendarItems } from './calendar-items'
import type { CallDeadline } from './call-deadline'
import { keepsConditionalUpdates } from './conditional-updates'
import { Confirmation, type NewAppointment } from './confirmation'
import { blockingEntry, bookingWithKey, type Claim, decide, isAt, wasMoved } from './decision'
import { findHold, type Hold, HoldCreation, type HoldItem } from './hold-creation'
import { discardHold, removeHold } from './hold-removal'
import type { BookedItem, Fulfilment, Purpose } from './purpose'
import { bookingGone, type Move, notABooking, Relocation, unsafeMove } from './relocation'
import type { Runtime } from './runtime'

/** How long a hold lives, by the server's clock. An older one belongs to a process that has died. */
const HOLD_LIFE_MS = 60_000

/** Almost three weeks: a weekly series shows up, and a server with default settings grants the window for free/busy. */
const WEEKS_MS = 20 * 24 * 60 * 60_000

/** How often a time that only free/busy shows as busy is looked at. A hold that comes or goes between two requests looks like one. */
const LOOKS_AT_HIDDEN_TIME = 3

/** An appointment to make, and the hold that it begins as. */
export interface NewBooking extends NewAppointment, HoldItem {
  readonly blocks: Claim['blocks']
}

/** A hold in the calendar, and what it takes to proceed with it. */
interface Attempt {
  readonly hold: Hold
  readonly claim: Claim
  readonly purpose: Purpose
  readonly deadline: CallDeadline
  looksAtHiddenTime: number
}

/** The entries that can block a claim. */
interface Surroundings {
  /** The entries that overlap its window. */
  readonly inWindow: readonly CalendarEntry[]
  /** The entries that were created for its key, at any time. */
  readonly withKey: readonly CalendarEntry[]
  /** Both. */
  readonly entries: readonly CalendarEntry[]
  /** Whether the calendar may have series that the view doesn't show as occurrences. */
  readonly mayHideSeries: boolean
}

/** The own hold, and everything that was read together with it. */
interface HoldView {
  readonly own: MarkedEntry
  readonly entries: readonly CalendarEntry[]
  readonly mayHideSeries: boolean
}

/** The result of a step, or `again` if the whole call must begin again. */
type Step<Result> = Result | 'again'

/** The result of one look from a hold: `look` to look again, `again` if the hold is useless. */
type Outcome =
  | { readonly booked: BookedItem }
  | 'look'
  | 'again'
  | { readonly failure: unknown }
  /** Withdraw the hold, then wait for this before beginning again. */
  | { readonly wait: () => Promise<void> }

/**
 * Books by hold and confirm: a tentative item claims the time, and becomes an appointment once nobody else can have it. Exchange is the only
 * arbiter, by its one atomic operation: a conditional update of an item.
 */
export class HoldAndConfirm {
  readonly #items: CalendarItems
  readonly #runtime: Runtime
  readonly #creation: HoldCreation

  constructor(items: CalendarItems, runtime: Runtime) {
    this.#items = items
    this.#runtime = runtime
    this.#creation = new HoldCreation(items, runtime)
  }

  /**
   * Makes one appointment for its key, however often it is called and whatever fails.
   *
   * @throws SlotTakenError
   * @throws BookingKeyReusedError
   */
  book(booking: NewBooking, deadline: CallDeadline): Promise<BookedItem> {
    return this.#rounds(deadline, () => this.#bookOnce(booking, deadline))
  }

  /**
   * Moves a booking. It leaves its old time only once it has won the new one, so nothing ever has to be restored.
   *
   * @throws SlotTakenError
   */
  move(move: Move, deadline: CallDeadline): Promise<BookedItem> {
    return this.#rounds(deadline, () => this.#moveOnce(move, deadline))
  }

  /** Removes stale holds and void items. A call that is blocked by one removes it as well. */
  async removeStale(window: Window, serverNow: () => Date, deadline: CallDeadline): Promise<void> {
    const entries = await deadline.retry((signal) => this.#items.inWindow(window, signal))
    // A server may leave our properties out of its views. GetItem returns them.
    const items = entries.some(isMarked) ? entries : await this.#fetch(entries, deadline)
    const stale = items
      .filter(isMarked)
      .filter((entry) => !isConfirmed(entry) && serverNow().getTime() - entry.created.getTime() > HOLD_LIFE_MS)
    for (const entry of stale) await removeHold(entry, this.#items, deadline)
  }

  async #rounds<Result>(deadline: CallDeadline, round: () => Promise<Step<Result>>): Promise<Result> {
    for (let rounds = 0; ; rounds += 1) {
      const outcome = await round()
      if (outcome !== 'again') return outcome
      await deadline.pause(rounds)
    }
  }

  async #bookOnce(booking: NewBooking, deadline: CallDeadline): Promise<Step<BookedItem>> {
    await this.#compareViews(booking, deadline)
    const { entries } = await this.#look(booking, deadline)
    const confirmation = new Confirmation(booking, this.#items)
    const known = bookingWithKey(entries, booking)
    if (known !== undefined && known.mark.fingerprint !== booking.fingerprint) {
      throw new BookingKeyReusedError(booking.key)
    }
    // On a server that hasn't shown that it sets the status, this may be a booking whose call ended before that was put right.
    const mayBeUnfinished = known?.status === 'tentative' && this.#items.record.statusUpdates !== 'kept'
    if (known !== undefined && mayBeUnfinished) return this.#finish(known, confirmation, deadline)
    if (known !== undefined) return known
    return this.#claim(booking, booking, confirmation, entries, deadline)
  }

  async #finish(known: MarkedEntry, confirmation: Confirmation, deadline: CallDeadline): Promise<Step<BookedItem>> {
    const outcome = await deadline.retry((signal) => confirmation.complete(known, signal), isTransient)
    return typeof outcome === 'object' ? outcome : 'again'
  }

  async #moveOnce(move: Move, deadline: CallDeadline): Promise<Step<BookedItem>> {
    if (this.#items.record.conditionalUpdates === 'ignored') throw unsafeMove()
    await this.#compareViews(move, deadline)
    const [booking] = await deadline.retry((signal) => this.#items.get([move.id], signal))
    if (booking === undefined) throw bookingGone()
    if (!isMarked(booking) || !isConfirmed(booking)) throw notABooking()
    const { key, fingerprint } = booking.mark
    const { start, end, blocks } = move
    const claim: Claim = { key, start, end, blocks, movingId: booking.id }
    const { entries, withKey } = await this.#look(claim, deadline)
    const now = withKey.find(({ id }) => id === booking.id)
    // A hold may belong to another move, which has to be stopped first.
    if (now !== undefined && isAt(now, move) && !withKey.some(isHold)) return now
    const relocation = new Relocation(move, booking, this.#items)
    return this.#claim(claim, { fingerprint, hold: { reminderIsSet: false } }, relocation, entries, deadline)
  }

  async #claim(
    claim: Claim,
    item: HoldItem,
    purpose: Purpose,
    entries: readonly CalendarEntry[],
    deadline: CallDeadline,
  ): Promise<Step<BookedItem>> {
    const by = await this.#blockingEntry(entries, claim, deadline)
    if (by !== undefined) throw new SlotTakenError(by)
    const hold = await this.#creation.create(claim, item, deadline)
    return hold === 'again' ? 'again' : this.#settle({ hold, claim, purpose, deadline, looksAtHiddenTime: 0 })
  }

  /** A server may leave our properties out of its views. An apparent tentative appointment may then be a hold. */
  async #blockingEntry(
    entries: readonly CalendarEntry[],
    claim: Claim,
    deadline: CallDeadline,
  ): Promise<CalendarEntry | undefined> {
    const by = blockingEntry(entries, claim)
    const mayBeHold = by?.status === 'tentative' && by.mark === undefined && this.#items.record.markedViews !== 'kept'
    return mayBeHold
      ? blockingEntry([...(await this.#fetch(entries, deadline)), ...entries.filter(isOther)], claim)
      : by
  }

  async #look(claim: Window & Pick<Claim, 'key'>, deadline: CallDeadline): Promise<Surroundings> {
    const [inWindow, { entries: withKey, series }] = await inParallel(deadline.signal, (either) => [
      deadline.retry((signal) => this.#items.inWindow(claim, signal), undefined, either),
      deadline.retry((signal) => this.#items.withKey(claim.key, signal), undefined, either),
    ])
    // The search by key goes last, because a view may lack our properties.
    const entries = new Map([...inWindow, ...withKey].map((entry) => [entry.id, entry]))
    const mayHideSeries = await this.#mayHideSeries(series, deadline)
    return { inWindow, withKey, entries: [...entries.values()], mayHideSeries }
  }

  /**
   * Compares a view of the weeks around the window with free/busy, once for each server. Time that free/busy shows twice in a row and the
   * view doesn't belongs to a series that the server doesn't expand. Free/busy knows the default calendar alone.
   */
  async #compareViews({ start, end }: Window, deadline: CallDeadline): Promise<void> {
    const { record, isDefault } = this.#items
    if (!isDefault || record.comparedViews || record.expandedViews !== 'unknown') return
    const weeks = { start: new Date(start.getTime() - WEEKS_MS), end: new Date(end.getTime() + WEEKS_MS) }
    for (let looks = 0; looks < LOOKS_AT_HIDDEN_TIME && (await this.#hidesTime(weeks, deadline)); looks += 1) {
      if (looks === LOOKS_AT_HIDDEN_TIME - 1) record.expandedViews = 'ignored'
      else await deadline.pause(looks)
    }
    record.comparedViews = true
  }

  async #hidesTime(window: Window, deadline: CallDeadline): Promise<boolean> {
    const { record } = this.#items
    try {
      const [view, periods] = await inParallel(deadline.signal, (signal) => [
        this.#items.inWindow(window, signal),
        this.#items.busyTimes(window, signal),
      ])
      return record.expandedViews === 'unknown' && hiddenTime(periods, view, window).length > 0
    } catch (error) {
      deadline.signal.throwIfAborted()
      // A window with too much in it, or a mailbox without free/busy, shows nothing. The search for series remains.
      if (!(error instanceof EwsError)) throw error
      return false
    }
  }

  /**
   * A view of a series' first occurrence shows whether the server expands series.
   *
   * @throws UnreliableServerError if it doesn't, and this isn't the default calendar: nothing shows the occurrences there
   */
  async #mayHideSeries(series: Window | 'unknown' | undefined, deadline: CallDeadline): Promise<boolean> {
    const { record } = this.#items
    if (typeof series === 'object' && record.expandedViews === 'unknown') {
      await deadline.retry((signal) => this.#items.inWindow(series, signal))
    }
    const mayHide = record.expandedViews === 'ignored' || (record.expandedViews === 'unknown' && series !== undefined)
    if (!mayHide || this.#items.isDefault) return mayHide
    await deadline.retry((signal) => this.#items.checkExpansion(signal))
    return false
  }

  /** Reads entries again by their ids, which returns our properties from every server. Items of other kinds stay as they are. */
  async #fetch(
    entries: readonly Pick<CalendarEntry, 'id' | 'otherKind'>[],
    deadline: CallDeadline,
  ): Promise<CalendarEntry[]> {
    const ids = new Set(entries.filter(({ otherKind }) => otherKind === undefined).map(({ id }) => id))
    return deadline.retry((signal) => this.#items.get([...ids], signal))
  }

  /** Looks at the surroundings until the hold has served its purpose or can't. */
  async #settle(attempt: Attempt): Promise<Step<BookedItem>> {
    const { hold, purpose, deadline } = attempt
    let version: ItemVersion = hold
    let outcome: Outcome = 'look'
    try {
      await keepsConditionalUpdates(hold, this.#items, deadline.retry.bind(deadline))
      for (let looks = 0; outcome === 'look'; looks += 1) {
        if (looks > 0) await deadline.pause(looks - 1)
        const view = await this.#lookFrom(attempt)
        if (typeof view === 'object') version = view.own
        outcome = typeof view === 'object' ? await this.#proceed(view, attempt) : view
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
   * Reads the surroundings of a hold. Returns `again` if the hold is gone, and `look` if the answers can't be used: they don't contain the
   * hold, so they were read too early or from another replica.
   */
  async #lookFrom({ hold, claim, deadline }: Attempt): Promise<HoldView | 'look' | 'again'> {
    const { inWindow, withKey, entries, mayHideSeries } = await this.#look(claim, deadline)
    const own = findHold(hold, inWindow)
    // A server that doesn't understand the search for key or series may find nothing.
    if (findHold(hold, withKey) === undefined) this.#items.record.seriesSearch = 'refused'
    if (own !== undefined) return withKey.some(({ id }) => id === own.id) ? { own, entries, mayHideSeries } : 'look'
    const items = await this.#fetch([...entries, hold], deadline)
    const item = findHold(hold, items)
    if (item === undefined) return 'again'
    if (wasMoved(item, claim)) return { own: item, entries: [], mayHideSeries }
    // The fetched items stand for the view only if none has changed since.
    const versions = new Set(items.map(({ id, changeKey }) => `${id} ${changeKey}`))
    const others = inWindow.filter(isOther)
    const isView = inWindow.every((entry) => isOther(entry) || versions.has(`${entry.id} ${entry.changeKey}`))
    const isSeen = [inWindow, withKey].every((seen) => seen.some(({ id }) => id === item.id))
    return isView && isSeen ? { own: item, entries: [...items, ...others], mayHideSeries } : 'look'
  }

  /** Takes one step from a hold's view of its surroundings. */
  async #proceed(view: HoldView, attempt: Attempt): Promise<Outcome> {
    const { own, entries } = view
    const { hold, claim, purpose, deadline } = attempt
    const isStale = (entry: MarkedEntry) =>
      this.#creation.hasGivenUp(entry) ||
      own.created.getTime() + (this.#runtime.now() - hold.since) - entry.created.getTime() > HOLD_LIFE_MS
    const decision = decide(own, entries, claim, isStale)
    const wouldWithdraw = decision.next === 'give way' || decision.next === 'taken'
    if (purpose.isCommitted && wouldWithdraw) return this.#fulfil(own, purpose, deadline)
    switch (decision.next) {
      case 'done':
        return this.#outcomeOf(() => purpose.finish(own, deadline.signal), deadline)
      case 'taken':
        return { failure: new SlotTakenError(decision.by) }
      case 'begin again':
        return 'again'
      case 'remove':
        await this.#remove(decision.entry, own, deadline)
        return 'look'
      case 'give way':
        return { wait: () => this.#untilResolved(decision.to, isStale, deadline) }
      case 'wait':
        return 'look'
      case 'confirm':
        return (await this.#hiddenTime(view, attempt)) ?? this.#fulfil(own, purpose, deadline)
    }
  }

  /** A copy of our own hold, or one that we have given up, is never confirmed by anybody, so it needs no conditional update. */
  async #remove(entry: MarkedEntry, own: MarkedEntry, deadline: CallDeadline): Promise<void> {
    const isOurs = entry.mark.attempt === own.mark.attempt || this.#creation.hasGivenUp(entry)
    if (isOurs) await discardHold(entry, this.#items)
    else await removeHold(entry, this.#items, deadline)
  }

  /** Free/busy knows the occurrences of series that a view may hide. Whatever no entry of the view explains is one of them. */
  async #hiddenTime({ entries, mayHideSeries }: HoldView, attempt: Attempt): Promise<Outcome | undefined> {
    if (!mayHideSeries) return undefined
    const { claim, deadline } = attempt
    const periods = await deadline.retry((signal) => this.#items.busyTimes(claim, signal))
    const hidden = hiddenTime(periods, entries, claim).find((period) => claim.blocks(period))
    if (hidden === undefined) return undefined
    attempt.looksAtHiddenTime += 1
    return attempt.looksAtHiddenTime < LOOKS_AT_HIDDEN_TIME ? 'look' : { failure: new SlotTakenError(hidden) }
  }

  #fulfil(own: MarkedEntry, purpose: Purpose, deadline: CallDeadline): Promise<Outcome> {
    return this.#outcomeOf(() => purpose.fulfil(own, deadline.signal), deadline)
  }

  /** If the outcome of a request is in doubt, the next look tells. */
  async #outcomeOf(step: () => Promise<Fulfilment>, deadline: CallDeadline): Promise<Outcome> {
    try {
      const outcome = await step()
      return typeof outcome === 'object' ? { booked: outcome } : outcome
    } catch (error) {
      if (deadline.signal.aborted || !(error instanceof EwsError) || !isTransient(error)) throw error
      await deadline.backOff(error, 0)
      return 'look'
    }
  }

  async #untilResolved(
    hold: MarkedEntry,
    isStale: (entry: MarkedEntry) => boolean,
    deadline: CallDeadline,
  ): Promise<void> {
    for (let looks = 0; ; looks += 1) {
      await deadline.pause(looks)
      const [now] = await this.#fetch([hold], deadline)
      if (now === undefined || !isHold(now)) return
      if (isStale(now)) await removeHold(now, this.#items, deadline)
    }
  }
}

const isOther = ({ otherKind }: Pick<CalendarEntry, 'otherKind'>): boolean => otherKind !== undefined
