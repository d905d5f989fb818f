import type { Socket } from 'node:net'
import type { Dispatcher } from 'undici'
import { untilAborted } from '../deadline'
import { connectionChannel, handshakeChannel } from '../observation/events'
import { redactedHeaders, requestChannel } from '../observation/trace'
import type { Runtime } from '../runtime'
import { HttpAnswer } from './answer'
import { Channel } from './channel'
import { InterimResponseFilter } from './interim-response'
import type { Reflections } from './reflections'
import { ConnectError, ForeignAnswerError, type LateAnswer, RequestFailure } from './request-failure'

/** One HTTP request of one call. */
export interface HttpRequest {
  readonly operation: string
  readonly headers: Readonly<Record<string, string>>
  /** The envelope; empty in messages that only authenticate. */
  readonly body: string
  /** Aborts when the caller gives up. */
  readonly signal: AbortSignal
  /** How many milliseconds to wait for an answer after the caller gave up. */
  lateMs(): number
}

/** The options of a connection. */
export interface ConnectionContext {
  readonly server: URL
  readonly runtime: Runtime
  readonly reflections: Reflections
}

/** Tells a connection about its sockets. */
export interface SocketListener {
  /** A socket is being opened. */
  connecting(): void
  /** It is open, and nothing was sent on it. */
  opened(socket: Socket): void
  /** It couldn't be opened. */
  failed(): void
}

/** Whether the server closes the connection after its answer (RFC 9112, 9.6). */
const isLast = (answer: HttpAnswer) => /(^|,)\s*close\s*(,|$)/i.test(answer.header('connection'))

/** Withdraws a request once its connection is open. */
class Withdrawal extends Error {
  override readonly name = 'Withdrawal'
}

/** Settles once undici has a connection. It calls `onRequestStart` before it writes anything, and an error there withdraws the request. */
function connected(dispatcher: Dispatcher, { origin, pathname }: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(
      { origin, path: pathname, method: 'HEAD' },
      {
        onRequestStart() {
          throw new Withdrawal()
        },
        onResponseError(_controller, error) {
          if (error instanceof Withdrawal) resolve()
          else reject(error)
        },
        // A mock answers without a connection.
        onResponseEnd: () => resolve(),
      },
    )
  })
}

let exchanges = 0

/** One connection to the server, for one request at a time. It opens on demand, and again after it was closed. */
export class Connection {
  readonly #context: ConnectionContext
  readonly #dispatcher: Dispatcher
  readonly #owned: boolean
  readonly #filter = new InterimResponseFilter()
  #channel: Channel | undefined
  #connecting = false
  #handshakes = 0
  #exchange: Promise<void> = Promise.resolve()

