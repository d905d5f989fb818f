import { GetUserAvailability } from './availability/get-user-availability'
import { FindFolder } from './folders/find-folder'
import { GetFolder } from './folders/get-folder'
import { CreateItem } from './items/create-item'
import { DeleteItem } from './items/delete-item'
import { FindItem } from './items/find-item'
import { GetItem } from './items/get-item'
import { UpdateItem } from './items/update-item'

export * from './availability/get-user-availability'
export * from './folders/find-folder'
export * from './folders/get-folder'
export * from './items/create-item'
export * from './items/delete-item'
export * from './items/find-item'
export * from './items/get-item'
export * from './items/update-item'

/**
 * The EWS operations of this package by the names of `EwsClient`'s methods. The client has a method for each operation, with
 * the docstring that stands here, and the simulator has a service.
 */
export const operations = {
  /** Returns the times at which mailboxes are busy, and times that suit all of them (MS-OXWSAVAIL). */
  getUserAvailability: GetUserAvailability,

  /**
   * Returns folders by their ids or well-known names: `{ distinguishedFolderId: { id: 'calendar' } }` (MS-OXWSFOLD).
   */
  getFolder: GetFolder,

  /** Returns the folders below others that match: all calendars of a mailbox, for example (MS-OXWSFOLD). */
  findFolder: FindFolder,

  /**
   * Returns the items of folders that match. With a `calendarView` it returns the items that overlap a window of time, with
   * series expanded to their occurrences (MS-OXWSSRCH).
   */
  findItem: FindItem,

  /** Returns items by their ids, with bodies and attendees. An id may mean an occurrence or a whole series (MS-OXWSCORE). */
  getItem: GetItem,

  /** Creates calendar items and series, cancels meetings, and answers invitations. Not idempotent (MS-OXWSMTGS). */
  createItem: CreateItem,

  /** Changes properties of calendar items, of a whole series or of one occurrence (MS-OXWSMTGS). */
  updateItem: UpdateItem,

  /** Deletes items for good or moves them to Deleted Items, and sends cancellations if asked to (MS-OXWSCORE). */
  deleteItem: DeleteItem,
} as const

/** The name of an operation's method, such as `findItem`. */
export type OperationMethod = keyof typeof operations
