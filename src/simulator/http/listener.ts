import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { isIPv6, type Socket } from 'node:net'
import type { Certificate } from './certificate'

/** Node announces its own timeout in `Keep-Alive: timeout=`, unlike IIS, and adds a second to it. */
const NODES_TIMEOUT_OFF = 0

/** Addresses that a server can listen on but clients can't connect to, with the ones that clients use instead. */
const REACHABLE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

/** http.sys answers malformed requests with 400, even if the headers are too long, where Node would send 431. */
const TOO_LONG_OR_MALFORMED = [
  'HTTP/1.1 400 Bad Request',
  'Content-Type: text/html; charset=us-ascii',
  'Server: Microsoft-HTTPAPI/2.0',
  'Connection: close',
  'Content-Length: 0',
  '',
  '',
].join('\r\n')

/** Counts connections, without those whose TLS handshake failed. */
export class Connections {
  readonly #numbers = new WeakMap<Socket, number>()
  #accepted = 0

  /** The number of connections so far. */
  get accepted(): number {
    return this.#accepted
  }

  add(socket: Socket): void {
    this.#accepted += 1
    this.#numbers.set(socket, this.#accepted)
  }

  /** The number of a connection, counted from 1. */
  numberOf(socket: Socket): number {
    return this.#numbers.get(socket) ?? 0
  }
}

/** An HTTP or HTTPS server that counts its connections and can close them all. */
export class Listener {
  readonly #server
  readonly #scheme: 'http' | 'https'
  readonly #open = new Set<Socket>()
  readonly #connections: Connections

  /**
   * @param idleTimeoutMs the time without requests after which a connection is closed
   * @param maxHeaderSize the longest header section of a request, in bytes
   * @param connections counts the connections, also those of other listeners
   */
  constructor(
    certificate: Certificate | undefined,
    { idleTimeoutMs, maxHeaderSize }: { readonly idleTimeoutMs: number; readonly maxHeaderSize: number },
    onRequest: RequestListener,
    connections: Connections,
  ) {
    const options = { keepAliveTimeout: NODES_TIMEOUT_OFF, maxHeaderSize }
    this.#connections = connections
    this.#scheme = certificate === undefined ? 'http' : 'https'
    this.#server =
      certificate === undefined
        ? createServer(options, onRequest)
        : createTlsServer({ ...options, ...certificate }, onRequest)
    const whileBusy: RequestListener = ({ socket }, response) => {
      socket.setTimeout(0)
      response.once('finish', () => socket.setTimeout(idleTimeoutMs))
    }
    this.#server.on('request', whileBusy)
    // Node would send 100 Continue right away. IIS checks the request first (RFC 9110, 10.1.1).
    this.#server.on('checkContinue', whileBusy).on('checkContinue', onRequest)
    this.#server.on('connection', (socket: Socket) => this.#track(socket))
    this.#server.on('clientError', (_error, socket) => {
      if (socket.writable) socket.end(TOO_LONG_OR_MALFORMED)
      else socket.destroy()
    })
    this.#server.on(certificate === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
      this.#connections.add(socket)
      socket.setTimeout(idleTimeoutMs)
    })
  }

  /** @returns the origin for clients: `https://127.0.0.1:50123` */
  listen(host: string, port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject)
        resolve(`${this.#scheme}://${authorityHost(host)}:${this.#port()}`)
      })
    })
  }

  /** Stops listening, and closes all connections at once. */
  close(): Promise<void> {
    if (!this.#server.listening) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#server.close((error) => (error === undefined ? resolve() : reject(error)))
      for (const socket of this.#open) socket.destroy()
    })
  }

  #track(socket: Socket) {
    this.#open.add(socket)
    socket.once('close', () => this.#open.delete(socket))
  }

  #port(): number {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new TypeError('The server has no port')
    return address.port
  }
}

function authorityHost(host: string): string {
  const reachable = REACHABLE[host] ?? host
  return isIPv6(reachable) ? `[${reachable}]` : reachable
}
