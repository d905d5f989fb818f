import type { WholeAttachment } from '../../operations'
import type { FoundItem, ItemIdChoice } from '../authorization/folders'
import { factsOf } from '../items/attachment'
import { readAttachmentId } from '../items/exchange-id'
import { ServiceError } from '../soap/service-error'

/** An attachment, and the item that it belongs to. */
export interface FoundAttachment extends FoundItem {
  readonly attachment: WholeAttachment
}

/**
 * Finds an attachment by its id, and its item by `find`.
 *
 * @throws ServiceError ErrorInvalidAttachmentId, and the errors of `find`
 */
export function foundAttachment(id: string, find: (item: ItemIdChoice) => FoundItem): FoundAttachment {
  const itemId = readAttachmentId(id)?.itemId
  if (itemId === undefined) throw new ServiceError('ErrorInvalidAttachmentId', 'Attachment Id is invalid.')
  const found = find({ itemId: { id: itemId } })
  const attachment = found.item.attachments?.find((each) => factsOf(each)?.attachmentId?.id === id)
  if (attachment !== undefined) return { ...found, attachment }
  throw new ServiceError(
    'ErrorItemNotFound',
    'The specified object was not found in the store., The attachment is gone.',
  )
}
