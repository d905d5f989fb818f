import type { FindItemRequest } from 'ews-booking'

/** A calendar of a mailbox. */
export interface CalendarAddress {
  /** The SMTP address of the mailbox. */
  readonly mailbox: string
  /** The id of the calendar's folder. Defaults to the mailbox's default calendar. */
  readonly calendar?: string | undefined
}

/** The folder of a calendar, as requests name it. */
export const calendarFolder = ({ mailbox, calendar }: CalendarAddress): FindItemRequest['parentFolderIds'][number] =>
  calendar === undefined
    ? { distinguishedFolderId: { id: 'calendar', mailbox: { emailAddress: mailbox } } }
    : { folderId: { id: calendar } }
