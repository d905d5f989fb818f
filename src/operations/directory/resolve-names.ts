import {
  attribute,
  boolean,
  type ComplexType,
  enumeration,
  nonEmptyText,
  optional,
  repeated,
  type ValueOfParts,
} from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { EmailAddress } from '../types/email-address'
import { FolderIds } from '../types/folder-id'
import { messages, types } from '../types/namespaces'
import { page } from '../types/paging'
import { Contact } from './contact'

const resolveNamesRequest = {
  /** True to return `contact` too, for people in the directory. */
  returnFullContactData: attribute(boolean),
  /** The places to search, in this order. Defaults to `ActiveDirectoryContacts`. */
  searchScope: optional(
    attribute(enumeration('ActiveDirectory', 'ActiveDirectoryContacts', 'Contacts', 'ContactsActiveDirectory')),
  ),
  /** The properties of `contact` to return. */
  contactDataShape: optional(attribute(enumeration('IdOnly', 'Default', 'AllProperties'))),
  /** The folder of contacts to search; at most one. Defaults to the caller's contacts. */
  parentFolderIds: optional(FolderIds),
  /**
   * The name or address to look for. Matches begin with it, so compare the returned address with the one you meant. `smtp:` in
   * front searches all addresses of a mailbox rather than the primary one.
   */
  unresolvedEntry: nonEmptyText,
} as const

/** The name to look for, and where (MS-OXWSRSLNM, ResolveNamesType). */
export interface ResolveNamesRequest extends ValueOfParts<[typeof resolveNamesRequest]> {}
const ResolveNamesRequest: ComplexType<ResolveNamesRequest> = messages.complexType(resolveNamesRequest)

const resolution = {
  /** The mailbox. */
  mailbox: EmailAddress,
  /** The person. Returned only if the request sets `returnFullContactData`. */
  contact: optional(Contact),
} as const

/** A match (MS-OXWSRSLNM, ResolutionType). */
export interface Resolution extends ValueOfParts<[typeof resolution]> {}
const Resolution: ComplexType<Resolution> = types.complexType(resolution)

const resolutionSet = {
  ...page,
  /** The matches, at most 100. */
  resolution: repeated(Resolution),
} as const

/** The matches (MS-OXWSRSLNM, ArrayOfResolutionType). There are more if `includesLastItemInRange` is false. */
export interface ResolutionSet extends ValueOfParts<[typeof resolutionSet]> {}
const ResolutionSet: ComplexType<ResolutionSet> = types.complexType(resolutionSet)

const resolveNamesResponseMessage = {
  ...responseMessage,
  /** The matches. Present with one match, and with several, which is a `Warning` with ErrorNameResolutionMultipleResults. */
  resolutionSet: optional(ResolutionSet),
} as const

/** The outcome for the name (MS-OXWSRSLNM, ResolveNamesResponseMessageType). */
export interface ResolveNamesResponseMessage extends ValueOfParts<[typeof resolveNamesResponseMessage]> {}
const ResolveNamesResponseMessage: ComplexType<ResolveNamesResponseMessage> =
  messages.complexType(resolveNamesResponseMessage)

const resolveNamesResponse = {
  /** The one response message. */
  responseMessages: messages.nonEmptyArrayOf({ resolveNamesResponseMessage: ResolveNamesResponseMessage }),
} as const

/** The outcome of the call (MS-OXWSRSLNM, ResolveNamesResponseType). */
export interface ResolveNamesResponse extends ValueOfParts<[typeof resolveNamesResponse]> {}
const ResolveNamesResponse: ComplexType<ResolveNamesResponse> = messages.complexType(resolveNamesResponse)

/**
 * Returns the mailboxes whose name or address begins with a text. Several matches are a `Warning`, and no match is the error
 * ErrorNameResolutionNoResults (MS-OXWSRSLNM, ResolveNames).
 */
export const ResolveNames: Operation<ResolveNamesRequest, ResolveNamesResponse> = {
  name: 'ResolveNames',
  request: messages.element('ResolveNames', ResolveNamesRequest),
  response: messages.element('ResolveNamesResponse', ResolveNamesResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
