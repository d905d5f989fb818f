import type { Operation } from '../../src/operations'
import { CopyItem, GetItem, MoveItem, SyncFolderItems } from '../../src/operations/mail/answers'
import { CreateItem } from '../../src/operations/mail/create-item'
import { FindItem } from '../../src/operations/mail/find-item'
import { SendItem } from '../../src/operations/mail/send-item'
import { UpdateItem } from '../../src/operations/mail/update-item'
import { GetUserConfiguration } from '../../src/operations/user-configuration/get-user-configuration'

/**
 * Operations that are described but not registered, so that `EwsClient` has no methods for them: mail clients ask the simulator for them,
 * and a booking product has no use for them.
 */
export const unregistered: readonly Operation<unknown, unknown>[] = [GetUserConfiguration, SendItem]

/** The operations that the simulator carries out for items of all kinds, in place of those for calendar items. */
export const mailOperations: readonly Operation<unknown, unknown>[] = [
  FindItem,
  GetItem,
  SyncFolderItems,
  CreateItem,
  UpdateItem,
  MoveItem,
  CopyItem,
]