  /**
   * @param open makes the dispatcher that sends the requests, which tells the listener about the sockets that it opens
   * @param owned whether only this connection uses the dispatcher, and closes it
   */
  constructor(context: ConnectionContext, open: (listener: SocketListener) => Dispatcher, owned: boolean) {
    this.#context = context
    this.#owned = owned
    this.#dispatcher = open({
      connecting: () => {
        this.#connecting = true
      },
      opened: (socket) => this.#opened(socket),
      failed: () => {
        this.#connecting = false
      },
    })
  }

  /** The channel that was opened last, closed or not; `undefined` if there was none yet, or if the dispatcher opens its own. */
  get channel(): Channel | undefined {
    return this.#channel
  }

  /** Whether the channel is open and has been through NTLM's messages. */
  get authenticated(): boolean {
    return this.#channel?.open === true && this.#channel.authenticated
  }

  /** How often a channel of this connection was authenticated. */
  get handshakes(): number {
    return this.#handshakes
  }

  /** Settles when no request is under way: after its answer was read, or the connection closed. */
  get idle(): Promise<void> {
    return this.#exchange
  }

  /** Counts a handshake that has ended, for `stats`, and publishes it. */
  handshaken(scheme: string, accepted: boolean, durationMs: number): void {
    this.#handshakes += 1
    if (handshakeChannel.hasSubscribers) {
      handshakeChannel.publish({ server: this.#context.server.host, scheme, accepted, durationMs })
    }
  }

  /**
   * Opens the connection if it isn't open, and sends nothing.
   *
   * @returns the channel; `undefined` if the dispatcher opens its own
   * @throws RequestFailure
   */
  async open(signal: AbortSignal): Promise<Channel | undefined> {
    if (this.#channel?.open !== true) {
      await untilAborted(connected(this.#dispatcher, this.#context.server), signal).catch((error: unknown) => {
        throw new RequestFailure(error instanceof ConnectError ? error.cause : error, { sent: false })
      })
    }
    return this.#channel
  }

  /**
   * Sends one request. The answer's body must be read or discarded before the next.
   *
   * @throws RequestFailure
   */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { signal, body } = request
    if (signal.aborted) throw new RequestFailure(signal.reason, { sent: false })
    const controller = new AbortController()
    const arriving = this.#request(request, controller)
    this.#exchange = arriving.then(
      ({ ended }) => ended,
      () => undefined,
    )
    try {
      return await untilAborted(arriving, signal)
    } catch (error) {
      if (error instanceof RequestFailure) throw error
      if (this.#connecting) {
        controller.abort()
        throw new RequestFailure(error, { sent: false })
      }
      throw new RequestFailure(error, { sent: body !== '', late: this.#late(arriving, request, controller) })
    }
  }

  /** Closes the connection, even if it is still being opened for a request that was given up. */
  async close(): Promise<void> {
    if (this.#owned) await this.#dispatcher.destroy()
  }

  async #request(request: HttpRequest, controller: AbortController): Promise<HttpAnswer> {
    const { operation, headers, body } = request
    const number = this.#announce(request)
    const { origin, pathname, search } = this.#context.server
    this.#filter.expectResponse()
    const path = `${pathname}${search}`
    const sending = this.#dispatcher.request({ origin, path, method: 'POST', headers, body, signal: controller.signal })
    const response = await sending.catch((error: unknown) => {
      if (error instanceof ConnectError) throw new RequestFailure(error.cause, { sent: false })
      throw new RequestFailure(withoutBytes(error), { sent: body !== '' })
    })
    const answer = new HttpAnswer(response, {
      number,
      operation,
      enveloped: body !== '',
      signal: request.signal,
      reflections: this.#context.reflections,
      linger: (reading) => this.#linger(reading, request, controller),
      break: () => this.#break(controller),
    })
    if (isLast(answer)) this.#channel?.ends()
    if (isOurs(answer, headers)) return answer
    this.#break(controller)
    throw new RequestFailure(new ForeignAnswerError('The answer has another client-request-id'), { sent: body !== '' })
  }

  #announce({ operation, headers, body }: HttpRequest): number {
    exchanges += 1
    const { authorization } = headers
    if (authorization !== undefined) this.#context.reflections.sent(authorization)
    if (requestChannel.hasSubscribers) {
      const url = this.#context.server.href
      const shown = redactedHeaders(headers)
      requestChannel.publish({ exchange: exchanges, operation, method: 'POST', url, headers: shown, body })
    }
    return exchanges
  }

  /** Resolves to the answer that arrives after the caller gave up. */
  #late(arriving: Promise<HttpAnswer>, request: HttpRequest, controller: AbortController) {
    const late = arriving.then(
      async (answer): Promise<LateAnswer> => {
        // The head is all that anybody asks for; if the rest breaks, so does the connection.
        await answer.drain().catch(() => undefined)
        return answer
      },
      () => undefined,
    )
    this.#linger(late, request, controller)
    return late
  }

  #linger(reading: Promise<unknown>, { lateMs }: HttpRequest, controller: AbortController): void {
    const ms = lateMs()
    if (ms <= 0) {
      this.#break(controller)
    } else {
      const cancel = this.#context.runtime.after(ms, () => this.#break(controller))
      reading.finally(cancel)
    }
  }

  /** Gives up the request under way, and with it the connection. undici would open another one at once for a request that is aborted. */
  #break(controller: AbortController): void {
    if (this.#channel?.open === true) this.#channel.destroy()
    else controller.abort()
  }

  #opened(socket: Socket): void {
    this.#connecting = false
    this.#channel = new Channel(socket, this.#channel)
    this.#filter.expectResponse()
    this.#filter.attach(socket)
    if (!connectionChannel.hasSubscribers) return
    const server = this.#context.server.host
    connectionChannel.publish({ server, state: 'opened' })
    socket.once('close', () => connectionChannel.publish({ server, state: 'closed' }))
  }
}

/** Whether an answer belongs to the request. One without an id is assumed to. */
function isOurs(answer: HttpAnswer, { 'client-request-id': ours = '' }: Readonly<Record<string, string>>): boolean {
  const returned = answer.header('client-request-id').toLowerCase()
  return returned === '' || returned.split(',').some((id) => id.trim() === ours.toLowerCase())
}

/** undici's parser shows the bytes that it couldn't parse in `data`. They may reflect credentials. */
function withoutBytes(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'HTTPParserError') return error
  const { name, message } = error
  return Object.assign(new Error(message), { name, code: 'code' in error ? error.code : undefined })
}
