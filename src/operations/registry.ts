import { GetUserAvailability } from './availability/get-user-availability'
import { CreateItem } from './items/create-item'
import { DeleteItem } from './items/delete-item'
import { FindItem } from './items/find-item'
import { GetItem } from './items/get-item'
import { UpdateItem } from './items/update-item'

export * from './availability/get-user-availability'
export * from './items/create-item'
export * from './items/delete-item'
export * from './items/find-item'
export * from './items/get-item'
export * from './items/update-item'

/**
 * The EWS operations that this package describes, by the names of `EwsClient`'s methods: the client has a method for each
 * of them, and the simulator a service. The docstring here is the method's own.
 */
export const operations = {
  /** Returns the times at which mailboxes are busy, and times that suit all of them (MS-OXWSAVAIL). */
  getUserAvailability: GetUserAvailability,

  /**
   * Returns the items of one or more folders that match. With `calendarView` it returns everything that overlaps a window,
   * with series expanded to their occurrences (MS-OXWSSRCH).
   */
  findItem: FindItem,

  /** Returns items by their ids, with bodies and attendees: single items, one occurrence of a series, or the series (MS-OXWSCORE). */
  getItem: GetItem,

  /** Creates calendar items, single or series, cancels meetings, and answers invitations (MS-OXWSMTGS). Not idempotent. */
  createItem: CreateItem,

  /** Changes properties of calendar items, of a whole series or of one occurrence (MS-OXWSMTGS). */
  updateItem: UpdateItem,

  /** Deletes items, for good or to Deleted Items, and cancels meetings where asked to (MS-OXWSCORE). */
  deleteItem: DeleteItem,
} as const

/** An operation by the name of its method: `findItem`. */
export type OperationMethod = keyof typeof operations
