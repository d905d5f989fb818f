import type { DistinguishedFolderIdName } from '../../operations/types/folder-id'

/** A folder that every mailbox has. */
export interface WellKnownFolder {
  readonly name: DistinguishedFolderIdName
  readonly displayName: string
  readonly folderClass?: string
  /** The folder that it is in; only the root has none. */
  readonly parent?: DistinguishedFolderIdName
}

/**
 * The folders of a new mailbox, parents first, in the order of their ids (MS-OXWSFOLD, DistinguishedFolderIdNameType;
 * MS-OXOSFLD for the classes).
 */
export const wellKnownFolders: readonly WellKnownFolder[] = [
  { name: 'root', displayName: 'Root' },
  { name: 'msgfolderroot', displayName: 'Top of Information Store', parent: 'root' },
  { name: 'calendar', displayName: 'Calendar', folderClass: 'IPF.Appointment', parent: 'msgfolderroot' },
  { name: 'contacts', displayName: 'Contacts', folderClass: 'IPF.Contact', parent: 'msgfolderroot' },
  { name: 'deleteditems', displayName: 'Deleted Items', folderClass: 'IPF.Note', parent: 'msgfolderroot' },
  { name: 'drafts', displayName: 'Drafts', folderClass: 'IPF.Note', parent: 'msgfolderroot' },
  { name: 'inbox', displayName: 'Inbox', folderClass: 'IPF.Note', parent: 'msgfolderroot' },
  { name: 'journal', displayName: 'Journal', folderClass: 'IPF.Journal', parent: 'msgfolderroot' },
  { name: 'junkemail', displayName: 'Junk Email', folderClass: 'IPF.Note', parent: 'msgfolderroot' },
  { name: 'notes', displayName: 'Notes', folderClass: 'IPF.StickyNote', parent: 'msgfolderroot' },
  { name: 'outbox', displayName: 'Outbox', folderClass: 'IPF.Note', parent: 'msgfolderroot' },
  { name: 'sentitems', displayName: 'Sent Items', folderClass: 'IPF.Note', parent: 'msgfolderroot' },
  { name: 'tasks', displayName: 'Tasks', folderClass: 'IPF.Task', parent: 'msgfolderroot' },
  { name: 'searchfolders', displayName: 'Finder', parent: 'root' },
  { name: 'recoverableitemsroot', displayName: 'Recoverable Items', parent: 'root' },
  { name: 'recoverableitemsdeletions', displayName: 'Deletions', parent: 'recoverableitemsroot' },
  { name: 'recoverableitemsversions', displayName: 'Versions', parent: 'recoverableitemsroot' },
  { name: 'recoverableitemspurges', displayName: 'Purges', parent: 'recoverableitemsroot' },
]
