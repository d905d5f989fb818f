import {
  type ComplexType,
  dispensable,
  enumeration,
  type Infer,
  integer,
  optional,
  repeated,
  type TaggedEntry,
  text,
  type ValueOfParts,
} from '../../xml'
import { EffectiveRights } from '../types/effective-rights'
import { ExtendedProperty } from '../types/extended-property'
import { DistinguishedFolderIdName, FolderId } from '../types/folder-id'
import { types } from '../types/namespaces'
import { RetentionTag } from '../types/retention-tag'
import { Strings } from '../types/strings'

/** The elements of every folder, in the order of the schema (MS-OXWSFOLD, BaseFolderType). */
const baseFolder = {
  /** The folder's id and version. Set by the server. */
  folderId: optional(FolderId),
  /** The id of the folder that holds this one. Its change key is a constant, and no version. Set by the server. */
  parentFolderId: optional(FolderId),
  /**
   * The kind of the folder's items. `IPF.Appointment`, or a class that begins with `IPF.Appointment.`, marks a calendar.
   * Compare without regard to case.
   */
  folderClass: optional(text),
  /** The name, in the language of the mailbox for folders that the server made. */
  displayName: optional(text),
  /** The number of items in the folder. Set by the server. */
  totalCount: dispensable(optional(integer())),
  /** The number of folders in the folder. Set by the server. */
  childFolderCount: dispensable(optional(integer())),
  /** The extended properties that the folder shape names. No base shape has any. */
  extendedProperty: dispensable(repeated(ExtendedProperty)),
  /** The caller's rights on the folder. Under impersonation, those of the impersonated user. Set by the server. */
  effectiveRights: optional(EffectiveRights),
  /** The well-known name, such as `calendar`. Many servers leave it out. Set by the server. */
  distinguishedFolderId: optional(DistinguishedFolderIdName),
  /** The tag by which the server deletes the folder's items. */
  policyTag: dispensable(optional(RetentionTag)),
  /** The tag by which the server archives the folder's items. */
  archiveTag: dispensable(optional(RetentionTag)),
  /** The servers that hold a copy of a public folder. Set by the server. */
  replicaList: dispensable(optional(Strings)),
} as const

interface NoItem {
  /** Never set: it keeps an item from passing for a folder. */
  readonly itemId?: undefined
}

const unreadCount = {
  /** The number of unread items. Set by the server. */
  unreadCount: dispensable(optional(integer())),
} as const

/** A folder of mail, or of any other kind (MS-OXWSFOLD, FolderType). */
export interface Folder extends ValueOfParts<[typeof baseFolder, typeof unreadCount]>, NoItem {}
export const Folder: ComplexType<Folder> = types.complexType(baseFolder, unreadCount)

const sharedCalendar = {
  /** The rights of the caller on a calendar that another organization shares. Set by the server. */
  sharingEffectiveRights: optional(enumeration('None', 'TimeOnly', 'TimeAndSubjectAndLocation', 'FullDetails')),
} as const

/** A calendar (MS-OXWSFOLD, CalendarFolderType). Servers may answer with `folder` instead: go by `folderClass`. */
export interface CalendarFolder extends ValueOfParts<[typeof baseFolder, typeof sharedCalendar]>, NoItem {}
export const CalendarFolder: ComplexType<CalendarFolder> = types.complexType(baseFolder, sharedCalendar)

const sharedContacts = {
  /** The rights of the caller on contacts that another organization shares. Set by the server. */
  sharingEffectiveRights: optional(enumeration('None', 'FullDetails')),
} as const

/** A folder of contacts (MS-OXWSFOLD, ContactsFolderType). */
export interface ContactsFolder extends ValueOfParts<[typeof baseFolder, typeof sharedContacts]>, NoItem {}
export const ContactsFolder: ComplexType<ContactsFolder> = types.complexType(baseFolder, sharedContacts)

/** The kinds of folders (MS-OXWSFOLD, ArrayOfFoldersType). */
export const folderKinds = {
  /** A folder of mail, or of any other kind. */
  folder: Folder,
  /** A calendar. */
  calendarFolder: CalendarFolder,
  /** A folder of contacts. */
  contactsFolder: ContactsFolder,
  /** A folder that shows the results of a search. */
  searchFolder: Folder,
  /** A folder of tasks. */
  tasksFolder: Folder,
} as const

/**
 * A folder under the name of its kind: `{ calendarFolder: { folderId, displayName } }`. Servers name the same folder
 * differently in different answers, so go by `folderClass` rather than by the kind.
 */
export type AnyFolder = TaggedEntry<typeof folderKinds>

/** The folders of an answer (MS-OXWSFOLD, ArrayOfFoldersType). */
export const Folders = types.arrayOfChoice(folderKinds)
export type Folders = Infer<typeof Folders>
