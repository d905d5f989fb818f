import type { FolderIds } from '../operations/folder-id'
import type { Caller } from './caller'
import type { Mailbox, MailboxStore } from './mailbox'
import { ServiceError } from './service-error'

type FolderIdChoice = FolderIds[number]

/** A folder that a request names: whose it is, and whether it is the calendar; all others are empty here. */
export interface NamedFolder {
  readonly mailbox: Mailbox
  readonly isCalendar: boolean
}

/**
 * The folder that `folder` names (MS-OXWSFOLD, DistinguishedFolderIdType and FolderIdType).
 *
 * @throws ServiceError if it isn't there, or the caller has no rights to it
 */
export function resolveFolder(folder: FolderIdChoice, caller: Caller, store: MailboxStore): NamedFolder {
  const { folderId, distinguishedFolderId } = folder
  if (folderId !== undefined) return { mailbox: ownerOf(folderId.id, caller, store), isCalendar: true }
  const address = distinguishedFolderId?.mailbox?.emailAddress
  const mailbox = address === undefined ? caller.mailbox : store.find(address)
  if (mailbox === undefined) {
    throw new ServiceError('ErrorNonExistentMailbox', 'The SMTP address has no mailbox associated with it.')
  }
  if (!caller.mayActFor(mailbox)) {
    throw new ServiceError('ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
  }
  return { mailbox, isCalendar: distinguishedFolderId?.id === 'calendar' }
}

function ownerOf(folderId: string, caller: Caller, store: MailboxStore): Mailbox {
  const owner = store.mailboxes().find(({ calendarFolderId }) => calendarFolderId === folderId)
  if (owner !== undefined && caller.mayActFor(owner)) return owner
  throw new ServiceError('ErrorFolderNotFound', 'The specified folder could not be found in the store.')
}
