import type { OperationMethod } from '../../operations'
import { convertId } from './convert-id'
import { createAttachment } from './create-attachment'
import { createFolder } from './create-folder'
import { createItem } from './create-item'
import { deleteAttachment } from './delete-attachment'
import { deleteFolder } from './delete-folder'
import { deleteItem } from './delete-item'
import { expandDL } from './expand-dl'
import { findFolder } from './find-folder'
import { findItem } from './find-item'
import { getAttachment } from './get-attachment'
import { getEvents } from './get-events'
import { getFolder } from './get-folder'
import { getItem } from './get-item'
import { getRoomLists } from './get-room-lists'
import { getRooms } from './get-rooms'
import { getServerTimeZones } from './get-server-time-zones'
import { getStreamingEvents } from './get-streaming-events'
import { getUserAvailability } from './get-user-availability'
import { getUserConfiguration } from './get-user-configuration'
import { getUserOofSettings } from './get-user-oof-settings'
import { copyItem, moveItem } from './move-item'
import { resolveNames } from './resolve-names'
import { sendItem } from './send-item'
import type { Service } from './service'
import { setUserOofSettings } from './set-user-oof-settings'
import { subscribe } from './subscribe'
import { syncFolderHierarchy } from './sync-folder-hierarchy'
import { syncFolderItems } from './sync-folder-items'
import { unsubscribe } from './unsubscribe'
import { updateItem } from './update-item'

/** How the simulator carries out each operation of the registry. */
const services: Readonly<Record<OperationMethod, Service>> = {
  getUserAvailability,
  getServerTimeZones,
  getRoomLists,
  getRooms,
  resolveNames,
  getFolder,
  findFolder,
  syncFolderItems,
  findItem,
  getItem,
  createItem,
  updateItem,
  deleteItem,
  subscribe,
  unsubscribe,
  getEvents,
  getStreamingEvents,
  createAttachment,
  getAttachment,
  deleteAttachment,
  expandDL,
  createFolder,
  deleteFolder,
  syncFolderHierarchy,
  convertId,
  copyItem,
  moveItem,
  getUserOofSettings,
  setUserOofSettings,
}

/** Operations that `EwsClient` doesn't have, for other clients. */
const furtherServices: readonly Service[] = [getUserConfiguration, sendItem]

/** The services of a simulator, including those that it was taught. A later service for the same operation replaces earlier ones. */
export function servicesWith(taught: readonly Service[]): readonly Service[] {
  const all = [...Object.values(services), ...furtherServices, ...taught]
  return [...new Map(all.map((service) => [service.operation.name, service])).values()]
}
