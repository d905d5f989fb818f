import { type ComplexType, named, optional, perRequested, type ValueOfParts } from '../../xml'
import { CopyItem as CopyCalendarItem, type CopyItemRequest } from '../items/copy-item'
import { GetItem as GetCalendarItem, type GetItemRequest } from '../items/get-item'
import { MoveItem as MoveCalendarItem, type MoveItemRequest } from '../items/move-item'
import { losses, syncResponseMessage } from '../items/sync-changes'
import { SyncFolderItems as SyncCalendarItems, type SyncFolderItemsRequest } from '../items/sync-folder-items'
import type { Operation } from '../soap/operation'
import type { ResponseMessage } from '../soap/response-message'
import { messages, types } from '../types/namespaces'
import { RealItemInfo, RealItems } from './real-items'

/** The answer of an operation: a response message for each thing that the request asks for. */
export interface Answer<Message> {
  readonly responseMessages: readonly Message[]
}

/** The operations of mailboxes with messages. `EwsClient` has calendar items only; requests that need no other words are the same. */
export function answering<Request, Message extends ResponseMessage>(
  { name, request, safe }: Pick<Operation<Request, unknown>, 'name' | 'request' | 'safe'>,
  message: ComplexType<Message>,
): Operation<Request, Answer<Message>> {
  const responseMessages = messages.nonEmptyArrayOf({ message: named(`${name}ResponseMessage`, message) })
  const response: ComplexType<Answer<Message>> = messages.complexType({
    responseMessages: perRequested(responseMessages),
  })
  return {
    name,
    request,
    response: messages.element(`${name}Response`, response),
    safe,
    responseMessages: (answer) => answer.responseMessages,
  }
}

/** MS-OXWSCORE, GetItem, for items of all kinds. */
export const GetItem: Operation<GetItemRequest, Answer<RealItemInfo>> = answering(GetCalendarItem, RealItemInfo)

/** MS-OXWSCORE, MoveItem, for items of all kinds. */
export const MoveItem: Operation<MoveItemRequest, Answer<RealItemInfo>> = answering(MoveCalendarItem, RealItemInfo)

/** MS-OXWSCORE, CopyItem, for items of all kinds. */
export const CopyItem: Operation<CopyItemRequest, Answer<RealItemInfo>> = answering(CopyCalendarItem, RealItemInfo)

/** The one item of a change. The schema allows exactly one. */
export const ChangedItem: typeof RealItems = { ...RealItems, minLength: 1 }

const changedItems = {
  ...syncResponseMessage,
  changes: optional(types.arrayOfChoice({ create: ChangedItem, update: ChangedItem, ...losses })),
} as const

/** The changes in a folder with items of all kinds (MS-OXWSSYNC, SyncFolderItemsResponseMessageType). */
interface SyncResponseMessage extends ValueOfParts<[typeof changedItems]> {}
const SyncResponseMessage: ComplexType<SyncResponseMessage> = messages.complexType(changedItems)

/** MS-OXWSSYNC, SyncFolderItems, for items of all kinds. */
export const SyncFolderItems: Operation<SyncFolderItemsRequest, Answer<SyncResponseMessage>> = answering(
  SyncCalendarItems,
  SyncResponseMessage,
)
