import type { Notification } from '../../operations'
import { allItemsFolderId } from '../items/exchange-id'
import type { LoggedEvent, Place } from '../mailbox/event-log'
import type { Mailbox } from '../mailbox/mailbox'
import { watermarkOf } from './watermark'

type EventElement = Notification['events'][number]

const idOf = ({ id, changeKey }: Place['object']) => ({ id, changeKey })

/** The change key of every item in a stream. It isn't the item's own (Microsoft, "GetStreamingEvents operation"). */
const withoutVersion = ({ id }: Place['object']) => ({ id, changeKey: 'CQAAAA==' })

/** The change key of every parent folder in events. It doesn't stand for a version of the folder. */
const parentOf = (id: string) => ({ id, changeKey: 'AQAAAA==' })

/** The elements of a moved or copied object. */
function relocated({ of, at, from }: LoggedEvent, itemIdOf: typeof idOf) {
  const old = from ?? at
  const oldParentFolderId = parentOf(old.parentId)
  return of === 'item'
    ? { oldItemId: itemIdOf(old.object), oldParentFolderId }
    : { oldFolderId: idOf(old.object), oldParentFolderId }
}

function objectOf({ of, at }: LoggedEvent, itemIdOf: typeof idOf) {
  const parentFolderId = parentOf(at.parentId)
  return of === 'item' ? { itemId: itemIdOf(at.object), parentFolderId } : { folderId: idOf(at.object), parentFolderId }
}

/**
 * The element of an event (MS-OXWSNTIF, NotificationType).
 *
 * @param watermark the position after the event; streams have none
 */
export function eventElement(event: LoggedEvent, watermark: string | undefined): EventElement {
  const itemIdOf = watermark === undefined ? withoutVersion : idOf
  const common = { watermark, timeStamp: event.time, ...objectOf(event, itemIdOf) }
  switch (event.kind) {
    case 'Created':
      return { createdEvent: common }
    case 'Deleted':
      return { deletedEvent: common }
    case 'NewMail':
      return { newMailEvent: common }
    case 'FreeBusyChanged':
      return { freeBusyChangedEvent: common }
    case 'Modified':
      return { modifiedEvent: { ...common, ...(event.of === 'folder' && { unreadCount: 0 }) } }
    case 'Moved':
      return { movedEvent: { ...common, ...relocated(event, itemIdOf) } }
    case 'Copied':
      return { copiedEvent: { ...common, ...relocated(event, itemIdOf) } }
  }
}

/** The watermark of a position in a mailbox. */
export const watermarkAt = (mailbox: Mailbox, position: number) => watermarkOf(mailbox.ids.guid, position)

/**
 * The events of a subscription to all folders. It reports the move of an item as its deletion from, and its creation in, a search
 * folder that has all items (Microsoft, "Pull notifications for EWS deletion-related mailbox events in Exchange").
 */
export function inAllItems(mailbox: Mailbox, event: LoggedEvent): readonly LoggedEvent[] {
  if (event.kind !== 'Moved' || event.of !== 'item' || event.from === undefined) return [event]
  const parentId = allItemsFolderId(mailbox.ids)
  return [
    { ...event, kind: 'Deleted', at: { object: event.from.object, parentId }, from: undefined },
    { ...event, kind: 'Created', at: { object: event.at.object, parentId }, from: undefined },
  ]
}
