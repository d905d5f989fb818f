import type { EffectiveRights } from '../../operations'
import { Folder as FolderValues } from '../../operations/folders/folder'
import { PropertySet } from '../items/property-set'
import { SearchSchema } from '../search/search-schema'
import { type Folder, PARENT_CHANGE_KEY } from './folder'
import { folderTwinsOf } from './folder-twin'
import type { Mailbox } from './mailbox'

export type { FolderValues }

/** A property of a folder. */
export type FolderProperty = keyof FolderValues

/** A folder, and the mailbox that it belongs to. */
export interface PlacedFolder {
  readonly mailbox: Mailbox
  readonly folder: Folder
  /** What the caller may do with it. */
  readonly access: { readonly onFolder: EffectiveRights }
}

/** The properties of folders. */
export const folderProperties = new PropertySet(FolderValues, ['folder'])

const values: { readonly [Key in FolderProperty]?: (placed: PlacedFolder) => FolderValues[Key] } = {
  folderId: ({ folder: { facts } }) => ({ id: facts.id, changeKey: facts.changeKey }),
  parentFolderId: ({ folder: { facts } }) => facts.parent && { id: facts.parent.id, changeKey: PARENT_CHANGE_KEY },
  folderClass: ({ folder: { facts } }) => facts.folderClass,
  displayName: ({ folder: { facts } }) => facts.displayName,
  totalCount: ({ folder }) => folder.size,
  childFolderCount: ({ mailbox, folder }) => mailbox.childrenOf(folder).length,
  effectiveRights: ({ access }) => access.onFolder,
  distinguishedFolderId: ({ folder: { facts } }) => facts.distinguishedName,
  unreadCount: ({ folder }) => folder.unreadCount,
}

/** The value of a folder's property. */
export const folderPropertyOf = <Key extends FolderProperty>(placed: PlacedFolder, property: Key): FolderValues[Key] =>
  values[property]?.(placed)

/** How folders are searched. */
export const folderSearch = new SearchSchema<PlacedFolder, FolderValues>({
  properties: folderProperties,
  valueOf: folderPropertyOf,
  texts: {},
  extendedPropertiesOf: (placed, path) => folderTwinsOf(placed, [path]),
})
