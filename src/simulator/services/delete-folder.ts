import { DeleteFolder } from '../../operations/folders/delete-folder'
import { ACCESS_DENIED } from '../authorization/folders'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { service } from './service'

/** MS-OXWSFOLD, DeleteFolder. A folder keeps its id in Deleted Items. A soft-deleted folder can't be found again. */
export const deleteFolder = service(DeleteFolder, ({ deleteType, folderIds }, { folders, answerEach }) => ({
  responseMessages: answerEach(
    folderIds,
    (id) => {
      const { mailbox, folder, access } = folders.folder(id)
      if (!access.onFolder.delete) throw new ServiceError('ErrorAccessDenied', ACCESS_DENIED)
      if (folder.facts.distinguishedName !== undefined) {
        throw new ServiceError('ErrorDeleteDistinguishedFolder', 'Distinguished folders cannot be deleted.')
      }
      if (deleteType === 'MoveToDeletedItems') mailbox.moveFolder(folder, mailbox.deletedItems)
      else mailbox.deleteFolder(folder)
      return { ...noError }
    },
    (message) => message,
  ),
}))
