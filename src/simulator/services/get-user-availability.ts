import { GetUserAvailability, type GetUserAvailabilityRequest, type SuggestionsViewOptions } from '../../operations'
import type { FreeBusyViewOptions, TimeWindow } from '../../operations/availability/free-busy-view'
import { freeBusyView, grantedView, requestedViewOf } from '../availability/free-busy-view'
import { suggestionDays, suggestionNumbers } from '../availability/suggestions'
import { answerEach, noError } from '../soap/response-message'
import { ServiceError, SoapFault } from '../soap/service-error'
import { type ServiceContext, service } from './service'

type TimeZone = NonNullable<GetUserAvailabilityRequest['timeZone']>
type MailboxData = GetUserAvailabilityRequest['mailboxDataArray'][number]

const MOST_MAILBOXES = 100
const LONGEST_WINDOW_MS = 42 * 24 * 60 * 60 * 1000

/**
 * MS-OXWSAVAIL, GetUserAvailability. Every caller may see free and busy times of every mailbox, and details of the mailboxes for
 * which it may act. Any time zone but UTC is refused with ErrorTimeZone.
 */
export const getUserAvailability = service(GetUserAvailability, (request, context) => {
  const { timeZone, mailboxDataArray, freeBusyViewOptions, suggestionsViewOptions } = request
  refuseTimeZone(timeZone)
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
    freeBusyResponseArray: freeBusyViewOptions && freeBusyResponses(mailboxDataArray, freeBusyViewOptions, context),
    suggestionsResponse:
      suggestionsViewOptions && suggestionsResponse(mailboxDataArray, suggestionsViewOptions, context),
  }
})

function refuseTimeZone(timeZone: TimeZone | undefined) {
  const biases = timeZone && [timeZone.bias, timeZone.standardTime.bias, timeZone.daylightTime.bias]
  if (biases?.every((bias) => bias === 0)) return
  throw new SoapFault(
    'ErrorTimeZone',
    'The time zone is missing or is not UTC, the only one that the simulator supports.',
  )
}

function freeBusyResponses(
  mailboxes: readonly MailboxData[],
  options: FreeBusyViewOptions,
  { caller, store, answerEach }: ServiceContext,
) {
  const view = requestedViewOf(options)
  return answerEach(
    mailboxes,
    ({ email }) => {
      refuseTooLong('FreeBusyViewOptions.TimeWindow', options.timeWindow)
      const mailbox = store.find(email.address)
      if (mailbox === undefined) throw recipientNotFound(email.address)
      const granted = grantedView(view, caller.mayActFor(mailbox))
      return { responseMessage: { ...noError }, freeBusyView: freeBusyView(mailbox, granted, options) }
    },
    (responseMessage) => ({ responseMessage }),
  )
}

function suggestionsResponse(
  mailboxes: readonly MailboxData[],
  options: SuggestionsViewOptions,
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
      return { responseMessage: { ...noError }, suggestionDayResultArray: suggestionDays(attendees, options) }
    },
    (responseMessage) => ({ responseMessage }),
  )
  return answer
}

/** Each mailbox refuses on its own, as its own server is asked (Microsoft, "TimeWindow", 42 days). */
function refuseTooLong(name: string, { startTime, endTime }: TimeWindow) {
  if (endTime.getTime() - startTime.getTime() <= LONGEST_WINDOW_MS) return
  throw new ServiceError(
    'ErrorTimeIntervalTooBig',
    `The requested time duration specified for ${name} is too long. The allowed limit = 42 days.`,
  )
}

const recipientNotFound = (address: string) =>
  new ServiceError(
    'ErrorMailRecipientNotFound',
    `Unable to resolve e-mail address <>SMTP:${address} to an Active Directory object.`,
  )
