import { SyncFolderHierarchy, type SyncFolderHierarchyRequest } from '../../operations/folders/sync-folder-hierarchy'
import type { Folders, FoundFolder } from '../authorization/folders'
import type { Change } from '../mailbox/journal'
import { noError } from '../soap/response-message'
import { folderShaper } from './folder-shape'
import { service } from './service'
import { changesSince } from './sync-state'

/**
 * MS-OXWSSYNC, SyncFolderHierarchy. A different item count doesn't count as a change of the folder. A deletion is reported whichever
 * folder the client synchronizes, since the former place of a deleted folder isn't known anymore.
 */
export const syncFolderHierarchy = service(SyncFolderHierarchy, (request, { folders, answerEach }) => ({
  responseMessages: answerEach(
    [request],
    () => {
      const id = request.syncFolderId ?? { distinguishedFolderId: { id: 'root' as const } }
      return { ...noError, ...answer(request, folders.folder(id), folders) }
    },
    (message) => message,
  ),
}))

function answer({ folderShape, syncState }: SyncFolderHierarchyRequest, root: FoundFolder, folders: Folders) {
  const shaped = folderShaper(folderShape)
  const inside = new Map(folders.inside(root, 'descendants').map((each) => [each.folder.id, each]))
  const isInside = ({ kind, object }: Change) => kind === 'Delete' || inside.has(object.id)
  const since = { kind: 'hierarchy', folderId: root.folder.id, syncState, most: Number.POSITIVE_INFINITY } as const
  const found = changesSince(root.mailbox.hierarchy, since, isInside)
  const element = ({ kind, object }: Change) => {
    const folder = inside.get(object.id)
    if (kind === 'Delete' || folder === undefined) return { delete: { folderId: object } }
    const changed = shaped(folder)
    return kind === 'Create' ? { create: changed } : { update: changed }
  }
  return {
    syncState: found.syncState,
    includesLastFolderInRange: found.isComplete,
    changes: found.changes.map(element),
  }
}
