import type { OperationMethod } from '../../operations'
import { createItem } from './create-item'
import { deleteItem } from './delete-item'
import { findFolder } from './find-folder'
import { findItem } from './find-item'
import { getFolder } from './get-folder'
import { getItem } from './get-item'
import { getUserAvailability } from './get-user-availability'
import type { Service } from './service'
import { updateItem } from './update-item'

/** How the simulator carries out each operation of the registry. */
const services: Readonly<Record<OperationMethod, Service>> = {
  getUserAvailability,
  getFolder,
  findFolder,
  findItem,
  getItem,
  createItem,
  updateItem,
  deleteItem,
}

/** The services of a simulator that was taught `taught`. The last service for an operation replaces earlier ones. */
export function servicesWith(taught: readonly Service[]): readonly Service[] {
  return [
    ...new Map([...Object.values(services), ...taught].map((service) => [service.operation.name, service])).values(),
  ]
}
