import type { Operation } from '../../src/operations'
import { CreateAttachment } from '../../src/operations/attachments/create-attachment'
import { DeleteAttachment } from '../../src/operations/attachments/delete-attachment'
import { GetAttachment } from '../../src/operations/attachments/get-attachment'
import { ExpandDL } from '../../src/operations/directory/expand-dl'
import { CreateFolder } from '../../src/operations/folders/create-folder'
import { DeleteFolder } from '../../src/operations/folders/delete-folder'
import { SyncFolderHierarchy } from '../../src/operations/folders/sync-folder-hierarchy'
import { ConvertId } from '../../src/operations/ids/convert-id'
import { CopyItem } from '../../src/operations/items/copy-item'
import { MoveItem } from '../../src/operations/items/move-item'
import { GetUserOofSettings } from '../../src/operations/out-of-office/get-user-oof-settings'
import { SetUserOofSettings } from '../../src/operations/out-of-office/set-user-oof-settings'
import { GetUserConfiguration } from '../../src/operations/user-configuration/get-user-configuration'

/** Operations that are described but not registered: `EwsClient` has no methods for them. */
export const unregistered: readonly Operation<unknown, unknown>[] = [
  ConvertId,
  CopyItem,
  CreateAttachment,
  CreateFolder,
  DeleteAttachment,
  DeleteFolder,
  ExpandDL,
  GetAttachment,
  GetUserConfiguration,
  GetUserOofSettings,
  MoveItem,
  SetUserOofSettings,
  SyncFolderHierarchy,
]
