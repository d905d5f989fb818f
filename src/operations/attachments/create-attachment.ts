import { type ArrayType, type ComplexType, lenient, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { responseMessage } from '../soap/response-message'
import { type Attachment, Attachments } from '../types/attachment'
import { ItemId } from '../types/item-id'
import { messages, types } from '../types/namespaces'
import { wholeAttachments } from './attached-item'

const createAttachmentRequest = {
  /** The item to add the attachments to. */
  parentItemId: ItemId,
  /** The attachments to add: `[{ fileAttachment: { name, content } }]`, with the content in base64. */
  attachments: perRequested(types.nonEmptyArrayOfChoice(wholeAttachments)),
} as const

/** The attachments to add to an item (MS-OXWSATT, CreateAttachmentType). */
export interface CreateAttachmentRequest extends ValueOfParts<[typeof createAttachmentRequest]> {}
const CreateAttachmentRequest: ComplexType<CreateAttachmentRequest> = messages.complexType(createAttachmentRequest)

const createdAttachments: ArrayType<readonly Attachment[]> = { ...Attachments, minLength: 0 }

const createAttachmentResponseMessage = {
  ...responseMessage,
  /**
   * The attachment, as a list of one, with its id alone. The id has `rootItemChangeKey`, the item's new change key: the next
   * conditional update needs it.
   */
  attachments: lenient(createdAttachments),
} as const

/** The outcome for one attachment (MS-OXWSATT, AttachmentInfoResponseMessageType). */
export interface CreateAttachmentResponseMessage extends ValueOfParts<[typeof createAttachmentResponseMessage]> {}
const CreateAttachmentResponseMessage: ComplexType<CreateAttachmentResponseMessage> = messages.complexType(
  createAttachmentResponseMessage,
)

const createAttachmentResponse = {
  /** One response message for each attachment, in the order of the request. */
  responseMessages: perRequested(
    messages.nonEmptyArrayOf({ createAttachmentResponseMessage: CreateAttachmentResponseMessage }),
  ),
} as const

/** The outcome for each attachment (MS-OXWSATT, CreateAttachmentResponseType). */
export interface CreateAttachmentResponse extends ValueOfParts<[typeof createAttachmentResponse]> {}
const CreateAttachmentResponse: ComplexType<CreateAttachmentResponse> = messages.complexType(createAttachmentResponse)

/** Adds attachments to an item, which gives the item a new change key. Add those of a meeting before its invitations are sent (MS-OXWSATT, CreateAttachment). */
export const CreateAttachment: Operation<CreateAttachmentRequest, CreateAttachmentResponse> = {
  name: 'CreateAttachment',
  request: messages.element('CreateAttachment', CreateAttachmentRequest),
  response: messages.element('CreateAttachmentResponse', CreateAttachmentResponse),
  safe: false,
  responseMessages: (response) => response.responseMessages,
}
