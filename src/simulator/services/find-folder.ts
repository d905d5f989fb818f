import { FindFolder, type FindFolderRequest } from '../../operations'
import type { FolderIdChoice, Folders } from '../authorization/folders'
import { folderSearch, type PlacedFolder } from '../mailbox/folder-property'
import { pageOf } from '../search/paging'
import { restriction } from '../search/restriction'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { folderShaper } from './folder-shape'
import { service } from './service'

/** The most folders in one answer (Microsoft, "EWS throttling in Exchange", EWSFindCountLimit). */
const FIND_COUNT_LIMIT = 1000

/** MS-OXWSFOLD, FindFolder. */
export const findFolder = service(FindFolder, (request, { folders, answerEach }) => ({
  responseMessages: answerEach(
    request.parentFolderIds,
    (id) => {
      const shaped = folderShaper(request.folderShape)
      const found = matchesIn(id, request, folders)
      const paging = { indexed: request.indexedPageFolderView, fractional: request.fractionalPageFolderView }
      const { items, ...page } = pageOf(found, paging, FIND_COUNT_LIMIT, refuseCondition)
      return { ...noError, rootFolder: { ...page, folders: items.map(shaped) } }
    },
    (message) => message,
  ),
}))

/** The simulator has no dumpster: soft-deleted folders can't be found. */
function matchesIn(id: FolderIdChoice, request: FindFolderRequest, folders: Folders): PlacedFolder[] {
  const parent = folders.folder(id)
  const { traversal, restriction: expression } = request
  const fulfills = expression === undefined ? () => true : restriction(expression, folderSearch)
  if (traversal === 'SoftDeleted') return []
  return folders.inside(parent, traversal === 'Deep' ? 'descendants' : 'children').filter(fulfills)
}

/** The schema has no SeekToConditionPageFolderView. */
function refuseCondition(): never {
  throw new ServiceError('ErrorInvalidRequest', 'The request is invalid.')
}
