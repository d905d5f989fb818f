import { EventEmitter, on } from 'node:events'
import type { Logger } from 'pino'
import { errorCode } from '../log'
import type { PracticeCalendar } from '../practice/calendars'
import type { Tenant } from '../practice/tenants'
import type { ExchangeAccounts } from './accounts'

const DAY_MS = 24 * 60 * 60 * 1000

/** The days of which changes are heard at once. Pages look by themselves now and then, also at other days. */
const DAYS_BACK = 31
const DAYS_AHEAD = 92

/** For how long a calendar is watched after the last page has left: people leaf through weeks. */
const LINGER_MS = 60_000

/** A calendar that is being watched in this process. */
interface Watched {
  /** Tells `change` after each change, `ready` once there is nothing left that changed before, and `end`. */
  readonly news: EventEmitter
  readonly end: AbortController
  isReady: boolean
  listeners: number
  timer?: NodeJS.Timeout
}

/**
 * Watches the calendars that somebody in this process looks at. All pages of a calendar share a watch, and the library has one connection for
 * all watches of an account.
 */
export class CalendarWatches {
  readonly #exchange: ExchangeAccounts
  readonly #log: Logger
  readonly #watched = new Map<string, Watched>()

  constructor({ exchange, log }: { readonly exchange: ExchangeAccounts; readonly log: Logger }) {
    this.#exchange = exchange
    this.#log = log
  }

  /** Yields `ready` once changes are heard of, and then `change` soon after each. Ends if the calendar can't be watched. */
  async *news(tenant: Tenant, calendar: PracticeCalendar, signal: AbortSignal): AsyncGenerator<'ready' | 'change'> {
    const watched = this.#watch(tenant, calendar)
    watched.listeners += 1
    try {
      const heard = on(watched.news, 'news', { signal, close: ['end'] })
      if (watched.isReady) yield 'ready'
      for await (const [word] of heard) yield word
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      watched.listeners -= 1
      if (watched.listeners === 0) watched.timer = setTimeout(() => watched.end.abort(), LINGER_MS).unref()
    }
  }

  close(): void {
    for (const { end, timer } of this.#watched.values()) {
      clearTimeout(timer)
      end.abort()
    }
  }

  #watch(tenant: Tenant, calendar: PracticeCalendar): Watched {
    const name = JSON.stringify([calendar.id, calendar.folder])
    const known = this.#watched.get(name)
    clearTimeout(known?.timer)
    if (known !== undefined) return known
    const news = new EventEmitter().setMaxListeners(0)
    const watched: Watched = { news, end: new AbortController(), isReady: false, listeners: 0 }
    this.#watched.set(name, watched)
    watched.end.signal.addEventListener('abort', () => this.#watched.delete(name), { once: true })
    void this.#follow(tenant, calendar, watched)
    return watched
  }

  async #follow(tenant: Tenant, calendar: PracticeCalendar, watched: Watched): Promise<void> {
    const { news, end } = watched
    const { signal } = end
    const now = Date.now()
    const window = { start: new Date(now - DAYS_BACK * DAY_MS), end: new Date(now + DAYS_AHEAD * DAY_MS) }
    try {
      const bookable = this.#exchange.calendarOf(tenant, calendar)
      const { cursor } = await bookable.changes(undefined, { window, signal })
      watched.isReady = true
      news.emit('news', 'ready')
      for await (const _ of bookable.watch({ cursor, signal })) news.emit('news', 'change')
    } catch (error) {
      // Pages ask by themselves then, and try again.
      if (!signal.aborted)
        this.#log.warn({ code: errorCode(error), calendar: calendar.id }, 'A calendar is not watched')
    } finally {
      end.abort()
      news.emit('end')
    }
  }
}
