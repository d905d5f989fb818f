import type { AnyFolder, FolderShape } from '../../operations'
import { namedProperties } from '../items/named-property'
import { presentValues } from '../items/present-values'
import { isOfClass } from '../mailbox/folder'
import {
  type FolderProperty,
  type FolderValues,
  folderProperties,
  folderPropertyOf,
  type PlacedFolder,
} from '../mailbox/folder-property'
import { folderTwinsOf } from '../mailbox/folder-twin'

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
 * @throws ServiceError as `namedProperties`
 */
export function folderShaper(shape: FolderShape): (placed: PlacedFolder) => AnyFolder {
  const properties = [...new Set([...baseShapes[shape.baseShape], ...namedProperties(shape, folderProperties)])]
  const extended = (shape.additionalProperties ?? []).flatMap(({ extendedFieldURI }) => extendedFieldURI ?? [])
  return (placed) => {
    const extendedProperty = folderTwinsOf(placed, extended)
    const values: FolderValues = presentValues<FolderValues>(properties, (property) =>
      folderPropertyOf(placed, property),
    )
    return elementOf(placed, extendedProperty.length === 0 ? values : { ...values, extendedProperty })
  }
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
