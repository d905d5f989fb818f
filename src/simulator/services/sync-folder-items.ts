import type { SyncFolderItemsRequest } from '../../operations'
import { SyncFolderItems } from '../../operations/mail/answers'
import type { FoundFolder } from '../authorization/folders'
import type { Change } from '../mailbox/journal'
import { isMail } from '../mailbox/stored-item'
import { noError } from '../soap/response-message'
import { onlyInGetItem, shaper, withRights } from './item-shape'
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

function answer(request: SyncFolderItemsRequest, { folder, access }: FoundFolder) {
  const { itemShape, syncState, maxChangesReturned: most, ignore = [] } = request
  const shaped = shaper(itemShape, onlyInGetItem)
  const ignored = new Set(ignore.map(({ id }) => id))
  const since = { kind: 'items', folderId: folder.id, syncState, most } as const
  const isHidden = ({ kind, object }: Change) => {
    const item = kind === 'Create' ? folder.find(object.id) : undefined
    return item !== undefined && !access.sees(item)
  }
  const found = changesSince(folder.journal, since, (change) => !ignored.has(change.object.id) && !isHidden(change))
  const element = ({ kind, object }: Change) => {
    const item = folder.find(object.id)
    if (kind === 'Delete' || item === undefined || !access.sees(item)) return { delete: { itemId: object } }
    if (kind === 'ReadFlag') return { readFlagChange: { itemId: object, isRead: isMail(item) && item.isRead === true } }
    const changed = [shaped(withRights(item, access))]
    return kind === 'Create' ? { create: changed } : { update: changed }
  }
  return {
    syncState: found.syncState,
    includesLastItemInRange: found.isComplete,
    changes: found.changes.map(element),
  }
}
