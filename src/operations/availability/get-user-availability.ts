import {
  boolean,
  type ComplexType,
  enumeration,
  fixed,
  optional,
  perRequested,
  someOf,
  type ValueOfParts,
} from '../../xml'
import type { Operation } from '../soap/operation'
import { ResponseMessage } from '../soap/response-message'
import { AvailabilityAddress } from '../types/availability-address'
import { messages, types } from '../types/namespaces'
import { FreeBusyView, FreeBusyViewOptions } from './free-busy-view'
import { SerializableTimeZone, UTC } from './serializable-time-zone'
import { SuggestionsResponse, SuggestionsViewOptions } from './suggestions'

const mailboxData = {
  /** The address of the mailbox. */
  email: AvailabilityAddress,
  /** The part that the mailbox has in the meeting. Only suggestions depend on it. */
  attendeeType: enumeration('Organizer', 'Required', 'Optional', 'Room', 'Resource'),
  /** True to get no suggestion that conflicts with this mailbox. Defaults to false. */
  excludeConflicts: optional(boolean),
} as const

/** A mailbox to look at (MS-OXWSAVAIL, MailboxData). */
export interface MailboxData extends ValueOfParts<[typeof mailboxData]> {}
const MailboxData: ComplexType<MailboxData> = types.complexType(mailboxData)

const mailboxes = {
  /** The time zone of the request and the answer. Always UTC, so leave it out. */
  timeZone: types.ref(fixed(SerializableTimeZone, UTC)),
  /** The mailboxes to look at, at most 100 (ErrorMailboxDataArrayTooBig). */
  mailboxDataArray: perRequested(types.nonEmptyArrayOf({ mailboxData: MailboxData })),
} as const

/** Exchange refuses a request for neither. */
const options = someOf({
  /** The free/busy information to return. Defaults to none. */
  freeBusyViewOptions: types.ref(FreeBusyViewOptions),
  /** The suggestions to return. Defaults to none. */
  suggestionsViewOptions: types.ref(SuggestionsViewOptions),
})

/** The mailboxes, and the free/busy information or suggestions to return, or both (MS-OXWSAVAIL, GetUserAvailabilityRequestType). */
export type GetUserAvailabilityRequest = ValueOfParts<[typeof mailboxes, typeof options]>
const GetUserAvailabilityRequest: ComplexType<GetUserAvailabilityRequest> = messages.complexType(mailboxes, options)

const freeBusyResponse = {
  /** The outcome for the mailbox. */
  responseMessage: optional(ResponseMessage),
  /** The free/busy information. If it is absent, nothing is known about the mailbox: it must not pass for free. */
  freeBusyView: optional(FreeBusyView),
} as const

/** The answer for one mailbox (MS-OXWSAVAIL, FreeBusyResponseType). */
export interface FreeBusyResponse extends ValueOfParts<[typeof freeBusyResponse]> {}
const FreeBusyResponse: ComplexType<FreeBusyResponse> = messages.complexType(freeBusyResponse)

const getUserAvailabilityResponse = {
  /** One answer for each mailbox, in the order of the request. Absent if the request has no `freeBusyViewOptions`. */
  freeBusyResponseArray: optional(perRequested(messages.arrayOf({ freeBusyResponse: FreeBusyResponse }))),
  /** The suggestions for all mailboxes together. Absent if the request has no `suggestionsViewOptions`. */
  suggestionsResponse: optional(SuggestionsResponse),
} as const

/** The free/busy information of each mailbox, and the suggestions for all of them (MS-OXWSAVAIL, GetUserAvailabilityResponseType). */
export interface GetUserAvailabilityResponse extends ValueOfParts<[typeof getUserAvailabilityResponse]> {}
const GetUserAvailabilityResponse: ComplexType<GetUserAvailabilityResponse> =
  messages.complexType(getUserAvailabilityResponse)

/**
 * Returns the times at which mailboxes are busy, and times that suit all of them. All times of the request and the answer are
 * instants, so the request needs no time zone (MS-OXWSAVAIL, GetUserAvailability).
 */
export const GetUserAvailability: Operation<GetUserAvailabilityRequest, GetUserAvailabilityResponse> = {
  name: 'GetUserAvailability',
  request: messages.element('GetUserAvailabilityRequest', GetUserAvailabilityRequest),
  response: messages.element('GetUserAvailabilityResponse', GetUserAvailabilityResponse),
  safe: true,
  responseMessages: ({ freeBusyResponseArray = [], suggestionsResponse }) =>
    [...freeBusyResponseArray, suggestionsResponse].flatMap((answer) => answer?.responseMessage ?? []),
}
