import { Bell } from '../../../src/booking/watch/bell'

/** A connection over which events come. */
export interface Stream {
  /** Rings when there is news. */
  readonly bell: Bell
  readonly subscriptionIds: readonly string[]
  /** The subscriptions whose calendars have changed since the last look. */
  readonly news: Set<string>
  isCut: boolean
}

/** What a server knows of changes: states to ask with, subscriptions, and streams. It forgets subscriptions and states when it restarts. */
export class VirtualChanges {
  /** The calendar of each change so far. */
  readonly #log: string[] = []
  readonly #subscriptions = new Map<string, string>()
  readonly #streams = new Set<Stream>()
  #restarts = 0
  #subscribed = 0

  record(calendar: string): void {
    this.#log.push(calendar)
    for (const stream of this.#streams) {
      const news = stream.subscriptionIds.filter((id) => this.#subscriptions.get(id) === calendar)
      for (const id of news) stream.news.add(id)
      if (news.length > 0) stream.bell.ring()
    }
  }

  /** Returns how much has changed in a calendar since a state, and the new state. Returns undefined for a state that is forgotten. */
  since(calendar: string, state = this.#state(0)): { readonly count: number; readonly state: string } | undefined {
    const [restarts, position] = state.split(' ').map(Number)
    if (restarts !== this.#restarts) return undefined
    const count = this.#log.slice(position).filter((each) => each === calendar).length
    return { count, state: this.#state(this.#log.length) }
  }

  #state(position: number): string {
    return `${this.#restarts} ${position}`
  }

  subscribe(calendar: string): string {
    this.#subscribed += 1
    const id = `subscription ${this.#subscribed}`
    this.#subscriptions.set(id, calendar)
    return id
  }

  unsubscribe(id: string): void {
    this.#subscriptions.delete(id)
  }

  isKnown(id: string): boolean {
    return this.#subscriptions.has(id)
  }

  open(subscriptionIds: readonly string[]): Stream {
    const stream = { bell: new Bell(), subscriptionIds, news: new Set<string>(), isCut: false }
    this.#streams.add(stream)
    return stream
  }

  close(stream: Stream): void {
    this.#streams.delete(stream)
  }

  restart(): void {
    this.#restarts += 1
    this.#subscriptions.clear()
    for (const stream of this.#streams) {
      stream.isCut = true
      stream.bell.ring()
    }
  }
}
