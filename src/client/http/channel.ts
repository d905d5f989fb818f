import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'

/** The TCP or TLS connection below: what NTLM authenticates, and what its proof is bound to. */
export class Channel {
  /** The server's certificate, in DER; `undefined` without TLS. */
  readonly certificate: Buffer | undefined
  /** Whether NTLM's messages have authenticated it. */
  authenticated = false
  readonly #socket: Socket
  #open = true

  /** @param previous the channel before, whose TLS session this one may resume */
  constructor(socket: Socket | TLSSocket, previous: Channel | undefined) {
    this.certificate = 'encrypted' in socket ? certificateOf(socket, previous) : undefined
    this.#socket = socket
    socket.once('close', () => this.ends())
  }

  /** Whether another request can use it. */
  get open(): boolean {
    return this.#open
  }

  /** To be called when the server says that it closes the channel. */
  ends(): void {
    this.#open = false
  }

  /** Closes it at once. */
  destroy(): void {
    this.ends()
    this.#socket.destroy()
  }
}

/** Node has no certificate for a resumed session, in which none is sent. It is that of the connection that began the session. */
function certificateOf(socket: TLSSocket, previous: Channel | undefined): Buffer | undefined {
  return socket.getPeerX509Certificate()?.raw ?? (socket.isSessionReused() ? previous?.certificate : undefined)
}
