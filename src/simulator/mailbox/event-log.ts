import type { Versioned } from './journal'

/** The id of an item or folder, and the folder that holds it. */
export interface Place {
  readonly object: Versioned
  readonly parentId: string
}

/** What happened to an item or a folder (MS-OXWSNTIF, NotificationType). */
export interface MailboxEvent {
  readonly kind: 'Copied' | 'Created' | 'Deleted' | 'Modified' | 'Moved' | 'NewMail' | 'FreeBusyChanged'
  readonly of: 'item' | 'folder'
  readonly at: Place
  /** Where it was before, for a move or a copy. */
  readonly from?: Place | undefined
}

/** An event in its place in the log. */
export interface LoggedEvent extends MailboxEvent {
  /** The position right after the event, to go on from. */
  readonly position: number
  readonly time: Date
}

/** How many events are remembered. Exchange keeps those of the last 30 days. */
const MOST_EVENTS = 10_000

/** The events of a mailbox in order, as notifications report them. */
export class EventLog {
  readonly #now: () => Date
  #events: LoggedEvent[] = []
  #position = 0
  readonly #listeners = new Set<() => void>()

  /** @param now the server's clock */
  constructor(now: () => Date) {
    this.#now = now
  }

  /** Continues from `position` with an empty log. */
  restore(position: number): void {
    this.#events = []
    this.#position = position
  }

  /** The number of events so far. */
  get position(): number {
    return this.#position
  }

  record(event: MailboxEvent): void {
    this.#position += 1
    this.#events.push({ ...event, position: this.#position, time: this.#now() })
    if (this.#events.length > 2 * MOST_EVENTS) this.#events = this.#events.slice(-MOST_EVENTS)
    for (const listener of this.#listeners) listener()
  }

  /** @returns the events after `position`; `undefined` if some of them are no longer remembered, or it lies in the future */
  since(position: number): readonly LoggedEvent[] | undefined {
    const forgotten = this.#position - this.#events.length
    if (position > this.#position || position < forgotten) return undefined
    return this.#events.slice(position - forgotten)
  }

  /**
   * Calls `listener` after each event.
   *
   * @returns a function that ends it
   */
  onEvent(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
