import {
  EwsError,
  EwsResponseError,
  EwsThrottledError,
  EwsTimeoutError,
  type GetStreamingEventsResponse,
  ServerAffinity,
} from 'ews-booking'
import { calendarFolder } from '../calendar/calendar-folder'
import { isTransient } from '../calendar/failure'
import { runSteps } from '../concurrency'
import type { Runtime } from '../hold-and-confirm/runtime'
import { Bell } from './bell'
import type { StreamClient, WatchedCalendar } from './watched-calendar'

/** The most subscriptions of one stream (Microsoft, "How to: Maintain affinity between a group of subscriptions"). */
export const MAX_SUBSCRIPTIONS = 200

/** A stream's minutes, by which the server closes it. */
const STREAM_MINUTES = 30
/** A stream's minutes where the server shows no sign of life in between, so that only its orderly end tells that it lived. */
const QUIET_STREAM_MINUTES = 5
const MINUTE_MS = 60_000

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 5 * MINUTE_MS
/** Calendars that are watched in one go are subscribed to in one go: each new stream costs a look at every calendar. */
const GATHERING_MS = 2_000
/** A stream that lived this long was no failure. */
const LONG_LIFE_MS = 60_000
/** A refusal that another try won't change soon, such as a missing right. */
const REFUSED_MS = 60 * MINUTE_MS

const EVENT_TYPES = ['CreatedEvent', 'DeletedEvent', 'ModifiedEvent', 'MovedEvent', 'CopiedEvent'] as const

type Message = GetStreamingEventsResponse['responseMessages'][number]

/** What a group does with calendars whose subscriptions live on another server than the stream. */
type MoveElsewhere = (calendars: readonly WatchedCalendar[]) => void

/**
 * Calendars whose subscriptions one stream reports. Their mailboxes are on one server, as far as is known. The stream is a hint: whoever
 * watches a calendar asks what changed after each ring, and every now and then without one.
 */
export class WatchedGroup {
  readonly #runtime: Runtime
  readonly #moveElsewhere: MoveElsewhere
  readonly #calendars = new Set<WatchedCalendar>()
  readonly #end = new AbortController()
  /** Rings when the calendars without a subscription are to be looked at. */
  readonly #news = new Bell()
  /** Ends the stream, to go on with another one. */
  #interruption = new AbortController()
  #gathers = false
  #affinity: ServerAffinity | undefined
  #isQuiet = false
  #failures = 0

  constructor(runtime: Runtime, moveElsewhere: MoveElsewhere) {
    this.#runtime = runtime
    this.#moveElsewhere = moveElsewhere
  }

  get size(): number {
    return this.#calendars.size
  }

