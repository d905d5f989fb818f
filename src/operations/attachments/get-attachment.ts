import { boolean, type ComplexType, lenient, optional, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { itemPaths } from '../types/field-uri'
import { BodyTypeResponse } from '../types/item-shape'
import { messages, types } from '../types/namespaces'
import { wholeAttachments } from './attached-item'
import { RequestedAttachmentIds } from './requested-attachment-ids'

const attachmentShape = {
  /** True to return attached items in a standard format too. Defaults to false. */
  includeMimeContent: optional(boolean),
  /** The form of the bodies of attached items. Defaults to `Best`. */
  bodyType: optional(BodyTypeResponse),
  /** True to remove dangerous content, such as scripts, from HTML bodies. */
  filterHtmlContent: optional(boolean),
  /** Properties of attached items to return beside the usual ones. */
  additionalProperties: optional(types.nonEmptyArrayOfChoice(itemPaths)),
} as const

/** The properties of attached items to return (MS-OXWSATT, AttachmentResponseShapeType). */
export interface AttachmentShape extends ValueOfParts<[typeof attachmentShape]> {}
const AttachmentShape: ComplexType<AttachmentShape> = types.complexType(attachmentShape)

const getAttachmentRequest = {
  /** The properties of attached items to return. Defaults to the usual ones. */
  attachmentShape: optional(AttachmentShape),
  /** The attachments to return. */
  attachmentIds: perRequested(RequestedAttachmentIds),
} as const

/** The attachments to return (MS-OXWSATT, GetAttachmentType). */
export interface GetAttachmentRequest extends ValueOfParts<[typeof getAttachmentRequest]> {}
const GetAttachmentRequest: ComplexType<GetAttachmentRequest> = messages.complexType(getAttachmentRequest)

const getAttachmentResponseMessage = {
  ...responseMessage,
  /** The attachment, as a list of one. Empty or absent if the operation failed for it. */
  attachments: lenient(types.arrayOfChoice(wholeAttachments)),
} as const

/** The outcome for one attachment (MS-OXWSATT, AttachmentInfoResponseMessageType). */
export interface GetAttachmentResponseMessage extends ValueOfParts<[typeof getAttachmentResponseMessage]> {}
const GetAttachmentResponseMessage: ComplexType<GetAttachmentResponseMessage> =
  messages.complexType(getAttachmentResponseMessage)

const getAttachmentResponse = {
  /** One response message for each attachment, in the order of the request. */
  responseMessages: perRequested(
    messages.nonEmptyArrayOf({ getAttachmentResponseMessage: GetAttachmentResponseMessage }),
  ),
} as const

/** The outcome for each attachment (MS-OXWSATT, GetAttachmentResponseType). */
export interface GetAttachmentResponse extends ValueOfParts<[typeof getAttachmentResponse]> {}
const GetAttachmentResponse: ComplexType<GetAttachmentResponse> = messages.complexType(getAttachmentResponse)

/** Returns attachments with their contents (MS-OXWSATT, GetAttachment). */
export const GetAttachment: Operation<GetAttachmentRequest, GetAttachmentResponse> = {
  name: 'GetAttachment',
  request: messages.element('GetAttachment', GetAttachmentRequest),
  response: messages.element('GetAttachmentResponse', GetAttachmentResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
