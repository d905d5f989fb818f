import type { MoveItemRequest } from '../../operations'
import { CopyItem, MoveItem } from '../../operations/mail/answers'
import type { FoundFolder, FoundItem } from '../authorization/folders'
import { realItemOf } from '../mail/mail-property'
import type { StoredItem } from '../mailbox/stored-item'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { type Service, type ServiceContext, service } from './service'

/** MS-OXWSCORE, MoveItem. An item gets a new id in its new folder. */
export const moveItem: Service = service(MoveItem, (request, context) => ({
  responseMessages: relocated(request, context, 'delete', ({ mailbox, folder, item }, to) =>
    context.store.move(mailbox, item, { from: folder, to: to.folder }),
  ),
}))

/** MS-OXWSCORE, CopyItem. */
export const copyItem: Service = service(CopyItem, (request, context) => ({
  responseMessages: relocated(request, context, 'read', ({ mailbox, folder, item }, to) =>
    context.store.copy(mailbox, item, { from: folder, to: to.folder }),
  ),
}))

/**
 * Moves or copies each item with `bring`. The new ids are only returned if the request asks for them.
 *
 * @param needs the right to the item that this requires
 */
function relocated(
  { toFolderId, itemIds, returnNewItemIds = false }: MoveItemRequest,
  { folders, answerEach }: ServiceContext,
  needs: 'read' | 'delete',
  bring: (item: FoundItem, to: FoundFolder) => StoredItem,
) {
  return answerEach(
    itemIds,
    (id) => {
      const { folderId, distinguishedFolderId } = toFolderId
      const to = folders.target(folderId === undefined ? { distinguishedFolderId } : { folderId })
      const item = needs === 'read' ? folders.item(id) : folders.itemTo(needs, id)
      refuse(item, to)
      const { kind, itemId } = bring(item, to)
      const brought = kind === undefined ? { calendarItem: { itemId } } : realItemOf(kind, { itemId })
      return { ...noError, items: returnNewItemIds ? [brought] : [] }
    },
    (message) => ({ ...message, items: [] }),
  )
}

function refuse({ mailbox, folder, item }: FoundItem, to: FoundFolder) {
  if (mailbox !== to.mailbox) {
    throw new ServiceError('ErrorCrossMailboxMoveCopy', 'Items can only be moved or copied within one mailbox.')
  }
  if (folder.masterOf(item) !== undefined) {
    throw new ServiceError(
      'ErrorCalendarCannotMoveOrCopyOccurrence',
      'An occurrence of a series cannot be moved or copied.',
    )
  }
}
