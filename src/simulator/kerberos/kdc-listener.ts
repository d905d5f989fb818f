import { createServer, type Socket } from 'node:net'
import type { KeyDistributionCenter } from './kdc'

const LENGTH_BYTES = 4
const MAX_REQUEST_BYTES = 64 * 1024

/** A KDC on a TCP port of loopback (RFC 4120, 7.2.2). */
export class KdcListener {
  readonly #kdc: KeyDistributionCenter
  readonly #open = new Set<Socket>()
  readonly #server = createServer((socket) => this.#serve(socket))

  constructor(kdc: KeyDistributionCenter) {
    this.#kdc = kdc
  }

  /** @returns its address: `127.0.0.1:50088` */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(0, '127.0.0.1', () => {
        this.#server.off('error', reject)
        const address = this.#server.address()
        if (address === null || typeof address === 'string') return reject(new TypeError('The KDC has no port'))
        resolve(`127.0.0.1:${address.port}`)
      })
    })
  }

  /** Closes the connections too. */
  close(): Promise<void> {
    if (!this.#server.listening) return Promise.resolve()
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      for (const socket of this.#open) socket.destroy()
    })
  }

  #serve(socket: Socket): void {
    this.#open.add(socket)
    let received = Buffer.alloc(0)
    socket.on('close', () => this.#open.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      const length = received.length < LENGTH_BYTES ? undefined : received.readUInt32BE()
      if (length === undefined) return
      if (length > MAX_REQUEST_BYTES) return void socket.destroy()
      if (received.length < LENGTH_BYTES + length) return
      const message = received.subarray(LENGTH_BYTES, LENGTH_BYTES + length)
      received = received.subarray(LENGTH_BYTES + length)
      void this.#answer(socket, message)
    })
  }

  async #answer(socket: Socket, message: Buffer): Promise<void> {
    const answer = await this.#kdc.answer(message)
    if (answer === undefined) return void socket.destroy()
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(answer.length)
    socket.write(Buffer.concat([length, answer]))
  }
}
