import type { ExtendedProperty } from '../../operations/types/extended-property'
import type { ExtendedFieldURI } from '../../operations/types/field-uri'
import { numberOfItemId } from '../items/exchange-id'
import { isSameProperty } from '../items/extended-property'
import { systemTime } from '../items/system-time'
import type { Folder } from './folder'
import type { Mailbox } from './mailbox'

/** A property of folders that has a tag in MAPI. */
interface FolderTwin {
  readonly path: ExtendedFieldURI
  readonly read: (folder: Folder, mailbox: Mailbox) => string | undefined
}

const tagged = (propertyTag: string, propertyType: 'Integer' | 'Boolean' | 'String' | 'SystemTime') =>
  ({ propertyTag, propertyType }) as const

/** What clients such as DavMail ask of folders by tags (MS-OXPROPS; Microsoft, "Handling notification-related errors in EWS"). */
const twins: readonly FolderTwin[] = [
  // PidTagContentCount, PidTagContentUnreadCount, PidTagSubfolders, PidTagContainerClass and PidTagAttributeHidden
  { path: tagged('0x3602', 'Integer'), read: ({ size }) => `${size}` },
  { path: tagged('0x3603', 'Integer'), read: ({ unreadCount }) => `${unreadCount}` },
  { path: tagged('0x360a', 'Boolean'), read: (folder, mailbox) => `${mailbox.childrenOf(folder).length > 0}` },
  { path: tagged('0x3613', 'String'), read: ({ facts }) => facts.folderClass },
  { path: tagged('0x10f4', 'Boolean'), read: () => 'false' },
  // PidTagLastModificationTime and PidTagLocalCommitTimeMax, which change with the content
  { path: tagged('0x3008', 'SystemTime'), read: ({ changedAt }) => systemTime(changedAt) },
  { path: tagged('0x670a', 'SystemTime'), read: ({ changedAt }) => systemTime(changedAt) },
  // PidTagInternetArticleNumberNext, and the greatest number that was given away
  { path: tagged('0x6751', 'Integer'), read: (folder) => `${lastNumber(folder) + 1}` },
  { path: tagged('0x6752', 'Integer'), read: (folder) => `${lastNumber(folder)}` },
]

const lastNumber = (folder: Folder) =>
  [...folder.items()].reduce((last, { itemId }) => Math.max(last, numberOfItemId(itemId.id)), 0)

/** The values of those of the given properties that a folder has in MAPI. */
export const folderTwinsOf = (
  { folder, mailbox }: { readonly folder: Folder; readonly mailbox: Mailbox },
  paths: readonly ExtendedFieldURI[],
): ExtendedProperty[] =>
  paths.flatMap((extendedFieldURI) => {
    const value = twins.find(({ path }) => isSameProperty(path, extendedFieldURI))?.read(folder, mailbox)
    return value === undefined ? [] : [{ extendedFieldURI, value }]
  })
