import { EwsError, EwsRequestError, EwsResponseError } from 'ews-booking'
import { agree, contain } from '../appointment/details'
import { BookingKeyReusedError, SlotTakenError } from '../booking-error'
import { isTransient } from '../calendar/failure'
import { hiddenTime } from '../calendar/hidden-time'
import type { Window } from '../calendar/window'
import { inParallel } from '../concurrency'
import { type Alteration, bookingGone, ConditionalChange, holdItem, type Plan, unsafeChange } from './alteration'
import type { BookingMark } from './booking-property'
import { type CalendarEntry, type ItemVersion, isConfirmed, isHold, isMarked, type MarkedEntry } from './calendar-entry'
import { type CalendarItems, type FoundEntry, propertyUpdates } from './calendar-items'
import type { CallDeadline } from './call-deadline'
import { keepsConditionalUpdates, newVersion } from './conditional-updates'
import { Confirmation, type NewAppointment } from './confirmation'
import { blockingEntry, bookingWithKey, type Claim, decide, wasMoved } from './decision'
import { findHold, type Hold, HoldCreation, type HoldItem } from './hold-creation'
import { discardHold, removeHold } from './hold-removal'
import type { BookedItem, Fulfilment, Purpose } from './purpose'
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
  /** Whether the booking may overlap others. It is still the only one with its key. */
  readonly isUnguarded?: boolean | undefined
  /** A condition besides the calendar: it rejects if it isn't met. */
  readonly check?: ((signal: AbortSignal) => Promise<void>) | undefined
}

