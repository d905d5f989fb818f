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
  id: attribute(text),
  changeKey: optional(attribute(text)),
} as const

/** A folder by its id, which is opaque and case-sensitive (MS-OXWSCDATA, FolderIdType). */
export interface FolderId extends ValueOfParts<[typeof folderId]> {}
export const FolderId: ComplexType<FolderId> = types.complexType(folderId)

/** The names of well-known folders (MS-OXWSFOLD, DistinguishedFolderIdNameType). Servers know those of their own version. */
const DistinguishedFolderIdName = enumeration(
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
export type DistinguishedFolderIdName = Infer<typeof DistinguishedFolderIdName>

const distinguishedFolderId = {
  id: attribute(DistinguishedFolderIdName),
  changeKey: optional(attribute(text)),
  /** Whose folder it is, by `emailAddress`; the caller's own where left out. The caller needs rights on it. */
  mailbox: optional(EmailAddress),
} as const

/** A well-known folder by name, of the caller's mailbox or of `mailbox` (MS-OXWSFOLD, DistinguishedFolderIdType). */
export interface DistinguishedFolderId extends ValueOfParts<[typeof distinguishedFolderId]> {}
export const DistinguishedFolderId: ComplexType<DistinguishedFolderId> = types.complexType(distinguishedFolderId)

const alternatives = { folderId: FolderId, distinguishedFolderId: DistinguishedFolderId } as const

/** A folder by its id or its well-known name, and where a new item is to be saved (MS-OXWSCDATA, TargetFolderIdType). */
export type TargetFolderId = TaggedEntry<typeof alternatives>
export const TargetFolderId: ComplexType<TargetFolderId> = types.complexType(choice(alternatives))

/** The folders of a search (MS-OXWSCDATA, NonEmptyArrayOfBaseFolderIdsType). */
export const FolderIds: ArrayType<readonly TargetFolderId[]> = types.nonEmptyArrayOfChoice(alternatives)
export type FolderIds = Infer<typeof FolderIds>
