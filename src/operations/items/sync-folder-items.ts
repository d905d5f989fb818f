import { type ComplexType, enumeration, integer, optional, type TaggedEntry, text, type ValueOfParts } from '../../xml'
import type { Operation } from '../soap/operation'
import { CalendarItems } from '../types/calendar-item'
import { TargetFolderId } from '../types/folder-id'
import { ItemId } from '../types/item-id'
import { ItemShape } from '../types/item-shape'
import { messages, types } from '../types/namespaces'
import { losses, syncResponseMessage } from './sync-changes'

const syncFolderItemsRequest = {
  /**
   * The properties to return. Each one beside the id costs the server another call, so take `IdOnly` and get the rest with
   * GetItem. Bodies and attendees are never returned.
   */
  itemShape: ItemShape,
  /** The folder to look at. Search folders and public folders are refused. */
  syncFolderId: TargetFolderId,
  /** The state that the last call returned. Without it, every item is reported as created. */
  syncState: optional(text),
  /** Items whose changes are left out. Give them with each call. */
  ignore: optional(types.arrayOf({ itemId: ItemId })),
  /** The most changes to return, from 1 to 512. */
  maxChangesReturned: integer({ minInclusive: 1, maxInclusive: 512 }),
  /** The items to look at. Defaults to `NormalItems`; the other one includes hidden items. */
  syncScope: optional(enumeration('NormalItems', 'NormalAndAssociatedItems')),
} as const

/** The folder to look at, and the state since which changes are wanted (MS-OXWSSYNC, SyncFolderItemsType). */
export interface SyncFolderItemsRequest extends ValueOfParts<[typeof syncFolderItemsRequest]> {}
const SyncFolderItemsRequest: ComplexType<SyncFolderItemsRequest> = messages.complexType(syncFolderItemsRequest)

/** The one item of a change. The schema allows exactly one, of any kind. */
export const ChangedItem: typeof CalendarItems = { ...CalendarItems, minLength: 1 }

const changes = {
  /** A new item, as a list of one. */
  create: ChangedItem,
  /** A changed item, as a list of one. A changed or deleted occurrence is a change of its series. */
  update: ChangedItem,
  ...losses,
} as const

/** A change in a folder: `{ delete: { itemId } }` (MS-OXWSSYNC, SyncFolderItemsChangesType). */
export type ItemSyncChange = TaggedEntry<typeof changes>

const syncFolderItemsResponseMessage = {
  ...syncResponseMessage,
  /** The changes, in no order that can be relied on. */
  changes: optional(types.arrayOfChoice(changes)),
} as const

/** The changes in the folder (MS-OXWSSYNC, SyncFolderItemsResponseMessageType). */
export interface SyncFolderItemsResponseMessage extends ValueOfParts<[typeof syncFolderItemsResponseMessage]> {}
const SyncFolderItemsResponseMessage: ComplexType<SyncFolderItemsResponseMessage> =
  messages.complexType(syncFolderItemsResponseMessage)

const syncFolderItemsResponse = {
  /** The one response message. */
  responseMessages: messages.nonEmptyArrayOf({ syncFolderItemsResponseMessage: SyncFolderItemsResponseMessage }),
} as const

/** The outcome of the call (MS-OXWSSYNC, SyncFolderItemsResponseType). */
export interface SyncFolderItemsResponse extends ValueOfParts<[typeof syncFolderItemsResponse]> {}
const SyncFolderItemsResponse: ComplexType<SyncFolderItemsResponse> = messages.complexType(syncFolderItemsResponse)

/**
 * Returns the changes in a folder since an earlier call. It knows no occurrences: a series is one item (MS-OXWSSYNC,
 * SyncFolderItems).
 */
export const SyncFolderItems: Operation<SyncFolderItemsRequest, SyncFolderItemsResponse> = {
  name: 'SyncFolderItems',
  request: messages.element('SyncFolderItems', SyncFolderItemsRequest),
  response: messages.element('SyncFolderItemsResponse', SyncFolderItemsResponse),
  safe: true,
  responseMessages: (response) => response.responseMessages,
}
