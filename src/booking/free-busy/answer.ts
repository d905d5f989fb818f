import {
  type CalendarEvent,
  type EwsError,
  EwsProtocolError,
  EwsResponseError,
  type FreeBusyResponse,
} from 'ews-booking'
import { statusOf } from '../calendar/status'
import type { BusyPeriod } from './busy-period'
import { type MailboxWorkingHours, workingHoursOf } from './working-hours'

/** The answer to one request about a mailbox: its busy periods, neither clipped nor sorted, or an error. */
export type Answer =
  | {
      readonly periods: readonly BusyPeriod[]
      readonly workingHours: MailboxWorkingHours | undefined
      readonly error?: undefined
    }
  | { readonly error: EwsError }

/** The views that list appointments. The others are a string of digits or nothing. */
const VIEWS_WITH_EVENTS: ReadonlySet<string> = new Set(['FreeBusy', 'FreeBusyMerged', 'Detailed', 'DetailedMerged'])

/** The codes with which a server asks for a shorter window: it has too many days or too many appointments. */
const TOO_MUCH: ReadonlySet<string> = new Set(['ErrorTimeIntervalTooBig', 'ErrorResultSetTooBig'])

/** Whether a shorter window may help, for the whole request or for one mailbox. */
export const isTooMuch = (error: unknown): error is EwsResponseError =>
  error instanceof EwsResponseError && TOO_MUCH.has(error.responseCode)

/** Pairs mailboxes with their answers. Only the order tells them apart, so a wrong number of answers is an error for every mailbox. */
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

/** A missing list of appointments is not an empty one: the mailbox may be busy all day. */
function noView(granted: readonly string[]): EwsError {
  return new EwsProtocolError({
    message: `GetUserAvailability failed: the server gives no free/busy times (view: ${granted.join(' ') || 'none'})`,
    hint: 'Let the account see the free/busy times of this calendar, or let it impersonate the mailbox.',
    operation: 'GetUserAvailability',
  })
}

function wrongNumber(answers: number, mailboxes: number): EwsError {
  return new EwsProtocolError({
    message: `GetUserAvailability failed: the request names ${mailboxes} mailboxes, and there are ${answers} answers`,
    hint: 'Look for a proxy that changes answers: only their order tells whose free/busy times they are.',
    operation: 'GetUserAvailability',
  })
}
