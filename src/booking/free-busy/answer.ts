import {
  type CalendarEvent,
  type EwsError,
  EwsProtocolError,
  EwsResponseError,
  type FreeBusyResponse,
} from 'ews-booking'
import { statusOf } from '../status'
import type { BusyPeriod } from './busy-period'
import { type WorkingHours, workingHoursOf } from './working-hours'

/** What one request has told of a mailbox: its appointments in the window, whole and unordered. */
export type Answer =
  | {
      readonly periods: readonly BusyPeriod[]
      readonly workingHours: WorkingHours | undefined
      readonly error?: undefined
    }
  | { readonly error: EwsError }

/** Views that list appointments; the others are a string of digits, or nothing. */
const VIEWS_WITH_EVENTS: ReadonlySet<string> = new Set(['FreeBusy', 'FreeBusyMerged', 'Detailed', 'DetailedMerged'])

/** What Exchange says where less time would do: the window has too many days, or too many appointments. */
const TOO_MUCH: ReadonlySet<string> = new Set(['ErrorTimeIntervalTooBig', 'ErrorResultSetTooBig'])

/** Whether a request, or its part for one mailbox, was refused because its window is too long. */
export const isTooMuch = (error: unknown): error is EwsResponseError =>
  error instanceof EwsResponseError && TOO_MUCH.has(error.responseCode)

/** Each mailbox with its answer. Only their order tells whose one is, and so nothing does where their number is another. */
export function answersFor<Mailbox>(
  mailboxes: readonly Mailbox[],
  responses: readonly FreeBusyResponse[],
): (readonly [Mailbox, Answer])[] {
  if (responses.length === mailboxes.length) {
    return mailboxes.map((mailbox, index) => [mailbox, answerOf(responses[index])])
  }
  const error = wrongNumber(responses.length, mailboxes.length)
  return mailboxes.map((mailbox) => [mailbox, { error }])
}

function answerOf({ responseMessage, freeBusyView }: FreeBusyResponse = {}): Answer {
  if (responseMessage?.error !== undefined) return { error: responseMessage.error }
  const { freeBusyViewType = [], calendarEventArray = [], workingHours } = freeBusyView ?? {}
  if (!freeBusyViewType.some((view) => VIEWS_WITH_EVENTS.has(view))) return { error: noView(freeBusyViewType) }
  return { periods: calendarEventArray.flatMap(busyPeriod), workingHours: workingHours && workingHoursOf(workingHours) }
}

function busyPeriod({ startTime, endTime, busyType }: CalendarEvent): BusyPeriod[] {
  const status = statusOf(busyType)
  return status === 'free' ? [] : [{ start: startTime, end: endTime, status }]
}

/** No list of appointments isn't an empty list: the mailbox may be busy all day. */
function noView(granted: readonly string[]): EwsError {
  return new EwsProtocolError({
    message: `GetUserAvailability failed: the server gives no free/busy times (view: ${granted.join(' ') || 'none'})`,
    hint: 'Let the account see free/busy times of this calendar, or let it impersonate the mailbox.',
    operation: 'GetUserAvailability',
  })
}

function wrongNumber(answers: number, mailboxes: number): EwsError {
  return new EwsProtocolError({
    message: `GetUserAvailability failed: ${mailboxes} mailboxes were asked for, and there are ${answers} answers`,
    hint: 'Look for a proxy that changes answers: only their order tells whose free/busy times they are.',
    operation: 'GetUserAvailability',
  })
}
