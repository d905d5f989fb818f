import { overlaps, type Window } from '../window'
import type { BookingState } from './booking-property'
import type { CalendarEntry } from './calendar-items'

type Known<Property> = NonNullable<Property>

/** An item that `book` has made. */
export type MarkedEntry = CalendarEntry & {
  readonly mark: Known<CalendarEntry['mark']>
  readonly created: Known<CalendarEntry['created']>
}

export const isMarked = (entry: CalendarEntry): entry is MarkedEntry =>
  entry.mark !== undefined && entry.created !== undefined

type EntryInState<State extends BookingState> = MarkedEntry & { readonly mark: { readonly state: State } }

export const isHold = (entry: CalendarEntry): entry is EntryInState<'hold'> =>
  isMarked(entry) && entry.mark.state === 'hold'

export const isConfirmed = (entry: CalendarEntry): entry is EntryInState<'confirmed'> =>
  isMarked(entry) && entry.mark.state === 'confirmed'

/** What somebody wants to have, and what keeps others from it. */
export interface Claim extends Window {
  readonly key: string
  /** Whether an appointment that this library hasn't made takes its time. */
  readonly blocks: (entry: CalendarEntry) => boolean
  /** The id of the booking that is to have the time, where there is one: it is in nobody's way. */
  readonly moved?: string | undefined
}

/** What keeps a claim from its time for good; `undefined` where nothing does. Holds don't: they may come to nothing. */
export const taker = (entries: readonly CalendarEntry[], claim: Claim): CalendarEntry | undefined =>
  entries.find((entry) => {
    if (entry.id === claim.moved || !overlaps(entry, claim)) return false
    if (entry.mark === undefined) return claim.blocks(entry)
    return isConfirmed(entry) && (claim.moved !== undefined || entry.mark.key !== claim.key)
  })

/** The booking with the claim's key, where the claim is to make one. */
export const sameBooking = (
  entries: readonly CalendarEntry[],
  { key, moved }: Pick<Claim, 'key' | 'moved'>,
): MarkedEntry | undefined =>
  moved === undefined
    ? entries.find((entry): entry is EntryInState<'confirmed'> => isConfirmed(entry) && entry.mark.key === key)
    : undefined

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

const areWithin = (distanceMs: number, first: Window, second: Window): boolean =>
  Math.abs(first.start.getTime() - second.start.getTime()) < distanceMs &&
  Math.abs(first.end.getTime() - second.end.getTime()) < distanceMs

/** Whether an item has these times, as far as Exchange keeps them: in whole seconds. */
export const isAt = (entry: Window, window: Window): boolean => areWithin(SECOND_MS, entry, window)

/** Whether somebody has moved a hold by hand, which Outlook does by whole minutes. Less may be the server's rounding. */
export const isElsewhere = (hold: Window, claim: Window): boolean => !areWithin(MINUTE_MS, hold, claim)

/** How holds are ordered: by key, and among those of one key by their attempts, which are random and the same for every reader. */
const precedes = ({ mark: first }: MarkedEntry, { mark: second }: MarkedEntry): boolean =>
  first.key === second.key ? first.attempt < second.attempt : first.key < second.key

/** What nobody will ever confirm. */
const isNobodys = ({ mark }: MarkedEntry, own: MarkedEntry): boolean =>
  mark.state === 'void' || mark.attempt === own.mark.attempt

/** What is to be done next with a hold. */
export type Decision =
  /** It has become an appointment, though nobody has heard of it. */
  | { readonly next: 'done' }
  /** Its time is taken. */
  | { readonly next: 'taken'; readonly by: CalendarEntry }
  /** It was taken for dead and is void, somebody has moved it by hand, or has made this very booking meanwhile. */
  | { readonly next: 'begin again' }
  /** A hold whose owner must have died is in the way, one that is void, or a copy that somebody has made by hand. */
  | { readonly next: 'remove'; readonly entry: MarkedEntry }
  /** A smaller hold goes first. */
  | { readonly next: 'give way'; readonly to: MarkedEntry }
  /** Larger holds are to give way. */
  | { readonly next: 'wait' }
  | { readonly next: 'confirm' }

/**
 * The rules of hold and confirm. `entries` were read when the hold was there; so of two overlapping holds whoever came second has seen the
 * other, and neither is confirmed past the other.
 *
 * @param isStale whether a hold is older than holds live
 */
export function decide(
  own: MarkedEntry,
  entries: readonly CalendarEntry[],
  claim: Claim,
  isStale: (entry: MarkedEntry) => boolean,
): Decision {
  if (isConfirmed(own)) return { next: 'done' }
  if (own.mark.state === 'void' || isElsewhere(own, claim)) return { next: 'begin again' }
  if (sameBooking(entries, claim) !== undefined) return { next: 'begin again' }
  const by = taker(entries, claim)
  if (by !== undefined) return { next: 'taken', by }
  const others = entries.filter(isMarked).filter((entry) => entry.id !== own.id && !isConfirmed(entry))
  const dead = others.find((entry) => isNobodys(entry, own) || isStale(entry))
  if (dead !== undefined) return { next: 'remove', entry: dead }
  const smaller = others.find((hold) => precedes(hold, own))
  if (smaller !== undefined) return { next: 'give way', to: smaller }
  return { next: others.length > 0 ? 'wait' : 'confirm' }
}
