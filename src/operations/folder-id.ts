import { attribute, choice, enumeration, type Infer, optional, text } from '../xml'
import { EmailAddress } from './email-address'
import { types } from './namespaces'

/** A folder by its id (MS-OXWSCDATA, FolderIdType). */
const FolderId = types.complexType({
  id: attribute(text),
  changeKey: optional(attribute(text)),
})

/** A well-known folder by name, of the caller's mailbox or of `mailbox` (MS-OXWSFOLD, DistinguishedFolderIdType). */
const DistinguishedFolderId = types.complexType({
  id: attribute(enumeration('calendar', 'deleteditems', 'drafts', 'inbox', 'msgfolderroot', 'root', 'sentitems')),
  changeKey: optional(attribute(text)),
  mailbox: optional(EmailAddress),
})

const alternatives = { folderId: FolderId, distinguishedFolderId: DistinguishedFolderId } as const

/** Where a new item is to be saved (MS-OXWSCDATA, TargetFolderIdType). */
export const TargetFolderId = types.complexType(choice(alternatives))
export type TargetFolderId = Infer<typeof TargetFolderId>

/** The folders of a search (MS-OXWSCDATA, NonEmptyArrayOfBaseFolderIdsType). */
export const FolderIds = types.nonEmptyArrayOfChoice(alternatives)
export type FolderIds = Infer<typeof FolderIds>
