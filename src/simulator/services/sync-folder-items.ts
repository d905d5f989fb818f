import { SyncFolderItems, type SyncFolderItemsRequest } from '../../operations'
import type { FoundFolder } from '../authorization/folders'
import type { Change } from '../mailbox/journal'
import { noError } from '../soap/response-message'
import { onlyInGetItem, shaper } from './item-shape'
import { service } from './service'
import { changesSince } from './sync-state'

/** MS-OXWSSYNC, SyncFolderItems. A series is one item: a changed or deleted occurrence is an update of it. */
export const syncFolderItems = service(SyncFolderItems, (request, { folders, answerEach }) => ({
  responseMessages: answerEach(
    [request],
    () => ({ ...noError, ...answer(request, folders.folder(request.syncFolderId)) }),
    (message) => message,
  ),
}))

function answer(request: SyncFolderItemsRequest, { folder }: FoundFolder) {
  const { itemShape, syncState, maxChangesReturned: most, ignore = [] } = request
  const shaped = shaper(itemShape, onlyInGetItem)
  const ignored = new Set(ignore.map(({ id }) => id))
  const since = { kind: 'items', folderId: folder.id, syncState, most } as const
  const found = changesSince(folder.journal, since, ({ object }) => !ignored.has(object.id))
  const element = ({ kind, object }: Change) => {
    const item = folder.find(object.id)
    if (kind === 'Delete' || item === undefined) return { delete: { itemId: object } }
    return kind === 'Create' ? { create: [shaped(item)] } : { update: [shaped(item)] }
  }
  return {
    syncState: found.syncState,
    includesLastItemInRange: found.isComplete,
    changes: found.changes.map(element),
  }
}
