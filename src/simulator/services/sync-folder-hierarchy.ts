import { SyncFolderHierarchy, type SyncFolderHierarchyRequest } from '../../operations/folders/sync-folder-hierarchy'
import type { FoundFolder } from '../authorization/folders'
import type { Change } from '../mailbox/journal'
import { noError } from '../soap/response-message'
import { folderShaper } from './folder-shape'
import { service } from './service'
import { changesSince } from './sync-state'

/**
 * MS-OXWSSYNC, SyncFolderHierarchy. Counts of items are no changes of a folder. A deletion is reported below every folder, as the
 * place of a deleted folder is no longer known.
 */
export const syncFolderHierarchy = service(SyncFolderHierarchy, (request, { folders, answerEach }) => ({
  responseMessages: answerEach(
    [request],
    () => {
      const id = request.syncFolderId ?? { distinguishedFolderId: { id: 'root' as const } }
      return { ...noError, ...answer(request, folders.folder(id)) }
    },
    (message) => message,
  ),
}))

function answer({ folderShape, syncState }: SyncFolderHierarchyRequest, { mailbox, folder: root }: FoundFolder) {
  const shaped = folderShaper(folderShape)
  const inside = new Set(mailbox.descendantsOf(root).map(({ id }) => id))
  const isInside = ({ kind, object }: Change) => kind === 'Delete' || inside.has(object.id)
  const since = { kind: 'hierarchy', folderId: root.id, syncState, most: Number.POSITIVE_INFINITY } as const
  const found = changesSince(mailbox.hierarchy, since, isInside)
  const element = ({ kind, object }: Change) => {
    const folder = mailbox.folder(object.id)
    if (kind === 'Delete' || folder === undefined) return { delete: { folderId: object } }
    const changed = shaped({ mailbox, folder })
    return kind === 'Create' ? { create: changed } : { update: changed }
  }
  return {
    syncState: found.syncState,
    includesLastFolderInRange: found.isComplete,
    changes: found.changes.map(element),
  }
}
