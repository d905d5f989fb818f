import { type ComplexType, named, optional, repeated, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { EmailAddress } from '../types/email-address'
import { messages, types } from '../types/namespaces'
import { page } from '../types/paging'

const expandDLRequest = {
  /** The distribution list, by its `emailAddress` or, if it is a private one, by its `itemId`. */
  mailbox: EmailAddress,
} as const

/** The distribution list to expand (MS-OXWSDLIST, ExpandDLType). */
export interface ExpandDLRequest extends ValueOfParts<[typeof expandDLRequest]> {}
const ExpandDLRequest: ComplexType<ExpandDLRequest> = messages.complexType(expandDLRequest)

const dlExpansion = {
  ...page,
  /** The direct members. A group among them has the `mailboxType` `PublicDL` or `PrivateDL`. */
  mailbox: repeated(EmailAddress),
} as const

/** The direct members of a distribution list (MS-OXWSDLIST, ArrayOfDLExpansionType). */
export interface DLExpansion extends ValueOfParts<[typeof dlExpansion]> {}
const DLExpansion: ComplexType<DLExpansion> = types.complexType(dlExpansion)

const expandDLResponseMessage = {
  ...responseMessage,
  ...page,
  /** The direct members. */
  dlExpansion: optional(named('DLExpansion', DLExpansion)),
} as const

/** The outcome for the distribution list (MS-OXWSDLIST, ExpandDLResponseMessageType). */
export interface ExpandDLResponseMessage extends ValueOfParts<[typeof expandDLResponseMessage]> {}
const ExpandDLResponseMessage: ComplexType<ExpandDLResponseMessage> = messages.complexType(expandDLResponseMessage)

const expandDLResponse = {
  /** The one response message. */
  responseMessages: messages.nonEmptyArrayOf({ expandDLResponseMessage: ExpandDLResponseMessage }),
} as const

/** The outcome of the call (MS-OXWSDLIST, ExpandDLResponseType). */
export interface ExpandDLResponse extends ValueOfParts<[typeof expandDLResponse]> {}
const ExpandDLResponse: ComplexType<ExpandDLResponse> = messages.complexType(expandDLResponse)

/** Returns the direct members of a distribution list. Lists among them need calls of their own (MS-OXWSDLIST, ExpandDL). */
export const ExpandDL: Operation<ExpandDLRequest, ExpandDLResponse> = {
  name: 'ExpandDL',
  request: messages.element('ExpandDL', ExpandDLRequest),
  response: messages.element('ExpandDLResponse', ExpandDLResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
