import type { FolderIds } from '../../operations/types/folder-id'
import type { Appointment } from '../calendar/appointment'
import type { Mailbox } from '../mailbox/mailbox'
import type { MailboxStore } from '../mailbox/mailbox-store'
import { ServiceError } from '../soap/service-error'
import type { Caller } from './caller'

type FolderIdChoice = FolderIds[number]

/** A folder that a request names: whose it is, and what is in it; all but the calendar and Deleted Items are empty here. */
export interface NamedFolder {
  readonly mailbox: Mailbox
  readonly isCalendar: boolean
  /** Single items and series, by start. */
  appointments(): Appointment[]
}

const calendarOf = (mailbox: Mailbox): NamedFolder => ({
  mailbox,
  isCalendar: true,
  appointments: () => mailbox.appointments(),
})

const deletedItemsOf = (mailbox: Mailbox): NamedFolder => ({
  mailbox,
  isCalendar: false,
  appointments: () => mailbox.deletedItems(),
})

const emptyFolderOf = (mailbox: Mailbox): NamedFolder => ({ mailbox, isCalendar: false, appointments: () => [] })

/**
 * The folder that `folder` names (MS-OXWSFOLD, DistinguishedFolderIdType and FolderIdType).
 *
 * @throws ServiceError if it isn't there, or the caller has no rights to it
 */
export function resolveFolder(folder: FolderIdChoice, caller: Caller, store: MailboxStore): NamedFolder {
  const { folderId, distinguishedFolderId } = folder
  if (folderId !== undefined) return folderById(folderId.id, caller, store)
  const address = distinguishedFolderId?.mailbox?.emailAddress
  const mailbox = address === undefined ? caller.mailbox : store.find(address)
  if (mailbox === undefined) {
    throw new ServiceError('ErrorNonExistentMailbox', 'The SMTP address has no mailbox associated with it.')
  }
  if (!caller.mayActFor(mailbox)) {
    throw new ServiceError('ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
  }
  if (distinguishedFolderId?.id === 'calendar') return calendarOf(mailbox)
  return distinguishedFolderId?.id === 'deleteditems' ? deletedItemsOf(mailbox) : emptyFolderOf(mailbox)
}

function folderById(folderId: string, caller: Caller, store: MailboxStore): NamedFolder {
  for (const mailbox of store.mailboxes().filter((candidate) => caller.mayActFor(candidate))) {
    if (mailbox.calendarFolderId === folderId) return calendarOf(mailbox)
    if (mailbox.deletedItemsFolderId === folderId) return deletedItemsOf(mailbox)
  }
  throw new ServiceError('ErrorFolderNotFound', 'The specified folder could not be found in the store.')
}
