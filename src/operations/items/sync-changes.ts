import { boolean, optional, text } from '../../xml'
import { responseMessage } from '../soap/response-message'
import { ItemId } from '../types/item-id'
import { types } from '../types/namespaces'

/** The changes in a folder that bring no item (MS-OXWSSYNC, SyncFolderItemsChangesType). */
export const losses = {
  /** An item that was deleted or moved elsewhere. */
  delete: types.complexType({
    /** The id of the item. */
    itemId: ItemId,
  }),
  /** A message that was marked as read or unread. */
  readFlagChange: types.complexType({
    /** The id of the message. */
    itemId: ItemId,
    /** True if the message is read now. */
    isRead: boolean,
  }),
} as const

/** What an answer says beside the changes (MS-OXWSSYNC, SyncFolderItemsResponseMessageType). */
export const syncResponseMessage = {
  ...responseMessage,
  /**
   * The state for the next call: opaque text of any length, for one folder. Store it together with the changes. The server
   * answers ErrorInvalidSyncStateData to a state that it doesn't take; then start again without one.
   */
  syncState: optional(text),
  /** False if there are more changes. Ask again with the new state at once, unless the state is the same as before. */
  includesLastItemInRange: optional(boolean),
} as const
