import { attribute, boolean, demanded, enumeration, integer, optional } from '../../xml'
import { TargetFolderId } from '../types/folder-id'
import { types } from '../types/namespaces'
import { MessageDisposition } from './message-disposition'

/** What a request to change items says beside the changes (MS-OXWSCORE, UpdateItemType). */
export const itemUpdate = {
  /**
   * The rule for an item that somebody else has changed meanwhile. `NeverOverwrite` with a `changeKey` leaves such an item as
   * it is.
   */
  conflictResolution: attribute(enumeration('NeverOverwrite', 'AutoResolve', 'AlwaysOverwrite')),
  /** For messages only: says whether the message is saved, sent, or both. */
  messageDisposition: optional(attribute(MessageDisposition)),
  /**
   * The people who get mail about a changed meeting. The schema makes it optional, but Exchange refuses calendar items without
   * it with ErrorSendMeetingInvitationsOrCancellationsRequired.
   */
  sendMeetingInvitationsOrCancellations: demanded(
    attribute(
      enumeration(
        'SendToNone',
        'SendOnlyToAll',
        'SendOnlyToChanged',
        'SendToAllAndSaveCopy',
        'SendToChangedAndSaveCopy',
      ),
    ),
  ),
  /** True to keep Exchange from sending read receipts. Needs Exchange 2013 or later. */
  suppressReadReceipts: optional(attribute(boolean)),
  /** The folder for copies of messages that are sent. */
  savedItemFolderId: optional(TargetFolderId),
} as const

/** What the outcome for one item says beside the item (MS-OXWSCORE, UpdateItemResponseMessageType). */
export const conflictResults = {
  /** The conflicts that the server resolved. */
  conflictResults: optional(
    types.complexType({
      /** The number of conflicts. */
      count: integer(),
    }),
  ),
} as const