/** A time to look at, and whose it is to be. */
type Look = Window & Pick<Claim, 'key' | 'isUnguarded'>

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
  /** The entries of other calendars that block this one. */
  readonly elsewhere: readonly CalendarEntry[]
  /** All of them. */
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
  readonly #others: readonly CalendarItems[]
  readonly #runtime: Runtime
  readonly #creation: HoldCreation

  /** @param others the calendars whose appointments block too */
  constructor(items: CalendarItems, runtime: Runtime, others: readonly CalendarItems[] = []) {
    this.#items = items
    this.#others = others
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
   * Changes a booking, or makes one of an appointment. A booking leaves its old time only once it has won the new one, so nothing ever has to be
   * restored.
   *
   * @throws SlotTakenError
   * @throws UnreliableServerError
   */
  alter(alteration: Alteration, deadline: CallDeadline): Promise<BookedItem> {
    return this.#rounds(deadline, () => this.#alterOnce(alteration, deadline))
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
    const { entries } = await this.#look(booking, deadline)
    const confirmation = new Confirmation(booking, this.#items)
    const known = bookingWithKey(entries, booking)
    if (known !== undefined && !isSame(known.mark, booking)) throw new BookingKeyReusedError(booking.key)
    // On a server that hasn't shown that it sets the status, this may be a booking whose call ended before that was put right.
    const isTentative = known?.status === 'tentative' && this.#items.record.statusUpdates !== 'kept'
    const mayBeUnfinished = isTentative && hasNewest(known.mark, booking)
    if (known !== undefined && mayBeUnfinished) return this.#finish(known, confirmation, deadline)
    if (known !== undefined) return known
    const isMade = async (signal: AbortSignal) =>
      bookingWithKey((await this.#items.withKey(booking.key, signal)).entries, booking) !== undefined
    if ((await this.#check(booking, isMade, deadline)) === 'again') return 'again'
    return this.#claim(booking, booking, confirmation, entries, deadline)
  }

  /** What is taken may be taken by the appointment itself, if another call for it has succeeded since it was looked for. */
  async #check(
    { check }: Pick<Plan, 'check'>,
    isOutdated: (signal: AbortSignal) => Promise<boolean>,
    deadline: CallDeadline,
  ): Promise<Step<undefined>> {
    try {
      await check?.(deadline.signal)
      return undefined
    } catch (error) {
      if (error instanceof SlotTakenError && (await deadline.retry(isOutdated))) return 'again'
      throw error
    }
  }

  async #finish(known: MarkedEntry, confirmation: Confirmation, deadline: CallDeadline): Promise<Step<BookedItem>> {
    const outcome = await deadline.retry((signal) => confirmation.complete(known, signal), isTransient)
    return typeof outcome === 'object' ? outcome : 'again'
  }

  async #alterOnce(alteration: Alteration, deadline: CallDeadline): Promise<Step<BookedItem>> {
    if (this.#items.record.conditionalUpdates === 'ignored') throw unsafeChange(alteration)
    const { id, properties, blocks, isAdoption } = alteration
    const found = await deadline.retry((signal) => this.#items.readWith(id, properties, signal))
    if (found === undefined) throw bookingGone()
    const plan = alteration.plan(found)
    if (plan === undefined) return this.#unchanged(alteration, found, deadline)
    const hasChanged = async (signal: AbortSignal) => {
      const [now] = await this.#items.get([found.entry.id], signal)
      return now?.changeKey !== found.entry.changeKey
    }
    if ((await this.#check(plan, hasChanged, deadline)) === 'again') return 'again'
    const change = new ConditionalChange(alteration, plan, found, this.#items)
    const { key, window, isUnguarded, isPartial = false } = plan
    const claim = window && { key, ...window, blocks, movingId: found.entry.id, isAdoption, isUnguarded }
    const outcome =
      claim === undefined
        ? await this.#change(change, found, alteration, deadline)
        : await this.#claimFor(claim, plan, change, deadline)
    return isPartial ? 'again' : outcome
  }

  /** Keeps the new time for an item by a hold, and changes the item then. */
  async #claimFor(
    claim: Claim & { readonly movingId: string },
    { hold }: Plan,
    change: ConditionalChange,
    deadline: CallDeadline,
  ): Promise<Step<BookedItem>> {
    const { entries, inWindow, withKey } = await this.#look(claim, deadline)
    if (claim.isAdoption === true) {
      if (bookingWithKey(entries, claim) !== undefined) throw new BookingKeyReusedError(claim.key)
      if (inWindow.every(({ id }) => id !== claim.movingId)) throw notInCalendar()
    } else if (withKey.every(({ id }) => id !== claim.movingId)) {
      // The next round tells that it is gone. In another calendar, nothing here would guard its new time.
      const isGone = (await this.#fetch([{ id: claim.movingId }], deadline)).length === 0
      if (isGone) return 'again'
      throw bookingElsewhere()
    }
    return this.#claim(claim, hold, change, entries, deadline)
  }

  /**
   * A hold may belong to another move, or to an earlier one whose outcome was unknown. It is stopped, and its hold goes. The booking has its
   * time already, whatever else has been put there since, so it is claimed without guard.
   */
  async #unchanged(alteration: Alteration, found: FoundEntry, deadline: CallDeadline): Promise<Step<BookedItem>> {
    const { entry } = found
    if (!alteration.moves || !isMarked(entry)) return entry
    const { key, fingerprint } = entry.mark
    const { entries } = await deadline.retry((signal) => this.#items.withKey(key, signal))
    if (!entries.some(isHold)) return entry
    const plan: Plan = {
      key,
      window: entry,
      times: { start: entry.start, end: entry.end },
      hold: { fingerprint, hold: holdItem },
      updates: propertyUpdates({ attempt: this.#runtime.randomUUID() }),
      notification: 'SendToNone',
    }
    const { start, end } = entry
    const claim = { key, start, end, blocks: alteration.blocks, movingId: entry.id, isUnguarded: true }
    return this.#claimFor(claim, plan, new ConditionalChange(alteration, plan, found, this.#items), deadline)
  }

  /** Changes an item that keeps its time. The request may be repeated: it names one version. */
  async #change(
    change: ConditionalChange,
    { entry }: FoundEntry,
    alteration: Alteration,
    deadline: CallDeadline,
  ): Promise<Step<BookedItem>> {
    if (this.#items.record.conditionalUpdates === 'unknown') {
      const isKept = await keepsConditionalUpdates(entry, this.#items, deadline.retry.bind(deadline))
      // Finding that out has made a new version of the item.
      if (isKept || this.#items.record.conditionalUpdates === 'unknown') return 'again'
      throw unsafeChange(alteration)
    }
    try {
      return await deadline.retry((signal) => change.apply(signal), isTransient)
    } catch (error) {
      const done = await change.stop()
      if (done !== undefined) return done
      throw error
    }
  }

  async #claim(
    claim: Claim,
    item: HoldItem,
    purpose: Purpose,
    entries: readonly CalendarEntry[],
    deadline: CallDeadline,
  ): Promise<Step<BookedItem>> {
    const by = await this.#blockingEntry(entries, claim, deadline)
    // One with the same key may be the booking itself, if a caller names the calendar among the others. The look from the hold tells.
    const isUncertain = by?.otherCalendar !== undefined && by.mark?.key === claim.key
    if (by !== undefined && !isUncertain) throw new SlotTakenError(by)
    const hold = await this.#creation.create(claim, item, deadline)
    return hold === 'again' ? 'again' : this.#settle({ hold, claim, purpose, deadline, looksAtHiddenTime: 0 })
  }

  /**
   * A server may leave our properties out of its views. What looks like an appointment of somebody else may then be a hold, or the booking of
   * another call with the same key, made since the search for the key.
   */
  async #blockingEntry(
    entries: readonly CalendarEntry[],
    claim: Claim,
    deadline: CallDeadline,
  ): Promise<CalendarEntry | undefined> {
    const by = blockingEntry(entries, claim)
    const isUnmarked = by !== undefined && by.mark === undefined && !isOther(by)
    if (!isUnmarked || this.#items.record.markedViews === 'kept') return by
    try {
      return blockingEntry([...(await this.#fetch(entries, deadline)), ...entries.filter(isOther)], claim)
    } catch (error) {
      // What can't be read takes its time.
      if (error instanceof EwsResponseError && !error.retryable) return by
      throw error
    }
  }

  async #look(claim: Look, deadline: CallDeadline): Promise<Surroundings> {
    const [inWindow, { entries: withKey, series }, others] = await inParallel(deadline.signal, (either) => [
      deadline.retry((signal) => this.#items.inWindow(claim, signal), undefined, either),
      deadline.retry((signal) => this.#items.withKey(claim.key, signal), undefined, either),
      this.#lookElsewhere(claim, deadline, either),
      this.#compareViews(claim, deadline, either),
    ])
    const elsewhere = withoutOwn(others, [...inWindow, ...withKey])
    // The search by key goes last, because a view may lack our properties.
    const all = new Map([...elsewhere, ...inWindow, ...withKey].map((entry) => [entry.id, entry]))
    const mayHideSeries = claim.isUnguarded !== true && (await this.#mayHideSeries(series, deadline))
    return { inWindow, withKey, elsewhere, entries: relevant([...all.values()], claim), mayHideSeries }
  }

  /** The calendars that block this one are looked at after the hold was created, as this one is. */
  async #lookElsewhere(claim: Look, deadline: CallDeadline, either: AbortSignal): Promise<readonly CalendarEntry[]> {
    if (claim.isUnguarded === true) return []
    const views = await inParallel(either, (signal) =>
      this.#others.map((items) => deadline.retry((each) => viewOf(items, claim, each), undefined, signal)),
    )
    return views.flat()
  }

  /**
   * Compares a view of the weeks around the window with free/busy, once for each mailbox, beside its first look. Time that free/busy shows
   * repeatedly and the view doesn't belongs to a series that the server doesn't expand. Free/busy knows the default calendar alone.
   */
  async #compareViews(
    { start, end, isUnguarded = false }: Look,
    deadline: CallDeadline,
    signal: AbortSignal,
  ): Promise<void> {
    const { record, isDefault, calendar } = this.#items
    const isCompared = record.comparedViews.has(calendar.mailbox)
    if (isUnguarded || !isDefault || isCompared || record.expandedViews !== 'unknown') return
    const weeks = { start: new Date(start.getTime() - WEEKS_MS), end: new Date(end.getTime() + WEEKS_MS) }
    for (let looks = 0; looks < LOOKS_AT_HIDDEN_TIME && (await this.#hidesTime(weeks, signal)); looks += 1) {
      if (looks === LOOKS_AT_HIDDEN_TIME - 1) record.expandedViews = 'ignored'
      else await deadline.pause(looks, signal)
    }
    record.comparedViews = new Set([...record.comparedViews, calendar.mailbox])
  }

  async #hidesTime(window: Window, signal: AbortSignal): Promise<boolean> {
    const { record } = this.#items
    try {
      const [view, periods] = await inParallel(signal, (either) => [
        this.#items.inWindow(window, either),
        this.#items.busyTimes(window, either),
      ])
      return record.expandedViews === 'unknown' && hiddenTime(periods, view, window).length > 0
    } catch (error) {
      signal.throwIfAborted()
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
      const proveConditions = await newVersion(hold, this.#items, deadline.retry.bind(deadline))
      for (let looks = 0; outcome === 'look'; looks += 1) {
        if (looks > 0) await deadline.pause(looks - 1)
        const [view] = await inParallel(deadline.signal, (either) => [this.#lookFrom(attempt), proveConditions(either)])
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
    const { inWindow, withKey, elsewhere, entries, mayHideSeries } = await this.#look(claim, deadline)
    const own = findHold(hold, inWindow)
    // A server that doesn't understand the search for key or series may find nothing.
    if (findHold(hold, withKey) === undefined) this.#items.record.seriesSearch = 'refused'
    if (own !== undefined) return withKey.some(({ id }) => id === own.id) ? { own, entries, mayHideSeries } : 'look'
    const fetched = await this.#fetch([...inWindow, ...withKey, ...elsewhere, hold], deadline)
    const item = findHold(hold, fetched)
    if (item === undefined) return 'again'
    if (wasMoved(item, claim)) return { own: item, entries: [], mayHideSeries }
    const calendars = new Map(elsewhere.map(({ id, otherCalendar }) => [id, otherCalendar]))
    const items = fetched.map((entry) => ({ ...entry, otherCalendar: calendars.get(entry.id) }))
    // The fetched items stand for what was found only if none has changed since: an adoption moves a key from its hold to another item.
    const versions = new Set(items.map(({ id, changeKey }) => `${id} ${changeKey}`))
    const view = [...inWindow, ...withKey, ...elsewhere]
    const others = view.filter(isOther)
    const isView = view.every((entry) => isOther(entry) || versions.has(`${entry.id} ${entry.changeKey}`))
    const isSeen = [inWindow, withKey].every((seen) => seen.some(({ id }) => id === item.id))
    if (!isView || !isSeen) return 'look'
    return { own: item, entries: relevant([...items, ...others], claim), mayHideSeries }
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
    else await removeHold(entry, this.#itemsOf(entry), deadline)
  }

  /** The calendar that an entry is in. */
  #itemsOf({ otherCalendar }: CalendarEntry): CalendarItems {
    return this.#others.find(({ calendar }) => calendar.calendar === otherCalendar) ?? this.#items
  }

  /** Free/busy knows the occurrences of series that a view may hide. Whatever no entry of the view explains is one of them. */
  async #hiddenTime({ entries, mayHideSeries }: HoldView, attempt: Attempt): Promise<Outcome | undefined> {
    if (!mayHideSeries) return undefined
    const { claim, deadline } = attempt
    const periods = await deadline.retry((signal) => this.#items.busyTimes(claim, signal))
    const own = entries.filter(({ otherCalendar }) => otherCalendar === undefined)
    const hidden = hiddenTime(periods, own, claim).find((period) => claim.blocks(period))
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
      if (isStale(now)) await removeHold(now, this.#itemsOf(hold), deadline)
    }
  }
}

/** Whether these are the details that the booking has now: nothing has changed them since, on purpose. */
const hasNewest = (known: BookingMark, { details = '' }: HoldItem): boolean =>
  known.details === undefined || contain(known.details, details)

/** A booking is named by the details that it was booked with, and by those that it has now. */
const isSame = (known: BookingMark, { fingerprint, details = '' }: HoldItem): boolean =>
  known.fingerprint === fingerprint || agree(known.details, details)

/** A booking that may overlap others meets those with its key alone. */
const relevant = (entries: readonly CalendarEntry[], { key, isUnguarded = false }: Look): readonly CalendarEntry[] =>
  isUnguarded ? entries.filter(({ mark }) => mark?.key === key) : entries

/** What is in another calendar, and that its views can be relied on. */
async function viewOf(items: CalendarItems, window: Window, signal: AbortSignal): Promise<CalendarEntry[]> {
  const [entries] = await inParallel(signal, (either) => [items.inWindow(window, either), items.checkExpansion(either)])
  return entries.map((entry) => ({ ...entry, otherCalendar: items.calendar.calendar }))
}

/** A caller may name the calendar itself, by its id, among those that block it. Two folders have no item in common. */
function withoutOwn(elsewhere: readonly CalendarEntry[], own: readonly CalendarEntry[]): readonly CalendarEntry[] {
  const ids = new Set(own.map(({ id }) => id).filter((id) => id !== ''))
  const same = new Set(elsewhere.filter(({ id }) => ids.has(id)).map(({ otherCalendar }) => otherCalendar))
  return elsewhere.filter(({ otherCalendar }) => !same.has(otherCalendar))
}

/** An item of another folder, or of Deleted Items. */
const notInCalendar = () =>
  new EwsRequestError({
    message: 'itemId names an item that this calendar does not show at its time',
    hint: 'Pass the id of an appointment in this calendar, as `events` returns it.',
    path: 'itemId',
  })

/** A booking of another calendar or mailbox, which has a `BookingCalendar` of its own. */
const bookingElsewhere = () =>
  new EwsRequestError({
    message: 'booking names an item that is not in this calendar',
    hint: 'Move it by the BookingCalendar of the mailbox and calendar that it was booked in.',
    path: 'booking',
  })

const isOther = ({ otherKind }: Pick<CalendarEntry, 'otherKind'>): boolean => otherKind !== undefined
