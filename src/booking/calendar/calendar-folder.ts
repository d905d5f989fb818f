import type { FindItemRequest } from 'ews-booking'

/** The id of a mailbox's default calendar folder. */
export const calendarFolder = (mailbox: string) =>
  ({
    distinguishedFolderId: { id: 'calendar', mailbox: { emailAddress: mailbox } },
  }) as const satisfies FindItemRequest['parentFolderIds'][number]
