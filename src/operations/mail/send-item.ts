import { attribute, boolean, type ComplexType, optional, perRequested, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { ResponseMessage } from '../soap/response-message'
import { TargetFolderId } from '../types/folder-id'
import { ItemIds } from '../types/item-id'
import { messages } from '../types/namespaces'
import { type Answer, answering } from './answers'

const sendItemRequest = {
  /** True to keep a copy of each message. */
  saveItemToFolder: attribute(boolean),
  /** The messages to send. */
  itemIds: perRequested(ItemIds),
  /** The folder for the copies. Defaults to Sent Items. */
  savedItemFolderId: optional(TargetFolderId),
} as const

/** The drafts to send (MS-OXWSCORE, SendItemType). */
interface SendItemRequest extends ValueOfParts<[typeof sendItemRequest]> {}
const SendItemRequest: ComplexType<SendItemRequest> = messages.complexType(sendItemRequest)

/** Sends messages that were saved before (MS-OXWSCORE, SendItem). */
export const SendItem: Operation<SendItemRequest, Answer<ResponseMessage>> = answering(
  { name: 'SendItem', request: messages.element('SendItem', SendItemRequest), safe: false },
  ResponseMessage,
)
