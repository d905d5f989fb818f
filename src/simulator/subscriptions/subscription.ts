import type { LoggedEvent } from '../mailbox/event-log'
import type { Mailbox } from '../mailbox/mailbox'
import { inAllItems } from './notification'

/** What a client subscribes to, and how it learns of events. */
export interface SubscriptionTerms {
  readonly kind: 'pull' | 'streaming'
  /** The ids of the folders; `undefined` for all of the mailbox. */
  readonly folderIds: readonly string[] | undefined
  /** The names of the elements: `CreatedEvent`. */
  readonly eventTypes: readonly string[]
  /** The number of milliseconds without a request after which it ends. */
  readonly timeoutMs: number
  /** The position in the mailbox's events from which it reports them. */
  readonly position: number
}

/** The most events in one answer. */
const MOST_EVENTS = 500

/** Events of a subscription, and the position after them. */
export interface FoundEvents {
  readonly events: readonly LoggedEvent[]
  readonly position: number
  readonly isComplete: boolean
}

/** A subscription to the events of a mailbox (MS-OXWSNTIF). */
export class Subscription {
  readonly id: string
  /** The user name of the account that created it. No other account may use it. */
  readonly owner: string
  readonly mailbox: Mailbox
  readonly terms: SubscriptionTerms
  /** When it ends if nobody asks for its events until then, in milliseconds since 1970. */
  expiresAt = 0
  /** The position up to which a streaming subscription has reported events. */
  position: number
  /** Ends the connection that reports its events, if there is one. */
  #end: ((reason: EndOfStream) => void) | undefined

  constructor(id: string, owner: string, mailbox: Mailbox, terms: SubscriptionTerms) {
    this.id = id
    this.owner = owner
    this.mailbox = mailbox
    this.terms = terms
    this.position = terms.position
  }

  /** True while a connection reports its events. */
  get isConnected(): boolean {
    return this.#end !== undefined
  }

  /**
   * Hands the subscription to a connection. An earlier one loses it.
   *
   * @param end is called when the connection has to give it up
   * @returns a function that gives it back
   */
  connect(end: (reason: EndOfStream) => void): () => void {
    this.disconnect('taken')
    this.#end = end
    return () => {
      if (this.#end === end) this.#end = undefined
    }
  }

  disconnect(reason: EndOfStream): void {
    const end = this.#end
    this.#end = undefined
    end?.(reason)
  }

  /** The events after `position`; `undefined` if some of them are no longer remembered, or it lies in the future. */
  since(position: number): FoundEvents | undefined {
    const logged = this.mailbox.events.since(position)
    if (logged === undefined) return undefined
    const { folderIds, eventTypes } = this.terms
    const wanted = logged
      .filter((event) => folderIds === undefined || concerns(event, folderIds))
      .flatMap((event) => (folderIds === undefined ? inAllItems(this.mailbox, event) : event))
      .filter(({ kind }) => eventTypes.includes(`${kind}Event`))
    const last = wanted[MOST_EVENTS - 1]
    const isComplete = wanted.length <= MOST_EVENTS || last === undefined
    if (isComplete) return { events: wanted, position: this.mailbox.events.position, isComplete }
    const events = wanted.filter((event) => event.position <= last.position)
    return { events, position: last.position, isComplete }
  }
}

/** Why a connection loses a subscription: another connection took it, a client ended it, or the server lost it. */
export type EndOfStream = 'taken' | 'unsubscribed' | 'lost'

const concerns = ({ at, from, of }: LoggedEvent, folderIds: readonly string[]) =>
  [at.parentId, from?.parentId, ...(of === 'folder' ? [at.object.id] : [])].some(
    (id) => id !== undefined && folderIds.includes(id),
  )
