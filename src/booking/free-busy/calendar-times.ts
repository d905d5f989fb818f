import { type CallOptions, type EwsClient, EwsError, type ItemFieldURI } from 'ews-booking'
import type { CalendarAddress } from '../calendar/calendar-folder'
import { type FoundItem, searchCalendar } from '../calendar/calendar-search'
import { aboutMailbox } from '../calendar/named-error'
import { checkExpansion } from '../calendar/series-search'
import { serverRecord } from '../calendar/server-record'
import { statusOf } from '../calendar/status'
import { byStart, checkWindow, type Window } from '../calendar/window'
import { inParallel } from '../concurrency'
import { type BusyPeriod, joined, mergePeriods } from './busy-period'
import { answerAbout, checkMailboxes, type FreeBusyOptions, freeBusyOf, type MailboxFreeBusy } from './free-busy'

/** What it takes to tell when a calendar is free. The last one tells whether series are expanded. */
const PROPERTIES: readonly ItemFieldURI[] = [
  'calendar:Start',
  'calendar:End',
  'calendar:LegacyFreeBusyStatus',
  'calendar:CalendarItemType',
]

/**
 * Returns when a calendar other than the default one isn't free. Free/busy doesn't know it, so a calendar view is asked for times and statuses
 * only, and no title leaves the server. The account needs the right to read the calendar.
 *
 * @throws UnreliableServerError if the calendar has series that its views don't show
 */
export async function calendarTimes(
  client: EwsClient,
  calendar: CalendarAddress,
  window: Window,
  { signal }: CallOptions,
): Promise<BusyPeriod[]> {
  const [items] = await inParallel(signal, (either) => [
    searchCalendar(client, calendar, window, PROPERTIES, either),
    checkExpansion(client, calendar, serverRecord(client), either),
  ])
  return joined([items.flatMap(busyPeriod)], window)
}

function busyPeriod({ start, end, otherKind, legacyFreeBusyStatus }: FoundItem): BusyPeriod[] {
  const status = otherKind === undefined ? statusOf(legacyFreeBusyStatus) : 'unknown'
  return status === 'free' ? [] : [{ start, end, status }]
}

/** The calendar of a `BookingCalendar`, and the other calendars whose times block it. */
export interface GuardedCalendar extends CalendarAddress {
  readonly alsoBusy: readonly CalendarAddress[]
}

/**
 * Does the same as `freeBusyOf`, except that the mailbox of `own` stands for that calendar and those that block it too.
 *
 * @throws EwsRequestError naming the argument that is wrong; and the client's error if a free/busy request as a whole fails
 */
export async function guardedFreeBusyOf(
  client: EwsClient,
  own: GuardedCalendar,
  mailboxes: readonly string[],
  window: Window,
  options: FreeBusyOptions,
): Promise<Map<string, MailboxFreeBusy>> {
  const folders = own.calendar === undefined ? own.alsoBusy : [own, ...own.alsoBusy]
  checkMailboxes('mailboxes', mailboxes)
  const isOwn = (mailbox: string) => mailbox.toLowerCase() === own.mailbox.toLowerCase()
  if (folders.length === 0 || !mailboxes.some(isOwn)) return freeBusyOf(client, mailboxes, window, options)
  checkWindow(window, options.maxDays)
  const asked = own.calendar === undefined ? mailboxes : mailboxes.filter((mailbox) => !isOwn(mailbox))
  const [answers, times] = await inParallel(options.signal, (signal) => [
    freeBusyOf(client, asked, window, { ...options, signal }),
    inParallel(signal, (either) => folders.map((folder) => answerOf(client, folder, window, either))),
  ])
  return new Map(
    mailboxes.map((mailbox) => {
      if (!isOwn(mailbox)) return [mailbox, answerAbout(answers, mailbox)]
      const ofDefault = own.calendar === undefined ? [answerAbout(answers, mailbox)] : []
      return [mailbox, combined([...ofDefault, ...times], options)]
    }),
  )
}

/** The times of several calendars as if they were one. If any of them are unknown, so are all. */
function combined(answers: readonly MailboxFreeBusy[], { merged = false }: FreeBusyOptions): MailboxFreeBusy {
  const { error } = answers.find((answer) => answer.error !== undefined) ?? {}
  if (error !== undefined) return { error }
  const periods = answers.flatMap((answer) => answer.periods ?? []).sort(byStart)
  const { workingHours } = answers.find((answer) => answer.workingHours !== undefined) ?? {}
  return { periods: merged ? mergePeriods(periods) : periods, ...(workingHours && { workingHours }) }
}

async function answerOf(
  client: EwsClient,
  calendar: CalendarAddress,
  window: Window,
  signal: AbortSignal,
): Promise<MailboxFreeBusy> {
  try {
    return { periods: await calendarTimes(client, calendar, window, { signal }) }
  } catch (error) {
    if (signal.aborted || !(error instanceof EwsError)) throw error
    return { error: aboutMailbox(error, calendar.mailbox) }
  }
}
