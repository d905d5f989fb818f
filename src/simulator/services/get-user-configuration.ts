import { GetUserConfiguration } from '../../operations/user-configuration/get-user-configuration'
import { ITEM_NOT_FOUND } from '../mailbox/mailbox-store'
import { ServiceError } from '../soap/service-error'
import { service } from './service'

/** MS-OXWSUSRCFG, GetUserConfiguration. The simulator's mailboxes have no configuration objects. */
export const getUserConfiguration = service(
  GetUserConfiguration,
  ({ userConfigurationName }, { folders, answerEach }) => ({
    responseMessages: answerEach(
      [userConfigurationName],
      ({ folderId, distinguishedFolderId }) => {
        folders.folder(folderId === undefined ? { distinguishedFolderId } : { folderId })
        throw new ServiceError('ErrorItemNotFound', ITEM_NOT_FOUND)
      },
      (message) => message,
    ),
  }),
)
