import {
  boolean,
  type ComplexType,
  choice,
  instant,
  integer,
  optional,
  repeatedChoice,
  type ValueOfParts,
} from '../../xml'
import { FolderId } from '../types/folder-id'
import { ItemId } from '../types/item-id'
import { types } from '../types/namespaces'
import { SubscriptionId, Watermark } from './subscription-id'

const statusEvent = {
  /** The position after the event. Streaming notifications have none. */
  watermark: optional(Watermark),
} as const

/** An event that says nothing but that the subscription is alive (MS-OXWSNTIF, BaseNotificationEventType). */
export interface StatusEvent extends ValueOfParts<[typeof statusEvent]> {}
const StatusEvent: ComplexType<StatusEvent> = types.complexType(statusEvent)

const time = {
  /** The time of the event, as an instant. */
  timeStamp: instant,
} as const
const object = choice({
  /** The id of the folder that the event is about. */
  folderId: FolderId,
  /** The id of the item that the event is about. */
  itemId: ItemId,
})
const parent = {
  /** The id of the folder that holds the item or folder. */
  parentFolderId: FolderId,
} as const

/** An event of an item or a folder, by its id alone (MS-OXWSNTIF, BaseObjectChangedEventType). */
export type ObjectChangedEvent = ValueOfParts<[typeof statusEvent, typeof time, typeof object, typeof parent]>
const ObjectChangedEvent: ComplexType<ObjectChangedEvent> = types.complexType(statusEvent, time, object, parent)

const unread = {
  /** The number of unread items, for a folder. */
  unreadCount: optional(integer()),
} as const

/** A change of an item or a folder (MS-OXWSNTIF, ModifiedEventType). */
export type ModifiedEvent = ValueOfParts<[typeof statusEvent, typeof time, typeof object, typeof parent, typeof unread]>
const ModifiedEvent: ComplexType<ModifiedEvent> = types.complexType(statusEvent, time, object, parent, unread)

const oldObject = choice({
  /** The id that the folder had before. */
  oldFolderId: FolderId,
  /** The id that the item had before. */
  oldItemId: ItemId,
})
const oldParent = {
  /** The id of the folder that held the item or folder before. */
  oldParentFolderId: FolderId,
} as const

/** A move or a copy of an item or a folder (MS-OXWSNTIF, MovedCopiedEventType). */
export type MovedCopiedEvent = ValueOfParts<
  [typeof statusEvent, typeof time, typeof object, typeof parent, typeof oldObject, typeof oldParent]
>
const MovedCopiedEvent: ComplexType<MovedCopiedEvent> = types.complexType(
  statusEvent,
  time,
  object,
  parent,
  oldObject,
  oldParent,
)

const source = {
  /** The subscription that the events belong to. */
  subscriptionId: SubscriptionId,
  /** The position before the events. Streaming notifications have none. */
  previousWatermark: optional(Watermark),
  /** True if there are more events. Ask for them at once. */
  moreEvents: optional(boolean),
} as const

const events = repeatedChoice('events', {
  /** A copy. */
  copiedEvent: MovedCopiedEvent,
  /** A new item or folder. */
  createdEvent: ObjectChangedEvent,
  /** A deletion for good. A deletion to Deleted Items is a move if a folder is subscribed to. */
  deletedEvent: ObjectChangedEvent,
  /** A change. */
  modifiedEvent: ModifiedEvent,
  /** A move. */
  movedEvent: MovedCopiedEvent,
  /** A message that arrived. */
  newMailEvent: ObjectChangedEvent,
  /** A sign that the subscription is alive, if there are no other events. */
  statusEvent: StatusEvent,
  /** A change of somebody's free/busy information. */
  freeBusyChangedEvent: ObjectChangedEvent,
})

/**
 * The events of one subscription, in `events`, the oldest first. GetEvents goes on with the watermark of the last one. Events are
 * hints: one change makes several, and some of their items are gone already. Use SyncFolderItems to learn what changed (MS-OXWSNTIF,
 * NotificationType).
 */
export type Notification = ValueOfParts<[typeof source, typeof events]>
export const Notification: ComplexType<Notification> = types.complexType(source, events)
