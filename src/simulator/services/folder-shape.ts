import type { AnyFolder, FolderShape } from '../../operations'
import { refuseUnnamed } from '../items/extended-property'
import { isOfClass } from '../mailbox/folder'
import {
  type FolderProperty,
  type FolderValues,
  folderProperties,
  folderPropertyOf,
  type PlacedFolder,
} from '../mailbox/folder-property'

/** The properties that are returned only if the request names them. No known server returns them otherwise. */
const onRequest: readonly FolderProperty[] = ['extendedProperty', 'distinguishedFolderId', 'replicaList']

/** The properties of each base shape (Microsoft, "Property sets and response shapes in EWS"). */
const baseShapes: Readonly<Record<FolderShape['baseShape'], readonly FolderProperty[]>> = {
  IdOnly: ['folderId'],
  Default: ['folderId', 'displayName', 'totalCount', 'childFolderCount', 'unreadCount'],
  AllProperties: folderProperties.all.filter((property) => !onRequest.includes(property)),
}

/** The elements for folders of each class. Every other folder is a `t:Folder`. */
const kinds = [
  ['IPF.Appointment', 'calendarFolder'],
  ['IPF.Contact', 'contactsFolder'],
  ['IPF.Task', 'tasksFolder'],
] as const

/**
 * Returns a function that copies from a folder what `shape` asks for, as an element of the folder's kind.
 *
 * @throws ServiceError ErrorInvalidExtendedProperty
 */
export function folderShaper({
  baseShape,
  additionalProperties = [],
}: FolderShape): (placed: PlacedFolder) => AnyFolder {
  for (const { extendedFieldURI } of additionalProperties) if (extendedFieldURI) refuseUnnamed(extendedFieldURI)
  const added = additionalProperties.flatMap(
    ({ fieldURI }) => (fieldURI && folderProperties.find(fieldURI.fieldURI)) ?? [],
  )
  const properties = [...new Set([...baseShapes[baseShape], ...added])]
  return (placed) => elementOf(placed, valuesOf(placed, properties))
}

function valuesOf(placed: PlacedFolder, properties: readonly FolderProperty[]): FolderValues {
  const values: FolderValues = {}
  const set = <Key extends FolderProperty>(key: Key) => {
    const value = folderPropertyOf(placed, key)
    if (value !== undefined) values[key] = value
  }
  for (const property of properties) set(property)
  return values
}

/** Only a `t:Folder`, and one of tasks, has a count of unread items. */
function elementOf({ folder }: PlacedFolder, values: FolderValues): AnyFolder {
  const [, kind = 'folder'] = kinds.find(([folderClass]) => isOfClass(folder.facts.folderClass, folderClass)) ?? []
  const { unreadCount, ...shared } = values
  switch (kind) {
    case 'calendarFolder':
      return { calendarFolder: shared }
    case 'contactsFolder':
      return { contactsFolder: shared }
    case 'tasksFolder':
      return { tasksFolder: values }
    default:
      return { folder: values }
  }
}
