import type { CallOptions } from 'ews-booking'
import { checkedDescription } from './appointment/checked-appointment'
import { checkCallOptions } from './argument/call-options'
import { invalid } from './argument/invalid-argument'
import type { NamesOf } from './argument/names'
import type { ChangeOptions } from './booking-change'
import type { Cancellation } from './cancellation'
import type { Notify } from './rooms'

/** Options of the methods that change the calendar. */
export interface BookingOptions extends CallOptions {
  /**
   * Milliseconds until the call gives up, including the time that it waits for others who book the same time. Defaults to 90,000, because
   * the hold of a process that has died blocks for a minute.
   */
  readonly deadlineMs?: number | undefined
}

/** Options of `book`, `update` and `reschedule`. */
export interface ChangingOptions extends BookingOptions {
  /**
   * Who hears of it by mail from Exchange: `all` guests whom it concerns, or `none`, for products that send their own mail. `none` is
   * refused for appointments with rooms, which hear of everything by mail alone. Defaults to `all`.
   */
  readonly notify?: Notify | undefined
  /**
   * `none` gives up the guard against overlaps, for deliberate ones: seats, or a class. There is still one appointment for each key. Calls
   * with the guard don't overlap what was booked without it, unless both run at the same moment. Defaults to `all`.
   */
  readonly guard?: 'all' | 'none' | undefined
}

/** Options of `adopt`. */
export type AdoptingOptions = Omit<ChangingOptions, 'notify'>

/** Options of `cancel`. */
export interface CancelOptions extends BookingOptions {
  /** Who hears of it by mail from Exchange, as in `book`. Defaults to `all`. */
  readonly notify?: Notify | undefined
  /** What the guests read in the cancellation: plain text, or HTML as `{ html }`. At most a million characters. Defaults to nothing. */
  readonly message?: string | { readonly html: string } | undefined
}

export const BOOKING_OPTIONS: NamesOf<BookingOptions> = { signal: true, deadlineMs: true }

const ADOPTING_OPTIONS: NamesOf<AdoptingOptions> = { ...BOOKING_OPTIONS, guard: true }

const CHANGING_OPTIONS: NamesOf<ChangingOptions> = { ...ADOPTING_OPTIONS, notify: true }

const CANCEL_OPTIONS: NamesOf<CancelOptions> = { ...BOOKING_OPTIONS, notify: true, message: true }

/** @throws EwsRequestError naming the option that is wrong */
export function checkedChangeOptions(options: ChangingOptions): ChangeOptions {
  checkCallOptions(options, CHANGING_OPTIONS)
  return { notify: checkedNotify(options.notify), isUnguarded: isUnguarded(options.guard) }
}

/** @throws EwsRequestError naming the option that is wrong */
export function checkedAdoptingOptions(options: AdoptingOptions): Pick<ChangeOptions, 'isUnguarded'> {
  checkCallOptions(options, ADOPTING_OPTIONS)
  return { isUnguarded: isUnguarded(options.guard) }
}

function isUnguarded(guard: unknown = 'all'): boolean {
  if (guard !== 'all' && guard !== 'none') throw invalid('guard', "must be 'all' or 'none'")
  return guard === 'none'
}

/** @throws EwsRequestError naming the option that is wrong */
export function checkedCancellation(options: CancelOptions): Cancellation {
  checkCallOptions(options, CANCEL_OPTIONS)
  const notify = checkedNotify(options.notify)
  const message = checkedDescription('message', options.message)
  if (notify === 'none' && message !== undefined) throw invalid('message', "needs notify: 'all', the default")
  return { notify, message }
}

function checkedNotify(notify: unknown = 'all'): Notify {
  if (notify === 'all' || notify === 'none') return notify
  throw invalid('notify', "must be 'all' or 'none'")
}
