import { createItem } from './create-item'
import { deleteItem } from './delete-item'
import { findItem } from './find-item'
import { getItem } from './get-item'
import { getUserAvailability } from './get-user-availability'
import type { Service } from './service'
import { updateItem } from './update-item'

/** Everything that the simulator can do; a new operation is registered here. */
export const services: readonly Service[] = [getUserAvailability, findItem, getItem, createItem, updateItem, deleteItem]
