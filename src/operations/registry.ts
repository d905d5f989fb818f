import { CreateAttachment } from './attachments/create-attachment'
import { DeleteAttachment } from './attachments/delete-attachment'
import { GetAttachment } from './attachments/get-attachment'
import { GetUserAvailability } from './availability/get-user-availability'
import { ExpandDL } from './directory/expand-dl'
import { ResolveNames } from './directory/resolve-names'
import { CreateFolder } from './folders/create-folder'
import { DeleteFolder } from './folders/delete-folder'
import { FindFolder } from './folders/find-folder'
import { GetFolder } from './folders/get-folder'
import { SyncFolderHierarchy } from './folders/sync-folder-hierarchy'
import { ConvertId } from './ids/convert-id'
import { CopyItem } from './items/copy-item'
import { CreateItem } from './items/create-item'
import { DeleteItem } from './items/delete-item'
import { FindItem } from './items/find-item'
import { GetItem } from './items/get-item'
import { MoveItem } from './items/move-item'
import { SyncFolderItems } from './items/sync-folder-items'
import { UpdateItem } from './items/update-item'
import { GetUserOofSettings } from './out-of-office/get-user-oof-settings'
import { SetUserOofSettings } from './out-of-office/set-user-oof-settings'
import { GetRoomLists } from './rooms/get-room-lists'
import { GetRooms } from './rooms/get-rooms'
import { GetEvents } from './subscriptions/get-events'
import { GetStreamingEvents } from './subscriptions/get-streaming-events'
import { Subscribe } from './subscriptions/subscribe'
import { Unsubscribe } from './subscriptions/unsubscribe'
import { GetServerTimeZones } from './time-zones/get-server-time-zones'

export * from './attachments/create-attachment'
export * from './attachments/delete-attachment'
export * from './attachments/get-attachment'
export * from './availability/get-user-availability'
export * from './directory/expand-dl'
export * from './directory/resolve-names'
export * from './folders/create-folder'
export * from './folders/delete-folder'
export * from './folders/find-folder'
export * from './folders/get-folder'
export * from './folders/sync-folder-hierarchy'
export * from './ids/convert-id'
export * from './items/copy-item'
export * from './items/create-item'
export * from './items/delete-item'
export * from './items/find-item'
export * from './items/get-item'
export * from './items/move-item'
export * from './items/sync-folder-items'
export * from './items/update-item'
export * from './out-of-office/get-user-oof-settings'
export * from './out-of-office/set-user-oof-settings'
export * from './rooms/get-room-lists'
export * from './rooms/get-rooms'
export * from './subscriptions/get-events'
export * from './subscriptions/get-streaming-events'
export * from './subscriptions/subscribe'
export * from './subscriptions/unsubscribe'
export * from './time-zones/get-server-time-zones'

/**
 * The EWS operations of this package by the names of `EwsClient`'s methods. The client has a method for each operation, with
 * the docstring that stands here, and the simulator has a service.
 */
export const operations = {
  /** Returns the times at which mailboxes are busy, and times that suit all of them (MS-OXWSAVAIL). */
  getUserAvailability: GetUserAvailability,

  /** Returns the time zones that the server knows, by their Windows ids, with or without their rules (MS-OXWSGTZ). */
  getServerTimeZones: GetServerTimeZones,

  /** Returns the room lists of the organization (MS-OXWSGTRM). */
  getRoomLists: GetRoomLists,

  /** Returns the rooms of a room list (MS-OXWSGTRM). */
  getRooms: GetRooms,

  /** Returns the mailboxes and groups whose name or address begins with a text (MS-OXWSRSLNM). */
  resolveNames: ResolveNames,

  /**
   * Returns folders by their ids or well-known names: `{ distinguishedFolderId: { id: 'calendar' } }` (MS-OXWSFOLD).
   */
  getFolder: GetFolder,

  /** Returns the folders below others that match: all calendars of a mailbox, for example (MS-OXWSFOLD). */
  findFolder: FindFolder,

  /** Returns the changes in a folder since an earlier call: new, changed and deleted items (MS-OXWSSYNC). */
  syncFolderItems: SyncFolderItems,

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

  /**
   * Subscribes to the events of folders in one mailbox: with a streaming subscription for `getStreamingEvents`, or a pull subscription for
   * `getEvents`. Only the owner may do this, so impersonate the mailbox. Not idempotent (MS-OXWSNTIF).
   */
  subscribe: Subscribe,

  /** Ends a subscription, pull or streaming (MS-OXWSNTIF). */
  unsubscribe: Unsubscribe,

  /** Returns the events of a pull subscription since a watermark, and starts its timeout anew (MS-OXWSNTIF). */
  getEvents: GetEvents,

  /**
   * Returns the events of streaming subscriptions as they happen. It is an async iterable of answers: the first says that the connection
   * is open, others have events or show that it is alive, and the last says that it is closed after `connectionTimeout` minutes. The
   * request is sent when the iteration begins; leaving the loop closes the connection (MS-OXWSNTIF).
   *
   * A stream has a connection of its own beside the `maxConnections` of other calls, is never repeated, and has no deadline but
   * `idleTimeoutMs`. It throws `EwsConnectionError` if the connection breaks, and `EwsTimeoutError` after silence. An answer that
   * refuses a subscription doesn't throw: its response message has `error`.
   *
   * @example
   * const request = { subscriptionIds: [id], connectionTimeout: 30 }
   * for await (const { responseMessages } of client.getStreamingEvents(request, { signal })) {
   *   for (const { notifications = [] } of responseMessages) console.log(notifications)
   * }
   */
  getStreamingEvents: GetStreamingEvents,
  /** Adds files and items to an item, which gives the item a new change key: `rootItemChangeKey` (MS-OXWSATT). */
  createAttachment: CreateAttachment,

  /** Returns attachments with their contents (MS-OXWSATT). */
  getAttachment: GetAttachment,

  /** Deletes attachments, which gives their items new change keys (MS-OXWSATT). */
  deleteAttachment: DeleteAttachment,

  /** Returns the members of a distribution group, one level deep (MS-OXWSDLIST). */
  expandDL: ExpandDL,

  /** Creates folders: another calendar, for example (MS-OXWSFOLD). */
  createFolder: CreateFolder,

  /** Deletes folders for good or moves them to Deleted Items, with everything in them (MS-OXWSFOLD). */
  deleteFolder: DeleteFolder,

  /** Returns the changes of folders since an earlier call: new, renamed, moved and deleted ones (MS-OXWSSYNC). */
  syncFolderHierarchy: SyncFolderHierarchy,

  /** Converts ids to other forms, such as the `HexEntryId` of availability details to `EwsId` (MS-OXWSCVTID). */
  convertId: ConvertId,

  /** Copies items to another folder of their mailbox (MS-OXWSCORE). */
  copyItem: CopyItem,

  /** Moves items to another folder of their mailbox, where they get new ids (MS-OXWSCORE). */
  moveItem: MoveItem,

  /** Returns the automatic replies of a mailbox (MS-OXWSOOF). */
  getUserOofSettings: GetUserOofSettings,

  /** Sets the automatic replies of a mailbox, all settings at once (MS-OXWSOOF). */
  setUserOofSettings: SetUserOofSettings,
} as const

/** The name of an operation's method, such as `findItem`. */
export type OperationMethod = keyof typeof operations
