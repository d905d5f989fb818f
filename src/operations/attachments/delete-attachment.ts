import { attribute, type ComplexType, optional, perRequested, text, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { messages, types } from '../types/namespaces'
import { RequestedAttachmentIds } from './requested-attachment-ids'

const deleteAttachmentRequest = {
  /** The attachments to delete. */
  attachmentIds: perRequested(RequestedAttachmentIds),
} as const

/** The attachments to delete (MS-OXWSATT, DeleteAttachmentType). */
export interface DeleteAttachmentRequest extends ValueOfParts<[typeof deleteAttachmentRequest]> {}
const DeleteAttachmentRequest: ComplexType<DeleteAttachmentRequest> = messages.complexType(deleteAttachmentRequest)

const rootItemId = {
  /** The id of the item that the attachment belonged to. */
  rootItemId: attribute(text),
  /** The item's new change key. The next conditional update needs it. */
  rootItemChangeKey: attribute(text),
} as const

/** The item that an attachment belonged to (MS-OXWSATT, RootItemIdType). */
export interface RootItemId extends ValueOfParts<[typeof rootItemId]> {}
const RootItemId: ComplexType<RootItemId> = types.complexType(rootItemId)

const deleteAttachmentResponseMessage = {
  ...responseMessage,
  /** The item that the attachment belonged to. */
  rootItemId: optional(RootItemId),
} as const

/** The outcome for one attachment (MS-OXWSATT, DeleteAttachmentResponseMessageType). */
export interface DeleteAttachmentResponseMessage extends ValueOfParts<[typeof deleteAttachmentResponseMessage]> {}
const DeleteAttachmentResponseMessage: ComplexType<DeleteAttachmentResponseMessage> = messages.complexType(
  deleteAttachmentResponseMessage,
)

const deleteAttachmentResponse = {
  /** One response message for each attachment, in the order of the request. */
  responseMessages: perRequested(
    messages.nonEmptyArrayOf({ deleteAttachmentResponseMessage: DeleteAttachmentResponseMessage }),
  ),
} as const

/** The outcome for each attachment (MS-OXWSATT, DeleteAttachmentResponseType). */
export interface DeleteAttachmentResponse extends ValueOfParts<[typeof deleteAttachmentResponse]> {}
const DeleteAttachmentResponse: ComplexType<DeleteAttachmentResponse> = messages.complexType(deleteAttachmentResponse)

/** Deletes attachments from their items, which gives the items new change keys (MS-OXWSATT, DeleteAttachment). */
export const DeleteAttachment: Operation<DeleteAttachmentRequest, DeleteAttachmentResponse> = {
  name: 'DeleteAttachment',
  request: messages.element('DeleteAttachment', DeleteAttachmentRequest),
  response: messages.element('DeleteAttachmentResponse', DeleteAttachmentResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
