import type { Operation } from '../../src/operations'
import { ResolveNames } from '../../src/operations/directory/resolve-names'
import { FindFolder } from '../../src/operations/folders/find-folder'
import { GetFolder } from '../../src/operations/folders/get-folder'
import { SyncFolderItems } from '../../src/operations/items/sync-folder-items'
import { GetRoomLists } from '../../src/operations/rooms/get-room-lists'
import { GetRooms } from '../../src/operations/rooms/get-rooms'
import { GetServerTimeZones } from '../../src/operations/time-zones/get-server-time-zones'

/** Operations that are described but not registered yet: the simulator has no service for them. */
export const unregistered: readonly Operation<unknown, unknown>[] = [
  FindFolder,
  GetFolder,
  GetRoomLists,
  GetRooms,
  GetServerTimeZones,
  ResolveNames,
  SyncFolderItems,
]
