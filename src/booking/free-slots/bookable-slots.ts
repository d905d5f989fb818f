import type { EwsError } from 'ews-booking'
import { checkNames, type NamesOf } from '../argument/names'
import type { Window } from '../calendar/window'
import type { BusyPeriod } from '../free-busy/busy-period'
import { answerAbout, checkMailboxes, type MailboxFreeBusy } from '../free-busy/free-busy'
import { freeSlotsIn } from './free-slots'
import { checkOptions, FREE_SLOTS_OPTIONS, type FreeSlotsOptions } from './options'

/** A calendar whose times couldn't be read. */
export interface UnknownCalendar {
  readonly mailbox: string
  /** Why: `EwsResponseError` with Exchange's code, or `EwsProtocolError` for an unusable answer. */
  readonly error: EwsError
}

/** A time that can be booked. */
export interface BookableSlot extends Window {
  /** The SMTP addresses of the calendars that are free. */
  readonly calendars: readonly string[]
  /** With `mode: 'any'`, the calendars whose times are unknown, the same in every slot. They may be free too. Missing if there are none. */
  readonly unknown?: readonly UnknownCalendar[] | undefined
}

/** Which slots to find, in which calendars. */
export interface BookableSlotsOptions extends Omit<FreeSlotsOptions, 'timeZone' | 'treatAsBusy'> {
  /** SMTP addresses of mailboxes. Defaults to this calendar's own, which stands for this calendar. The others are default calendars. */
  readonly calendars?: readonly string[] | undefined
  /** IANA name of a time zone. Defaults to the calendar's own. */
  readonly timeZone?: string | undefined
  /**
   * The statuses that block in addition to `busy`, `outOfOffice` and `unknown`, which always do. Defaults to the calendar's own
   * `treatAsBusy`, which `book` follows.
   */
  readonly treatAsBusy?: FreeSlotsOptions['treatAsBusy']
}

const BOOKABLE_SLOTS_OPTIONS: NamesOf<BookableSlotsOptions> = { ...FREE_SLOTS_OPTIONS, calendars: true }

/** @throws EwsRequestError if it isn't an object, or has a name that isn't known */
export const checkSlotsOptions = (options: BookableSlotsOptions): void =>
  checkNames<BookableSlotsOptions>('options', options, BOOKABLE_SLOTS_OPTIONS)

/**
 * Returns the slots in which all of the calendars are free, or any one. A calendar whose times are unknown is never free. Where any one
 * will do, the others are answered for.
 *
 * @param ask returns the busy times of the calendars in the given window, which includes the buffers
 * @throws EwsRequestError with the path of the option that is wrong, the errors of `ask`, and the error of an unknown calendar if all of
 * them must be free, or no other one is
 */
export async function bookableSlots(
  { calendars, ...options }: FreeSlotsOptions & { readonly calendars: readonly string[] },
  ask: (window: Window) => Promise<ReadonlyMap<string, MailboxFreeBusy>>,
): Promise<BookableSlot[]> {
  checkMailboxes('calendars', calendars)
  const { start, end, bufferBefore, bufferAfter, mode } = checkOptions(options)
  const answers = await ask({ start: new Date(start - bufferBefore), end: new Date(end + bufferAfter) })
  const { known, unknown } = sorted(calendars, answers)
  const [failed] = unknown
  if (failed !== undefined && (mode === 'all' || known.length === 0)) throw failed.error
  const slots = freeSlotsIn({ ...options, calendars: known.map(({ periods }) => periods) })
  if (failed !== undefined && slots.length === 0) throw failed.error
  return slots.map(({ start, end, calendars: free }) => ({
    start,
    end,
    calendars: free.flatMap((position) => known[position]?.mailbox ?? []),
    ...(failed === undefined ? {} : { unknown }),
  }))
}

function sorted(calendars: readonly string[], answers: ReadonlyMap<string, MailboxFreeBusy>) {
  const known: { readonly mailbox: string; readonly periods: readonly BusyPeriod[] }[] = []
  const unknown: UnknownCalendar[] = []
  for (const mailbox of calendars) {
    const { periods, error } = answerAbout(answers, mailbox)
    if (error !== undefined) unknown.push({ mailbox, error })
    else known.push({ mailbox, periods })
  }
  return { known, unknown }
}
