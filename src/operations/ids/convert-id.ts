import {
  attribute,
  boolean,
  type ComplexType,
  enumeration,
  fixed,
  named,
  nonEmptyText,
  optional,
  perRequested,
  qualifiedAttribute,
  text,
  token,
  type ValueOfParts,
} from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { messages, schemaInstance, types } from '../types/namespaces'

/**
 * The form of an id. `EwsId` is the form of all other operations, `HexEntryId` that of availability details, `EntryId` MAPI's
 * (MS-OXWSCVTID, IdFormatType).
 */
const IdFormat = enumeration('EwsLegacyId', 'EwsId', 'EntryId', 'HexEntryId', 'StoreId', 'OwaId')

const alternateId = {
  /** The form of `id`. */
  format: attribute(IdFormat),
  /** The id. */
  id: attribute(text),
  /** The primary SMTP address of the mailbox that the item or folder belongs to. */
  mailbox: attribute(nonEmptyText),
  /** True if the item or folder is in the mailbox's archive. */
  isArchive: optional(attribute(boolean)),
} as const

/** An id of an item or a folder in one of its forms (MS-OXWSCVTID, AlternateIdType). */
export interface AlternateId extends ValueOfParts<[typeof alternateId]> {}
export const AlternateId: ComplexType<AlternateId> = types.complexType(alternateId)

const convertedId = {
  /** The type of the id. The schema has an abstract one here. */
  type: named('type', fixed(qualifiedAttribute(schemaInstance, token), 't:AlternateIdType')),
  ...alternateId,
} as const

/** A converted id (MS-OXWSCVTID, AlternateIdType). */
export interface ConvertedId extends ValueOfParts<[typeof convertedId]> {}
const ConvertedId: ComplexType<ConvertedId> = types.complexType(convertedId)

const convertIdRequest = {
  /** The form to convert the ids to. */
  destinationFormat: attribute(IdFormat),
  /** The ids to convert. */
  sourceIds: perRequested(types.nonEmptyArrayOf({ alternateId: AlternateId })),
} as const

/** The ids to convert, and the form to convert them to (MS-OXWSCVTID, ConvertIdType). */
export interface ConvertIdRequest extends ValueOfParts<[typeof convertIdRequest]> {}
const ConvertIdRequest: ComplexType<ConvertIdRequest> = messages.complexType(convertIdRequest)

const convertIdResponseMessage = {
  ...responseMessage,
  /** The converted id. Absent if the id could not be converted. */
  alternateId: optional(ConvertedId),
} as const

/** The outcome for one id (MS-OXWSCVTID, ConvertIdResponseMessageType). */
export interface ConvertIdResponseMessage extends ValueOfParts<[typeof convertIdResponseMessage]> {}
const ConvertIdResponseMessage: ComplexType<ConvertIdResponseMessage> = messages.complexType(convertIdResponseMessage)

const convertIdResponse = {
  /** One response message for each id, in the order of the request. */
  responseMessages: perRequested(messages.nonEmptyArrayOf({ convertIdResponseMessage: ConvertIdResponseMessage })),
} as const

/** The outcome for each id (MS-OXWSCVTID, ConvertIdResponseType). */
export interface ConvertIdResponse extends ValueOfParts<[typeof convertIdResponse]> {}
const ConvertIdResponse: ComplexType<ConvertIdResponse> = messages.complexType(convertIdResponse)

/** Converts ids from one form to another. It doesn't check that there are such items (MS-OXWSCVTID, ConvertId). */
export const ConvertId: Operation<ConvertIdRequest, ConvertIdResponse> = {
  name: 'ConvertId',
  request: messages.element('ConvertId', ConvertIdRequest),
  response: messages.element('ConvertIdResponse', ConvertIdResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
