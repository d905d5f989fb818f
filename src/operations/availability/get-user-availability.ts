import {
  boolean,
  type ComplexType,
  enumeration,
  fixed,
  optional,
  perRequested,
  someOf,
  text,
  type ValueOfParts,
} from '../../xml'
import type { Operation } from '../soap/operation'
import { ResponseMessage } from '../soap/response-message'
import { messages, types } from '../types/namespaces'
import { FreeBusyView, FreeBusyViewOptions } from './free-busy-view'
import { SerializableTimeZone, UTC } from './serializable-time-zone'
import { SuggestionsResponse, SuggestionsViewOptions } from './suggestions'

const availabilityAddress = { name: optional(text), address: text, routingType: optional(text) } as const

/** The mailbox's address in this operation, which has a type of its own for it (MS-OXWSAVAIL, EmailAddress). */
export interface AvailabilityAddress extends ValueOfParts<[typeof availabilityAddress]> {}
export const AvailabilityAddress: ComplexType<AvailabilityAddress> = types.complexType(availabilityAddress)

const mailboxData = {
  email: AvailabilityAddress,
  /** Matters to suggestions only. */
  attendeeType: enumeration('Organizer', 'Required', 'Optional', 'Room', 'Resource'),
  /** No suggestion is to be in conflict with this mailbox. */
  excludeConflicts: optional(boolean),
} as const

/** A mailbox whose time is asked for (MS-OXWSAVAIL, MailboxData). */
export interface MailboxData extends ValueOfParts<[typeof mailboxData]> {}
const MailboxData: ComplexType<MailboxData> = types.complexType(mailboxData)

const mailboxes = {
  timeZone: types.ref(fixed(SerializableTimeZone, UTC)),
  /** At most 100 (ErrorMailboxDataArrayTooBig). */
  mailboxDataArray: perRequested(types.nonEmptyArrayOf({ mailboxData: MailboxData })),
} as const

/** Free/busy times, suggestions, or both; Exchange refuses a request for neither. */
const options = someOf({
  freeBusyViewOptions: types.ref(FreeBusyViewOptions),
  suggestionsViewOptions: types.ref(SuggestionsViewOptions),
})

/** Whose time, in which window, and whether free/busy times are wanted, suggestions, or both. */
export type GetUserAvailabilityRequest = ValueOfParts<[typeof mailboxes, typeof options]>
const GetUserAvailabilityRequest: ComplexType<GetUserAvailabilityRequest> = messages.complexType(mailboxes, options)

const freeBusyResponse = {
  responseMessage: optional(ResponseMessage),
  freeBusyView: optional(FreeBusyView),
} as const

/** The answer for one mailbox: without a view nothing is known of it, least of all that it is free (MS-OXWSAVAIL, FreeBusyResponseType). */
export interface FreeBusyResponse extends ValueOfParts<[typeof freeBusyResponse]> {}
const FreeBusyResponse: ComplexType<FreeBusyResponse> = messages.complexType(freeBusyResponse)

const getUserAvailabilityResponse = {
  /** One for each mailbox, in the order of the request; absent where no `freeBusyViewOptions` were given. */
  freeBusyResponseArray: optional(perRequested(messages.arrayOf({ freeBusyResponse: FreeBusyResponse }))),
  /** Absent where no `suggestionsViewOptions` were given. */
  suggestionsResponse: optional(SuggestionsResponse),
} as const

/** The free/busy times of each mailbox, and the suggestions for all of them. */
export interface GetUserAvailabilityResponse extends ValueOfParts<[typeof getUserAvailabilityResponse]> {}
const GetUserAvailabilityResponse: ComplexType<GetUserAvailabilityResponse> =
  messages.complexType(getUserAvailabilityResponse)

/**
 * The times at which mailboxes are busy, and times that would suit all of them (MS-OXWSAVAIL). All times of the request and
 * the answer are instants; no zone is asked for.
 */
export const GetUserAvailability: Operation<GetUserAvailabilityRequest, GetUserAvailabilityResponse> = {
  name: 'GetUserAvailability',
  request: messages.element('GetUserAvailabilityRequest', GetUserAvailabilityRequest),
  response: messages.element('GetUserAvailabilityResponse', GetUserAvailabilityResponse),
  safe: true,
  responseMessages: ({ freeBusyResponseArray = [], suggestionsResponse }) =>
    [...freeBusyResponseArray, suggestionsResponse].flatMap((answer) => answer?.responseMessage ?? []),
}
