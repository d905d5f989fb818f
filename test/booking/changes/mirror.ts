import type { CalendarChange, MailboxEvent, Window } from 'ews-booking/booking'
import { expect } from 'vitest'

const versionOf = ({ changeKey, start }: MailboxEvent) => `${changeKey} ${start.toISOString()}`

/** The events by their ids, each with its version. */
export const versionsOf = (events: readonly MailboxEvent[]): (readonly [id: string, version: string])[] =>
  events
    .map((event) => [event.itemId ?? '', versionOf(event)] as const)
    .sort(([first], [second]) => (first < second ? -1 : 1))

/** A product's copy of a window, made of changes alone. */
export class Mirror {
  readonly #window: Window
  readonly #events = new Map<string, MailboxEvent>()

  constructor(window: Window) {
    this.#window = window
  }

  get events() {
    return versionsOf([...this.#events.values()])
  }

  /** Fails if the change doesn't follow from those before: if it is told twice, or one before it was missed. */
  apply(change: CalendarChange): void {
    const known = this.#events.get(change.itemId)
    expect(known !== undefined).toBe(change.type !== 'made')
    if (change.type === 'deleted') return void this.#events.delete(change.itemId)
    const { event, itemId } = change
    expect(known && versionOf(known)).not.toBe(versionOf(event))
    if (event.start < this.#window.end && event.end > this.#window.start) this.#events.set(itemId, event)
    else this.#events.delete(itemId)
  }
}
