import { EwsRequestError } from '../errors'
import type { Connection } from './connection'
import { loadConnector } from './connector'
import type { EwsClientSettings } from './options'

interface Waiting {
  readonly grant: (connection: Connection) => void
  readonly refuse: (reason: unknown) => void
}

/** The connections of one account: at most `maxConnections`, one request at a time on each, first come, first served. */
export class ConnectionPool {
  readonly #settings: EwsClientSettings
  readonly #connections = new Set<Connection>()
  readonly #idle: Connection[] = []
  readonly #waiting = new Set<Waiting>()
  /** What was begun with `use` and has not ended. */
  readonly #uses = new Set<Promise<unknown>>()
  #connector: Promise<() => Connection> | undefined
  #closing: Promise<unknown> | undefined

  constructor(settings: EwsClientSettings) {
    this.#settings = settings
  }

  /**
   * Runs `step` with a connection of its own. The one used last is used first: it is the most likely to be open.
   *
   * @throws the signal's reason when it aborts before a connection is free
   */
  async use<Result>(signal: AbortSignal, step: (connection: Connection) => Promise<Result>): Promise<Result> {
    const use = this.#use(signal, step)
    this.#uses.add(use)
    try {
      return await use
    } finally {
      this.#uses.delete(use)
    }
  }

  async #use<Result>(signal: AbortSignal, step: (connection: Connection) => Promise<Result>): Promise<Result> {
    const connection = await this.#acquire(signal)
    try {
      return await step(connection)
    } finally {
      this.#release(connection)
    }
  }

  async #acquire(signal: AbortSignal): Promise<Connection> {
    if (this.#closing !== undefined) throw clientClosed()
    this.#connector ??= loadConnector(this.#settings)
    const connect = await this.#connector
    signal.throwIfAborted()
    if (this.#closing !== undefined) throw clientClosed()
    const idle = this.#idle.pop()
    if (idle !== undefined) return idle
    if (this.#connections.size < this.#settings.maxConnections) {
      const connection = connect()
      this.#connections.add(connection)
      return connection
    }
    return this.#wait(signal)
  }

  #wait(signal: AbortSignal): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiting)
        signal.removeEventListener('abort', abort)
      }
      const abort = () => {
        leave()
        reject(signal.reason)
      }
      const waiting: Waiting = {
        grant(connection) {
          leave()
          resolve(connection)
        },
        refuse(reason) {
          leave()
          reject(reason)
        },
      }
      this.#waiting.add(waiting)
      signal.addEventListener('abort', abort, { once: true })
    })
  }

  #release(connection: Connection) {
    const [next] = this.#waiting
    if (next !== undefined) next.grant(connection)
    else this.#idle.push(connection)
  }

  /** Lets requests that are under way end, refuses those that wait, and closes. */
  async close(): Promise<void> {
    for (const waiting of this.#waiting) waiting.refuse(clientClosed())
    this.#closing ??= this.#closeConnections()
    await this.#closing
  }

  async #closeConnections(): Promise<void> {
    await Promise.allSettled(this.#uses)
    await Promise.all([...this.#connections].map((connection) => connection.close()))
  }
}

function clientClosed(): EwsRequestError {
  return new EwsRequestError({
    message: 'The EwsClient is closed',
    hint: 'Make a new EwsClient, or close this one later.',
    path: '',
  })
}
