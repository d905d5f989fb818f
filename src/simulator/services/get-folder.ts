import { GetFolder } from '../../operations'
import { noError } from '../soap/response-message'
import { folderShaper } from './folder-shape'
import { service } from './service'

/** MS-OXWSFOLD, GetFolder. */
export const getFolder = service(GetFolder, ({ folderShape, folderIds }, { folders, answerEach }) => ({
  responseMessages: answerEach(
    folderIds,
    (id) => {
      const shaped = folderShaper(folderShape)
      return { ...noError, folders: [shaped(folders.folder(id))] }
    },
    (message) => ({ ...message, folders: [] }),
  ),
}))
