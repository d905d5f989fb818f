import { overlaps, type Window } from '../window'
import type { BookingState } from './booking-property'
import type { CalendarEntry } from './calendar-items'

/** An item that `book` has made. */
export type MarkedEntry = CalendarEntry & { readonly mark: NonNullable<CalendarEntry['mark']> }

export const isMarked = (entry: CalendarEntry): entry is MarkedEntry => entry.mark !== undefined

type EntryInState<State extends BookingState> = MarkedEntry & { readonly mark: { readonly state: State } }

const isHold = (entry: CalendarEntry): entry is EntryInState<'hold'> => entry.mark?.state === 'hold'

export const isConfirmed = (entry: CalendarEntry): entry is EntryInState<'confirmed'> =>
  entry.mark?.state === 'confirmed'

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
export const sameBooking = (entries: readonly CalendarEntry[], { key, moved }: Claim): MarkedEntry | undefined =>
  moved === undefined
    ? entries.find((entry): entry is EntryInState<'confirmed'> => isConfirmed(entry) && entry.mark.key === key)
    : undefined

/** How holds are ordered: by key, and among those of one key by their attempts, which are random and the same for every reader. */
const precedes = ({ mark: first }: MarkedEntry, { mark: second }: MarkedEntry): boolean =>
  first.key === second.key ? first.attempt < second.attempt : first.key < second.key

/** What is to be done next with a hold. */
export type Decision =
  /** It has become an appointment, though nobody has heard of it. */
  | { readonly next: 'done' }
  /** Its time is taken. */
  | { readonly next: 'taken'; readonly by: CalendarEntry }
  /** It was taken for dead and is void, or somebody has made this very booking meanwhile. */
  | { readonly next: 'begin again' }
  /** A hold whose owner must have died is in the way, or one that is void. */
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
  isStale: (entry: CalendarEntry) => boolean,
): Decision {
  if (isConfirmed(own)) return { next: 'done' }
  if (own.mark.state === 'void' || sameBooking(entries, claim) !== undefined) return { next: 'begin again' }
  const by = taker(entries, claim)
  if (by !== undefined) return { next: 'taken', by }
  const others = entries.filter(isMarked).filter(({ mark }) => mark.attempt !== own.mark.attempt)
  const dead = others.find((entry) => entry.mark.state === 'void' || (isHold(entry) && isStale(entry)))
  if (dead !== undefined) return { next: 'remove', entry: dead }
  const holds = others.filter(isHold)
  const smaller = holds.find((hold) => precedes(hold, own))
  if (smaller !== undefined) return { next: 'give way', to: smaller }
  return { next: holds.length > 0 ? 'wait' : 'confirm' }
}
