import { attribute, demanded, optional } from '../../xml'
import { TargetFolderId } from '../types/folder-id'
import { CalendarItemCreateOrDeleteOperation } from './calendar-item-create-or-delete-operation'
import { MessageDisposition } from './message-disposition'

/** What a request to create items says beside the items (MS-OXWSCORE, CreateItemType). */
export const itemCreation = {
  /** Says whether the mail of a response object is saved, sent, or both. Exchange requires it for response objects and ignores it for calendar items. */
  messageDisposition: optional(attribute(MessageDisposition)),
  /**
   * The people who get the invitations to new meetings. It has no effect on response objects. The schema makes it optional,
   * but Exchange refuses calendar items without it with ErrorSendMeetingInvitationsRequired.
   */
  sendMeetingInvitations: demanded(attribute(CalendarItemCreateOrDeleteOperation)),
  /** The folder for the new items. Defaults to the caller's own calendar. */
  savedItemFolderId: optional(TargetFolderId),
} as const
