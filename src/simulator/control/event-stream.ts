import type { ServerResponse } from 'node:http'
import { isDeepStrictEqual } from 'node:util'
import type { Simulator } from '../simulator'
import { clockJson } from './clock-routes'
import { ControlError } from './control-error'
import { pendingJson } from './fault-routes'
import { type RequestSummary, summaryOf } from './request-routes'

/** How often open pages get news, in milliseconds, so that thousands of requests a second don't flood them. */
const TICK_MS = 100
/** The most streams at a time. Browsers open up to six connections to a server, and people forget to close pages. */
const MOST_STREAMS = 32
/** The most requests in one event. `GET /api/requests` has the others. */
const MOST_REQUESTS = 200
/** How much may wait for a page that doesn't read, before it is disconnected. It reconnects by itself. */
const MOST_UNREAD_BYTES = 4 * 1024 * 1024

/** What a page shows, apart from requests. */
const stateOf = (exchange: Simulator) => ({
  changes: exchange.changes,
  connections: exchange.connections,
  mailboxes: exchange.mailboxes,
  faults: exchange.injections.map(pendingJson),
  clock: clockJson(exchange),
})

type State = ReturnType<typeof stateOf>

/** The state without the parts that change just because time passes. */
function settled({ clock: { now, isFrozen }, ...state }: State, machineTime: number) {
  const aheadSeconds = Math.round((now.getTime() - machineTime) / 1000)
  return { ...state, isFrozen, clock: isFrozen ? now.getTime() : aheadSeconds }
}

/**
 * Keeps open pages up to date with server-sent events (HTML Standard, 9.2): `requests` has the summaries of new and newly answered
 * requests, and `state` has everything else that a page shows, whenever any of it has changed.
 */
export class EventStream {
  readonly #exchange: Simulator
  readonly #streams = new Set<ServerResponse>()
  readonly #news = new Map<number, RequestSummary>()
  #told: ReturnType<typeof settled> | undefined
  #timer: NodeJS.Timeout | undefined
  readonly #stop: () => void

  constructor(exchange: Simulator) {
    this.#exchange = exchange
    this.#stop = exchange.watch((request) => {
      if (this.#streams.size > 0) this.#note(summaryOf(request))
    })
  }

  /**
   * Opens a stream, which begins with the state and the latest requests.
   *
   * @throws ControlError if there are too many
   */
  open(response: ServerResponse): void {
    if (this.#streams.size >= MOST_STREAMS) throw new ControlError('TOO_MANY_STREAMS', 'Too many pages are open')
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    const requests = this.#exchange.requests.slice(-MOST_REQUESTS).map(summaryOf)
    response.write(`retry: 500\n\n${event('state', stateOf(this.#exchange))}${event('requests', requests)}`)
    this.#streams.add(response)
    response.once('close', () => this.#forget(response))
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS).unref()
  }

  /** Ends all streams. */
  close(): void {
    this.#stop()
    for (const stream of this.#streams) stream.end()
  }

  #note(summary: RequestSummary) {
    this.#news.delete(summary.number)
    this.#news.set(summary.number, summary)
    const [oldest] = this.#news.keys()
    if (oldest !== undefined && this.#news.size > MOST_REQUESTS) this.#news.delete(oldest)
  }

  #tick() {
    const state = stateOf(this.#exchange)
    const now = settled(state, Date.now())
    if (!isDeepStrictEqual(now, this.#told)) this.#tell(event('state', state))
    this.#told = now
    if (this.#news.size > 0) this.#tell(event('requests', [...this.#news.values()]))
    this.#news.clear()
  }

  #tell(text: string) {
    for (const stream of this.#streams) {
      stream.write(text)
      if (stream.writableLength > MOST_UNREAD_BYTES) stream.destroy()
    }
  }

  #forget(stream: ServerResponse) {
    this.#streams.delete(stream)
    if (this.#streams.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}

/** The JSON is on a single line, since a line break would end the data. */
const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
