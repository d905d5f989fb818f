import type { Dispatcher } from 'undici'
import { HttpAnswer } from './http-answer'
import type { EwsClientSettings } from './options'
import { redactedHeaders, requestChannel } from './trace'

/** One HTTP request of one call. */
export interface HttpRequest {
  readonly operation: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
}

/** Below the two minutes after which IIS closes an idle connection, so that we seldom write to a dying one. */
const KEEP_ALIVE_MS = 60_000

let exchanges = 0

/**
 * One connection to the server, for one request at a time. It opens on demand, and again after it was closed; what NTLM
 * has authenticated is the socket, so `authenticated` ends with it.
 */
export class Connection {
  readonly #server: URL
  readonly #dispatcher: Dispatcher
  readonly #owned: boolean
  #authenticated = false

  /** @param owned whether `dispatcher` is this connection's alone, and ends with it */
  constructor(server: URL, dispatcher: Dispatcher, owned: boolean) {
    this.#server = server
    this.#dispatcher = dispatcher
    this.#owned = owned
    if (!owned) return
    dispatcher.on('disconnect', () => {
      this.#authenticated = false
    })
  }

  /** Whether the socket that is open now has been through NTLM's messages. */
  get authenticated(): boolean {
    return this.#authenticated
  }

  markAuthenticated(): void {
    this.#authenticated = true
  }

  /** Sends one request. The answer's body must be read or discarded before the next. */
  async send({ operation, headers, body, signal }: HttpRequest): Promise<HttpAnswer> {
    exchanges += 1
    const exchange = exchanges
    if (requestChannel.hasSubscribers) {
      const url = this.#server.href
      requestChannel.publish({ exchange, operation, method: 'POST', url, headers: redactedHeaders(headers), body })
    }
    const { origin, pathname, search } = this.#server
    const path = `${pathname}${search}`
    const answer = await this.#dispatcher.request({ origin, path, method: 'POST', headers, body, signal })
    return new HttpAnswer(answer, { exchange, operation })
  }

  /** Ends the connection, after the request that is under way. */
  async close(): Promise<void> {
    if (this.#owned) await this.#dispatcher.close()
  }
}

type ConnectionSettings = Pick<EwsClientSettings, 'server' | 'tls' | 'dispatcher'>

/** What opens connections to the server. It loads undici, which a process that makes no call can do without. */
export async function loadConnector({ server, tls, dispatcher }: ConnectionSettings): Promise<() => Connection> {
  if (dispatcher !== undefined) return () => new Connection(server, dispatcher, false)
  const { Client } = await import('undici')
  const options = {
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { ...tls },
  }
  return () => new Connection(server, new Client(server.origin, options), true)
}
