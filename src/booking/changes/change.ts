import type { Window } from '../calendar/window'
import type { MailboxEvent } from '../events/event'

interface ChangeFacts {
  /** The event that changed. Each occurrence of a series has its own id. */
  readonly itemId: string
  /** The key of the booking, if `book` made the event. */
  readonly key?: string | undefined
}

/** An event that wasn't in the window before. */
export interface EventMade extends ChangeFacts {
  readonly type: 'made'
  readonly event: MailboxEvent
}

/** An event of which anything but the times changed. */
export interface EventChanged extends ChangeFacts {
  readonly type: 'changed'
  readonly event: MailboxEvent
}

/** An event that takes place at another time, which may lie outside of the window. Anything else may have changed with it. */
export interface EventMoved extends ChangeFacts {
  readonly type: 'moved'
  readonly event: MailboxEvent
  /** The times before. */
  readonly previous: Window
}

/** An event that was deleted, or moved to another folder. */
export interface EventDeleted extends ChangeFacts {
  readonly type: 'deleted'
  /** The times before. */
  readonly previous: Window
}

/**
 * Something that happened to an event since the last call. The event comes in the shape of `events`, with times and status only unless
 * texts are asked for.
 */
export type CalendarChange = EventMade | EventChanged | EventMoved | EventDeleted

/** What happened since a cursor. */
export interface CalendarChanges {
  /** By the start of the events. Holds, which `book` makes for a moment, aren't among them. */
  readonly changes: readonly CalendarChange[]
  /** The cursor for the next call. Store it together with what you make of the changes. */
  readonly cursor: string
  /**
   * Whether the server had forgotten the state of the cursor, after a restoration or a move of the mailbox, so that everything was compared
   * anew. The changes are complete nevertheless.
   */
  readonly resynced: boolean
}
