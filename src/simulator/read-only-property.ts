import type { Property } from './property'

/** What only the server sets (MS-OXWSCORE, ItemType; MS-OXWSMTGS, CalendarItemType). */
export const readOnlyProperties: readonly Property[] = [
  'itemId',
  'parentFolderId',
  'dateTimeReceived',
  'size',
  'isDraft',
  'dateTimeCreated',
  'hasAttachments',
  'lastModifiedTime',
  'isMeeting',
  'isCancelled',
  'isRecurring',
  'calendarItemType',
  'myResponseType',
  'organizer',
]
