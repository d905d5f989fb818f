import type { AnyFolder } from '../../operations'
import { CreateFolder } from '../../operations/folders/create-folder'
import { ACCESS_DENIED, type FoundFolder } from '../authorization/folders'
import type { Folder } from '../mailbox/folder'
import { noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { folderShaper } from './folder-shape'
import { service } from './service'

/** MS-OXWSFOLD, CreateFolder. */
export const createFolder = service(CreateFolder, ({ parentFolderId, folders: wanted }, { folders, answerEach }) => {
  const shaped = folderShaper({ baseShape: 'IdOnly' })
  return {
    responseMessages: answerEach(
      wanted,
      (folder) => {
        const parent = folders.folder(parentFolderId)
        if (!parent.access.onFolder.createHierarchy) throw new ServiceError('ErrorAccessDenied', ACCESS_DENIED)
        return { ...noError, folders: [shaped({ ...parent, folder: created(folder, parent) })] }
      },
      (message) => ({ ...message, folders: [] }),
    ),
  }
})

function created(wanted: AnyFolder, { mailbox, folder: parent }: FoundFolder): Folder {
  const { displayName } = Object.values(wanted)[0] ?? {}
  if (displayName === undefined || displayName === '') {
    throw new ServiceError('ErrorRequiredPropertyMissing', 'A required property is missing: DisplayName.')
  }
  const folderClass = classOf(wanted)
  const isTaken = mailbox
    .childrenOf(parent)
    .some(({ facts }) => facts.displayName.toLowerCase() === displayName.toLowerCase())
  if (isTaken) {
    throw new ServiceError('ErrorFolderExists', 'A folder with the specified name already exists.')
  }
  return mailbox.createFolder({ parent, folderClass, displayName })
}

/** The element determines the class of the folder, and any other class is refused. */
function classOf({ folder, calendarFolder, contactsFolder, tasksFolder }: AnyFolder): string {
  if (folder !== undefined) return folder.folderClass ?? 'IPF.Note'
  const typed = calendarFolder ?? contactsFolder ?? tasksFolder
  if (typed === undefined) {
    throw new ServiceError('ErrorInvalidFolderTypeForOperation', 'The simulator has no search folders.')
  }
  if (typed.folderClass !== undefined) {
    throw new ServiceError('ErrorNoFolderClassOverride', 'The folder class of a typed folder cannot be set.')
  }
  if (calendarFolder !== undefined) return 'IPF.Appointment'
  return contactsFolder === undefined ? 'IPF.Task' : 'IPF.Contact'
}
