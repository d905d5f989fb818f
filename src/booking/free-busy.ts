import { type EwsClient, type EwsError, EwsProtocolError, type GetUserAvailabilityResponse } from 'ews-booking'
import { type Status, statusOf } from './status'
import { byStart, checkWindow, clip, overlaps, type Window } from './window'

/** Some time that isn't free. There is no title in it, because none was asked for. */
export interface BusyPeriod extends Window {
  readonly status: Exclude<Status, 'free'>
}

/** What is known of one mailbox: its periods, or why there are none to be had. */
export type MailboxFreeBusy =
  | { readonly periods: readonly BusyPeriod[]; readonly error?: undefined }
  | { readonly error: EwsError; readonly periods?: undefined }

type FreeBusyResponse = NonNullable<GetUserAvailabilityResponse['freeBusyResponseArray']>[number]

/** Views that list appointments; the others are a string of digits, or nothing. */
const VIEWS_WITH_EVENTS: ReadonlySet<string> = new Set(['FreeBusy', 'FreeBusyMerged', 'Detailed', 'DetailedMerged'])

/**
 * The periods of several mailboxes that aren't free, in one request, so at most 100 mailboxes and as a rule 42 days.
 *
 * @throws EwsRequestError, and what the client throws when the request as a whole fails
 */
export async function freeBusyOf(
  client: EwsClient,
  mailboxes: readonly string[],
  window: Window,
  signal: AbortSignal | undefined,
): Promise<Map<string, MailboxFreeBusy>> {
  checkWindow(window)
  const response = await client.getUserAvailability(
    {
      mailboxDataArray: mailboxes.map((address) => ({ email: { address }, attendeeType: 'Required' })),
      freeBusyViewOptions: { timeWindow: { startTime: window.start, endTime: window.end }, requestedView: 'FreeBusy' },
    },
    { signal },
  )
  const answers = response.freeBusyResponseArray ?? []
  return new Map(mailboxes.map((mailbox, index) => [mailbox, mailboxFreeBusy(answers[index], window)]))
}

function mailboxFreeBusy(answer: FreeBusyResponse | undefined, window: Window): MailboxFreeBusy {
  const error = answer?.responseMessage?.error
  if (error !== undefined) return { error }
  const { freeBusyViewType = [], calendarEventArray = [] } = answer?.freeBusyView ?? {}
  if (!freeBusyViewType.some((view) => VIEWS_WITH_EVENTS.has(view))) return { error: noView(freeBusyViewType) }
  return { periods: calendarEventArray.flatMap((event) => busyPeriod(event, window)).sort(byStart) }
}

type CalendarEvent = NonNullable<NonNullable<FreeBusyResponse['freeBusyView']>['calendarEventArray']>[number]

function busyPeriod({ startTime, endTime, busyType }: CalendarEvent, window: Window): BusyPeriod[] {
  const period = { start: startTime, end: endTime }
  const status = statusOf(busyType)
  return status === 'free' || !overlaps(period, window) ? [] : [{ ...clip(period, window), status }]
}

/** No list of appointments isn't an empty list: the mailbox may be busy all day. */
function noView(granted: readonly string[]): EwsError {
  return new EwsProtocolError({
    message: `GetUserAvailability failed: the server gives no free/busy times (view: ${granted.join(' ') || 'none'})`,
    hint: 'Let the account see free/busy times of this calendar, or let it impersonate the mailbox.',
    operation: 'GetUserAvailability',
  })
}
