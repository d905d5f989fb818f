import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Dispatcher } from 'undici'
import { untilAborted } from './deadline'
import { HttpAnswer } from './http-answer'
import { redactedHeaders, requestChannel } from './trace'

/** One HTTP request of one call. */
export interface HttpRequest {
  readonly operation: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
  /** What is known of the call so far, shared by all of its requests. */
  readonly progress: CallProgress
}

export interface CallProgress {
  /** When it began, by `performance.now()`. */
  readonly begun: number
  /** Whether the server may have taken the envelope for the account's: it was sent, and not refused for want of authentication. */
  mayHaveTakenEffect: boolean
}

/** No connection came about, for the reason in `cause`: nothing was sent. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError'

  constructor(override readonly cause: Error) {
    super(cause.message)
  }
}

/** The TCP or TLS connection below: what NTLM authenticates, and what its proof is bound to. */
export class Channel {
  /** The server's certificate, in DER; `undefined` without TLS. */
  readonly certificate: Buffer | undefined
  /** Whether NTLM's messages have authenticated it. */
  authenticated = false
  #open = true

  /** @param previous the one before, whose TLS session this one may go on with */
  constructor(socket: Socket | TLSSocket, previous: Channel | undefined) {
    this.certificate = 'encrypted' in socket ? certificateOf(socket, previous) : undefined
    socket.once('close', () => this.ends())
  }

  /** Whether another request can go over it. */
  get open(): boolean {
    return this.#open
  }

  /** To be called when the server has said that it closes it. */
  ends(): void {
    this.#open = false
  }
}

/** Node has no certificate for a session that is resumed, but none is sent then: it is still the one that began the session. */
function certificateOf(socket: TLSSocket, previous: Channel | undefined): Buffer | undefined {
  return socket.getPeerX509Certificate()?.raw ?? (socket.isSessionReused() ? previous?.certificate : undefined)
}

/** Whether the server closes the connection after its answer (RFC 9112, 9.6). */
const isLast = (answer: HttpAnswer) => /(^|,)\s*close\s*(,|$)/i.test(answer.header('connection'))

/** Withdraws a request once its connection is open. */
class Withdrawal extends Error {
  override readonly name = 'Withdrawal'
}

/** Settles once undici has a connection. undici asks a request whether to go on before it writes anything, and an error means no. */
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
      },
    )
  })
}

let exchanges = 0

/** One connection to the server, for one request at a time. It opens on demand, and again after it was closed. */
export class Connection {
  readonly #server: URL
  readonly #dispatcher: Dispatcher
  readonly #owned: boolean
  #channel: Channel | undefined

  /**
   * @param open makes what sends the requests, and tells of each socket that it opens
   * @param owned whether that is this connection's alone, and ends with it
   */
  constructor(server: URL, open: (opened: (socket: Socket) => void) => Dispatcher, owned: boolean) {
    this.#server = server
    this.#owned = owned
    this.#dispatcher = open((socket) => {
      this.#channel = new Channel(socket, this.#channel)
    })
  }

  /** What was opened last, closed or not; `undefined` where nothing was yet, or somebody else does it. */
  get channel(): Channel | undefined {
    return this.#channel
  }

  /** Whether the channel that is open now has been through NTLM's messages. */
  get authenticated(): boolean {
    return this.#channel?.open === true && this.#channel.authenticated
  }

  /**
   * Opens the connection if it isn't open, and sends nothing.
   *
   * @returns the channel; `undefined` if somebody else opens it
   */
  async open(signal: AbortSignal): Promise<Channel | undefined> {
    if (this.#channel?.open !== true) {
      await untilAborted(connected(this.#dispatcher, this.#server), signal).catch((error: unknown) => {
        throw error instanceof ConnectError ? error.cause : error
      })
    }
    return this.#channel
  }

  /** Sends one request. The answer's body must be read or discarded before the next. */
  async send({ operation, headers, body, signal, progress }: HttpRequest): Promise<HttpAnswer> {
    exchanges += 1
    const exchange = exchanges
    if (requestChannel.hasSubscribers) {
      const url = this.#server.href
      requestChannel.publish({ exchange, operation, method: 'POST', url, headers: redactedHeaders(headers), body })
    }
    const { origin, pathname, search } = this.#server
    const path = `${pathname}${search}`
    progress.mayHaveTakenEffect = body !== ''
    const request = { origin, path, method: 'POST', headers, body, signal } as const
    // By itself undici heeds the signal only once it is connected.
    const response = await untilAborted(this.#dispatcher.request(request), signal).catch((error: unknown) => {
      if (!(error instanceof ConnectError)) throw error
      progress.mayHaveTakenEffect = false
      throw error.cause
    })
    if (response.statusCode === 401) progress.mayHaveTakenEffect = false
    const answer = new HttpAnswer(response, { exchange, operation })
    if (isLast(answer)) this.#channel?.ends()
    return answer
  }

  /** Ends the connection, also one that is still being opened for a request that was given up. Nothing may be under way. */
  async close(): Promise<void> {
    if (this.#owned) await this.#dispatcher.destroy()
  }
}
