import type { EwsClient } from 'ews-booking'
import type { CalendarAddress } from '../calendar/calendar-folder'
import { Bell } from './bell'

/** What it takes of a client to hear of changes. */
export type StreamClient = Pick<
  EwsClient,
  'account' | 'maxConnections' | 'subscribe' | 'unsubscribe' | 'getStreamingEvents'
>

/** A calendar that somebody watches, and what is known of its subscription. */
export class WatchedCalendar {
  readonly client: StreamClient
  readonly calendar: CalendarAddress
  /** Rings when the calendar may have changed. */
  readonly bell = new Bell()
  subscriptionId: string | undefined
  /** Whether a stream is open that tells of changes. Otherwise they have to be asked for. */
  isStreamed = false
  /** When to try to subscribe again, by the monotonic clock. */
  subscribesAt = 0
  /** How often in a row it couldn't be subscribed to. */
  refusals = 0
  /** The groups whose streams don't reach its server. */
  readonly excluded = new Set<object>()
  /** Why nobody listens any more, if that is a mistake of this library. */
  failure: unknown

  constructor(client: StreamClient, calendar: CalendarAddress) {
    this.client = client
    this.calendar = calendar
  }

  /** The subscription is gone, or its stream is. Changes may have been missed. */
  lose(): void {
    this.subscriptionId = undefined
    this.isStreamed = false
    this.bell.ring()
  }
}
