import { boolean, optional, perRequested } from '../../xml'
import { TargetFolderId } from '../types/folder-id'
import { ItemIds } from '../types/item-id'

/** The elements of a request to move or copy items (MS-OXWSCORE, BaseMoveCopyItemType). */
export const moveOrCopyRequest = {
  /** The folder that the items go to. It has to be in the same mailbox (ErrorCrossMailboxMoveCopy). */
  toFolderId: TargetFolderId,
  /** The items. */
  itemIds: perRequested(ItemIds),
  /** True to return the new ids. */
  returnNewItemIds: optional(boolean),
} as const
