import type { Socket } from 'node:net'

const INTERIM = /^HTTP\/1\.[01] 100[ \r\n]/
/** The length of the shortest beginning that tells: `HTTP/1.1 100 `. */
const TELLING_BYTES = 13
const END = '\r\n\r\n'
/** More than the head of any interim response. */
const LONGEST_HEAD_BYTES = 16 * 1024

/**
 * Removes `100 Continue` from the bytes that answer a request. A client may ignore one that it didn't ask for (RFC 9110, 15.2), and IIS has
 * been seen to send it. undici closes the connection instead.
 */
export class InterimResponseFilter {
  #undecided: Buffer = Buffer.alloc(0)
  #passing = false

  /** Call it before a request is sent: what comes next is the head of a response. */
  expectResponse(): void {
    this.#passing = false
  }

  /** Takes what was read, and returns what remains of it; `null` if nothing remains yet. */
  filter(chunk: Buffer): Buffer | null {
    if (this.#passing) return chunk
    let bytes: Buffer = Buffer.concat([this.#undecided, chunk])
    this.#undecided = Buffer.alloc(0)
    while (INTERIM.test(bytes.toString('latin1', 0, TELLING_BYTES))) {
      const end = bytes.indexOf(END)
      if (end === -1) return this.#keep(bytes)
      bytes = bytes.subarray(end + END.length)
    }
    if (bytes.length === 0) return null
    if (bytes.length < TELLING_BYTES && 'HTTP/1.1 100 '.startsWith(bytes.toString('latin1'))) return this.#keep(bytes)
    this.#passing = true
    return bytes
  }

  #keep(bytes: Buffer): Buffer | null {
    if (bytes.length > LONGEST_HEAD_BYTES) {
      this.#passing = true
      return bytes
    }
    this.#undecided = bytes
    return null
  }

  /** Filters what `socket` reads from now on. undici takes all of its bytes with `read`. */
  attach(socket: Socket): void {
    const read = socket.read.bind(socket)
    socket.read = (size?: number) => {
      for (;;) {
        const chunk: unknown = read(size)
        if (!Buffer.isBuffer(chunk)) return chunk
        const rest = this.filter(chunk)
        if (rest !== null) return rest
      }
    }
  }
}
