import {
  type ArrayType,
  attribute,
  type ComplexType,
  choice,
  enumeration,
  type Infer,
  optional,
  type TaggedEntry,
  text,
  type ValueOfParts,
} from '../../xml'
import { EmailAddress } from './email-address'
import { types } from './namespaces'

const folderId = {
  /** The opaque, case-sensitive id. */
  id: attribute(text),
  /** The version of the folder. Set by the server. */
  changeKey: optional(attribute(text)),
} as const

/** A folder by its id (MS-OXWSCDATA, FolderIdType). */
export interface FolderId extends ValueOfParts<[typeof folderId]> {}
export const FolderId: ComplexType<FolderId> = types.complexType(folderId)

export const DistinguishedFolderIdName = enumeration(
  'calendar',
  'contacts',
  'deleteditems',
  'drafts',
  'inbox',
  'journal',
  'notes',
  'outbox',
  'sentitems',
  'tasks',
  'msgfolderroot',
  'publicfoldersroot',
  'root',
  'junkemail',
  'searchfolders',
  'voicemail',
  'recoverableitemsroot',
  'recoverableitemsdeletions',
  'recoverableitemsversions',
  'recoverableitemspurges',
  'recoverableitemsdiscoveryholds',
  'archiveroot',
  'archivemsgfolderroot',
  'archivedeleteditems',
  'archiveinbox',
  'archiverecoverableitemsroot',
  'archiverecoverableitemsdeletions',
  'archiverecoverableitemsversions',
  'archiverecoverableitemspurges',
  'archiverecoverableitemsdiscoveryholds',
  'syncissues',
  'conflicts',
  'localfailures',
  'serverfailures',
  'recipientcache',
  'quickcontacts',
  'conversationhistory',
  'adminauditlogs',
  'todosearch',
  'mycontacts',
  'directory',
  'imcontactlist',
  'peopleconnect',
  'favorites',
  'mecontact',
  'personmetadata',
  'teamspaceactivity',
  'teamspacemessaging',
  'teamspaceworkitems',
  'scheduled',
  'orionnotes',
  'tagitems',
  'alltaggeditems',
  'allcategorizeditems',
  'externalcontacts',
  'teamchat',
  'teamchathistory',
  'yammerdata',
  'yammerroot',
  'yammerinbound',
  'yammeroutbound',
  'yammerfeeds',
  'kaizaladata',
  'messageingestion',
  'onedriveroot',
  'onedriverecylebin',
  'onedrivesystem',
  'onedrivevolume',
  'important',
  'starred',
  'archive',
)
/** The names of well-known folders (MS-OXWSFOLD, DistinguishedFolderIdNameType). A server knows the names of its own version. */
export type DistinguishedFolderIdName = Infer<typeof DistinguishedFolderIdName>

const distinguishedFolderId = {
  /** The name of the well-known folder. */
  id: attribute(DistinguishedFolderIdName),
  /** The version of the folder. Set by the server. */
  changeKey: optional(attribute(text)),
  /**
   * The mailbox that the folder belongs to, by the primary SMTP address in `emailAddress`. The caller needs rights on the
   * folder. Defaults to the caller's own mailbox.
   */
  mailbox: optional(EmailAddress),
} as const

/** A well-known folder by its name (MS-OXWSFOLD, DistinguishedFolderIdType). */
export interface DistinguishedFolderId extends ValueOfParts<[typeof distinguishedFolderId]> {}
export const DistinguishedFolderId: ComplexType<DistinguishedFolderId> = types.complexType(distinguishedFolderId)

/** The elements that name a folder (MS-OXWSCDATA, TargetFolderIdType). */
export const folderIds = {
  /** The folder by its id. */
  folderId: FolderId,
  /** The folder by its well-known name, such as `calendar`. */
  distinguishedFolderId: DistinguishedFolderId,
} as const

/** A folder by its id or its well-known name (MS-OXWSCDATA, TargetFolderIdType). */
export type TargetFolderId = TaggedEntry<typeof folderIds>
export const TargetFolderId: ComplexType<TargetFolderId> = types.complexType(choice(folderIds))

/** One or more folders, each by its id or its well-known name (MS-OXWSCDATA, NonEmptyArrayOfBaseFolderIdsType). */
export const FolderIds: ArrayType<readonly TargetFolderId[]> = types.nonEmptyArrayOfChoice(folderIds)
export type FolderIds = Infer<typeof FolderIds>
