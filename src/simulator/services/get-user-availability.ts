import {
  GetUserAvailability,
  type GetUserAvailabilityRequest,
  type SerializableTimeZone,
  type SuggestionsViewOptions,
} from '../../operations'
import type { FreeBusyViewOptions, TimeWindow } from '../../operations/availability/free-busy-view'
import { freeBusyView, requestedViewOf } from '../availability/free-busy-view'
import { suggestionDays, suggestionNumbers } from '../availability/suggestions'
import { serializableZone } from '../calendar/serializable-time-zone'
import type { TimeZone } from '../calendar/time-zone'
import { answerEach, noError } from '../soap/response-message'
import { ServiceError, SoapFault } from '../soap/service-error'
import { type ServiceContext, service } from './service'

type MailboxData = GetUserAvailabilityRequest['mailboxDataArray'][number]

const MOST_MAILBOXES = 100
const LONGEST_WINDOW_MS = 42 * 24 * 60 * 60 * 1000

/**
 * MS-OXWSAVAIL, GetUserAvailability. Callers see what their permissions allow. Times in the answer are local to the time zone of the request.
 */
export const getUserAvailability = service(GetUserAvailability, (request, context) => {
  const { timeZone, mailboxDataArray, freeBusyViewOptions, suggestionsViewOptions } = request
  const zone = zoneOf(timeZone, context)
  if (mailboxDataArray.length > MOST_MAILBOXES) {
    throw new SoapFault(
      'ErrorMailboxDataArrayTooBig',
      `There are too many target users in the array. The maximum number is ${MOST_MAILBOXES}.`,
    )
  }
  if (freeBusyViewOptions === undefined && suggestionsViewOptions === undefined) {
    throw new SoapFault('ErrorMissingArgument', 'FreeBusyViewOptions or SuggestionsViewOptions is required.')
  }
  return {
    freeBusyResponseArray:
      freeBusyViewOptions && freeBusyResponses(mailboxDataArray, freeBusyViewOptions, zone, context),
    suggestionsResponse:
      suggestionsViewOptions && suggestionsResponse(mailboxDataArray, suggestionsViewOptions, zone, context),
  }
})

/** The zone of the answer's times, which have no offset: that of the request, or else of its header. */
function zoneOf(rules: SerializableTimeZone | undefined, { timeZone }: ServiceContext): TimeZone {
  const zone = rules === undefined ? timeZone() : serializableZone(rules)
  if (zone !== undefined) return zone
  throw new SoapFault('ErrorTimeZone', 'The time zone is missing.')
}

function freeBusyResponses(
  mailboxes: readonly MailboxData[],
  options: FreeBusyViewOptions,
  zone: TimeZone,
  { caller, store, answerEach }: ServiceContext,
) {
  const view = requestedViewOf(options)
  return answerEach(
    mailboxes,
    ({ email }) => {
      refuseTooLong('FreeBusyViewOptions.TimeWindow', options.timeWindow)
      const mailbox = store.find(email.address)
      if (mailbox === undefined) throw recipientNotFound(email.address)
      const { freeBusy } = caller.accessTo(mailbox, mailbox.calendar).rights
      if (freeBusy === 'none') throw noFreeBusyAccess(email.address)
      return { responseMessage: { ...noError }, freeBusyView: freeBusyView(mailbox, view, freeBusy, options, zone) }
    },
    (responseMessage) => ({ responseMessage }),
  )
}

function suggestionsResponse(
  mailboxes: readonly MailboxData[],
  options: SuggestionsViewOptions,
  zone: TimeZone,
  { store }: ServiceContext,
) {
  suggestionNumbers(options)
  const attendees = mailboxes.map(({ email, excludeConflicts = false }) => ({
    mailbox: store.find(email.address),
    excludeConflicts,
  }))
  const [answer] = answerEach()(
    [options],
    () => {
      refuseTooLong('SuggestionsViewOptions.DetailedSuggestionsWindow', options.detailedSuggestionsWindow)
      return { responseMessage: { ...noError }, suggestionDayResultArray: suggestionDays(attendees, options, zone) }
    },
    (responseMessage) => ({ responseMessage }),
  )
  return answer
}

/** The refusal is per mailbox, since Exchange asks the server of each (Microsoft, "TimeWindow", 42 days). */
function refuseTooLong(name: string, { startTime, endTime }: TimeWindow) {
  if (endTime.getTime() - startTime.getTime() <= LONGEST_WINDOW_MS) return
  throw new ServiceError(
    'ErrorTimeIntervalTooBig',
    `The requested time duration specified for ${name} is too long. The allowed limit = 42 days.`,
  )
}

const noFreeBusyAccess = (address: string) =>
  new ServiceError('ErrorNoFreeBusyAccess', `The caller does not have access to free/busy data of <>SMTP:${address}.`)

const recipientNotFound = (address: string) =>
  new ServiceError(
    'ErrorMailRecipientNotFound',
    `Unable to resolve e-mail address <>SMTP:${address} to an Active Directory object.`,
  )
