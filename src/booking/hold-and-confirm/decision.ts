import type { Status } from '../calendar/status'
import { differByLess, overlaps, type Window } from '../calendar/window'
import { type CalendarEntry, type ConfirmedEntry, isConfirmed, isMarked, type MarkedEntry } from './calendar-entry'

/** The time that a call wants, and what blocks it. */
export interface Claim extends Window {
  readonly key: string
  /** Whether an appointment that `book` hasn't made blocks the time. */
  readonly blocks: (entry: { readonly status: Status }) => boolean
  /** The id of the item that is to move here, or to become a booking, if there is one. It never blocks itself. */
  readonly movingId?: string | undefined
  /** Whether that item is to become a booking, so that no other one may have its key. */
  readonly isAdoption?: boolean | undefined
  /** Whether it may overlap others. It still meets those with its key. */
  readonly isUnguarded?: boolean | undefined
}

/** Returns an entry that blocks the claim for good, or `undefined`. Holds never do: they may still be withdrawn. */
export const blockingEntry = (entries: readonly CalendarEntry[], claim: Claim): CalendarEntry | undefined =>
  entries.find((entry) => {
    if (entry.id === claim.movingId || !overlaps(entry, claim)) return false
    if (entry.mark === undefined) return entry.otherKind !== undefined || claim.blocks(entry)
    const isOfOtherKey = entry.otherCalendar !== undefined || entry.mark.key !== claim.key
    return isConfirmed(entry) && (claim.movingId !== undefined || isOfOtherKey)
  })

/**
 * Returns the existing booking with the claim's key, if the claim is for a new booking. Each calendar has keys of its own. Of several, the
 * oldest is meant: people copy appointments by hand, and the copies have the key too.
 */
export const bookingWithKey = (
  entries: readonly CalendarEntry[],
  { key, movingId, isAdoption = false }: Pick<Claim, 'key' | 'movingId' | 'isAdoption'>,
): ConfirmedEntry | undefined =>
  movingId === undefined || isAdoption
    ? entries
        .filter(({ id, otherCalendar }) => id !== movingId && otherCalendar === undefined)
        .filter((entry): entry is ConfirmedEntry => isConfirmed(entry) && entry.mark.key === key)
        .sort((first, second) => first.created.getTime() - second.created.getTime())[0]
    : undefined

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

/** Whether an item has these times, to the second: Exchange stores no fractions. */
export const isAt = (entry: Window, window: Window): boolean => differByLess(SECOND_MS, entry, window)

/** Whether somebody has moved a hold by hand. Outlook moves by whole minutes; a smaller difference may be the server's rounding. */
export const wasMoved = (hold: Window, claim: Window): boolean => !differByLess(MINUTE_MS, hold, claim)

/** Orders holds by key, then by attempt. Attempts are random and the same for every reader. */
const precedes = ({ mark: first }: MarkedEntry, { mark: second }: MarkedEntry): boolean =>
  first.key === second.key ? first.attempt < second.attempt : first.key < second.key

/** Whether nobody will ever confirm this hold: it is void, or a copy of our own. */
const isAbandoned = ({ mark }: MarkedEntry, own: MarkedEntry): boolean =>
  mark.state === 'void' || mark.attempt === own.mark.attempt

/** The next step of a call that has a hold. */
export type Decision =
  /** The hold is confirmed already; the answer to that request was lost. */
  | { readonly next: 'done' }
  | { readonly next: 'taken'; readonly by: CalendarEntry }
  /** The hold is void, was moved by hand, or another call has made this booking meanwhile. */
  | { readonly next: 'begin again' }
  /** An abandoned hold blocks the time: its process is dead, it is void, or it is a copy of our own. */
  | { readonly next: 'remove'; readonly entry: MarkedEntry }
  /** A smaller hold goes first. */
  | { readonly next: 'give way'; readonly to: MarkedEntry }
  /** Larger holds will give way. */
  | { readonly next: 'wait' }
  | { readonly next: 'confirm' }

/**
 * The rules of hold and confirm. `entries` must be read after the hold was created. The later one of two overlapping holds has then seen
 * the earlier one, and no rule lets it confirm past that.
 *
 * @param isStale whether a hold is older than the life of a hold
 */
export function decide(
  own: MarkedEntry,
  entries: readonly CalendarEntry[],
  claim: Claim,
  isStale: (entry: MarkedEntry) => boolean,
): Decision {
  if (isConfirmed(own)) return { next: 'done' }
  if (own.mark.state === 'void' || wasMoved(own, claim)) return { next: 'begin again' }
  if (bookingWithKey(entries, claim) !== undefined) return { next: 'begin again' }
  const by = blockingEntry(entries, claim)
  if (by !== undefined) return { next: 'taken', by }
  const others = entries.filter(isMarked).filter((entry) => entry.id !== own.id && !isConfirmed(entry))
  const abandoned = others.find((entry) => isAbandoned(entry, own) || isStale(entry))
  if (abandoned !== undefined) return { next: 'remove', entry: abandoned }
  const smaller = others.find((hold) => precedes(hold, own))
  if (smaller !== undefined) return { next: 'give way', to: smaller }
  return { next: others.length > 0 ? 'wait' : 'confirm' }
}