  add(calendar: WatchedCalendar): void {
    this.#affinity ??= new ServerAffinity(calendar.calendar.mailbox)
    this.#calendars.add(calendar)
    if (this.#calendars.size === 1) this.#run()
    else this.#gather()
  }

  /** Takes a calendar out, and ends its subscription. With the last one, the stream ends. */
  async remove(calendar: WatchedCalendar): Promise<void> {
    if (!this.#calendars.delete(calendar)) return
    const { client, subscriptionId } = calendar
    if (this.#calendars.size === 0) this.#end.abort()
    if (subscriptionId === undefined) return
    try {
      await client.unsubscribe({ subscriptionId }, { affinity: this.#affinity })
    } catch (error) {
      // The server forgets a subscription that nobody asks for by itself.
      if (!(error instanceof EwsError)) throw error
    }
  }

  has(calendar: WatchedCalendar): boolean {
    return this.#calendars.has(calendar)
  }

  #gather(): void {
    if (this.#gathers) return
    this.#gathers = true
    this.#interruptAfter(GATHERING_MS)
  }

  /** Looks at the calendars again after a while, unless the group has ended by then. */
  #interruptAfter(ms: number): void {
    this.#runtime.sleep(ms, this.#end.signal).then(
      () => {
        this.#news.ring()
        this.#interruption.abort()
      },
      () => undefined,
    )
  }

  #run(): void {
    this.#rounds().catch((error: unknown) => {
      if (this.#end.signal.aborted) return
      for (const calendar of this.#calendars) {
        calendar.failure = error
        calendar.lose()
      }
    })
  }

  async #rounds(): Promise<void> {
    const { signal } = this.#end
    await this.#runtime.sleep(GATHERING_MS, signal)
    while (!signal.aborted) {
      this.#interruption = new AbortController()
      this.#gathers = false
      await this.#subscribe(signal)
      const subscribed = [...this.#calendars].filter(({ subscriptionId }) => subscriptionId !== undefined)
      const [first] = subscribed
      const waitMs = this.#untilNextTry()
      if (first === undefined) await this.#news.rest(this.#runtime, waitMs, signal)
      else {
        if (waitMs < STREAM_MINUTES * MINUTE_MS) this.#interruptAfter(waitMs)
        await this.#listen(first.client, subscribed)
      }
    }
  }

  /** The time until the next calendar is to be subscribed to. */
  #untilNextTry(): number {
    const waiting = [...this.#calendars].filter(({ subscriptionId }) => subscriptionId === undefined)
    const next = Math.min(...waiting.map(({ subscribesAt }) => subscribesAt), this.#runtime.now() + REFUSED_MS)
    return Math.max(next - this.#runtime.now(), FIRST_PAUSE_MS)
  }

  async #subscribe(signal: AbortSignal): Promise<void> {
    const now = this.#runtime.now()
    const due = [...this.#calendars].filter((each) => each.subscriptionId === undefined && each.subscribesAt <= now)
    const next = due.values()
    const [first] = due
    if (first === undefined) return
    const steps = { next: () => next.next().value }
    await runSteps(first.client.maxConnections, signal, steps, (each, either) => this.#subscribeTo(each, either))
  }

  async #subscribeTo(watched: WatchedCalendar, signal: AbortSignal): Promise<void> {
    const request = {
      streamingSubscriptionRequest: { folderIds: [calendarFolder(watched.calendar)], eventTypes: EVENT_TYPES },
    }
    try {
      const { responseMessages } = await watched.client.subscribe(request, { signal, affinity: this.#affinity })
      const { error, subscriptionId } = responseMessages[0] ?? {}
      if (error !== undefined) throw error
      watched.refusals = 0
      watched.subscriptionId = subscriptionId
    } catch (error) {
      if (!(error instanceof EwsError)) throw error
      watched.refusals += 1
      const pauseMs = isTransient(error) ? this.#pauseAfter(error, watched.refusals) : REFUSED_MS
      watched.subscribesAt = this.#runtime.now() + pauseMs
    }
  }

  /** Follows one stream to its end, whatever that is. */
  async #listen(client: StreamClient, subscribed: readonly WatchedCalendar[]): Promise<void> {
    const byId = new Map(subscribed.map((each) => [each.subscriptionId, each]))
    const signal = AbortSignal.any([this.#end.signal, this.#interruption.signal])
    const minutes = this.#isQuiet ? QUIET_STREAM_MINUTES : STREAM_MINUTES
    const request = { subscriptionIds: [...byId.keys()].flatMap((id) => id ?? []), connectionTimeout: minutes }
    const idleTimeoutMs = this.#isQuiet ? (minutes + 1) * MINUTE_MS : undefined
    const openedAt = this.#runtime.now()
    const options = { signal, idleTimeoutMs, affinity: this.#affinity }
    let messages = 0
    let end: 'cut' | 'closed' | 'refused' = 'cut'
    try {
      for await (const { responseMessages } of client.getStreamingEvents(request, options)) {
        messages += 1
        if (messages === 1) this.#opened(subscribed)
        end = responseMessages.map((message) => this.#take(message, byId)).find((each) => each !== 'cut') ?? 'cut'
        if (end !== 'cut') break
      }
    } catch (error) {
      if (this.#end.signal.aborted) throw error
      if (signal.aborted) return
      if (!(error instanceof EwsError)) throw error
      if (error instanceof EwsTimeoutError && messages <= 1) this.#isQuiet = !this.#isQuiet
      if (error instanceof EwsResponseError) for (const each of subscribed) each.lose()
      return this.#pause(subscribed, error)
    }
    const isLongLived = this.#runtime.now() - openedAt >= LONG_LIFE_MS
    if (isLongLived) this.#failures = 0
    if (end !== 'closed' || !isLongLived) await this.#pause(subscribed)
  }

  /** What happened before the stream was open is to be asked for. */
  #opened(subscribed: readonly WatchedCalendar[]): void {
    for (const each of subscribed) {
      each.isStreamed = true
      each.bell.ring()
    }
  }

  /** Passes on what a message says, and returns whether the stream ends with it. */
  #take(message: Message, byId: ReadonlyMap<string | undefined, WatchedCalendar>): 'cut' | 'closed' | 'refused' {
    const { error, errorSubscriptionIds = [], notifications = [], connectionStatus } = message
    const end = connectionStatus === 'Closed' ? 'closed' : 'cut'
    for (const { subscriptionId } of notifications) byId.get(subscriptionId)?.bell.ring()
    if (error === undefined) return end
    if (codeOf(error) === 'ErrorMissedNotificationEvents') {
      for (const id of errorSubscriptionIds) byId.get(id)?.bell.ring()
      return end
    }
    const refused = errorSubscriptionIds.flatMap((id) => byId.get(id) ?? [])
    // Nobody watches it any more, so its subscription was ended.
    if (refused.length > 0 && !refused.some((each) => this.#calendars.has(each))) return end
    // Where the server doesn't say which subscription it means, none can be relied on.
    const lost = refused.length > 0 ? refused : [...byId.values()]
    for (const each of lost) each.lose()
    if (codeOf(error) === 'ErrorProxiedSubscriptionCallFailure') this.#expel(lost)
    return 'refused'
  }

  /** Their subscriptions live on another server than those of the others. */
  #expel(calendars: readonly WatchedCalendar[]): void {
    if (calendars.length >= this.#calendars.size) return
    const own = calendars.filter((each) => this.#calendars.delete(each))
    for (const each of own) each.excluded.add(this)
    this.#moveElsewhere(own)
  }

  /** Calendars are asked instead, until the next try. */
  async #pause(subscribed: readonly WatchedCalendar[], error?: EwsError): Promise<void> {
    this.#failures += 1
    for (const each of subscribed) {
      if (each.isStreamed) each.bell.ring()
      each.isStreamed = false
    }
    await this.#runtime.sleep(this.#pauseAfter(error, this.#failures), this.#end.signal)
  }

  #pauseAfter(error: EwsError | undefined, failures: number): number {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10), LONGEST_PAUSE_MS)
    const asked = error instanceof EwsThrottledError ? (error.backOffMs ?? 0) : 0
    return Math.max(asked, pauseMs * (0.5 + this.#runtime.random() / 2))
  }
}

const codeOf = (error: EwsError) => (error instanceof EwsResponseError ? error.responseCode : undefined)
