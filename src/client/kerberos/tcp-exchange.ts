import { connect } from 'node:net'

/** The longest answer in bytes: far more than any ticket needs, and small enough to keep in memory. */
export const MAX_ANSWER_BYTES = 1024 * 1024

const LENGTH_BYTES = 4

/** Returns a message with its length in front, as sent over TCP (RFC 4120, 7.2.2). */
export function withLength(message: Uint8Array): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(message.length)
  return Buffer.concat([length, message])
}

/**
 * Returns the message that `bytes` begin with, or `undefined` while it is incomplete.
 *
 * @throws RangeError if the sender announces more than `MAX_ANSWER_BYTES`
 */
export function withoutLength(bytes: Buffer): Buffer | undefined {
  if (bytes.length < LENGTH_BYTES) return undefined
  const length = bytes.readUInt32BE()
  if (length > MAX_ANSWER_BYTES) throw new RangeError(`The KDC announces more than ${MAX_ANSWER_BYTES} bytes`)
  return bytes.length < LENGTH_BYTES + length ? undefined : bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length)
}

/**
 * Sends one message to a KDC and reads one (RFC 4120, 7.2.2) over a separate connection.
 *
 * @throws the system's error, or the signal's reason
 */
export function exchangeOverTcp(host: string, port: number, message: Buffer, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const socket = connect({ host, port, noDelay: true })
    let received: Buffer[] = []
    let size = 0
    let wanted = LENGTH_BYTES
    const settle = (step: () => void) => {
      signal.removeEventListener('abort', abort)
      socket.destroy()
      step()
    }
    const abort = () => settle(() => reject(signal.reason))
    signal.addEventListener('abort', abort, { once: true })
    socket.on('error', (error) => settle(() => reject(error)))
    socket.on('close', () => settle(() => reject(new Error('The KDC closed the connection without an answer'))))
    socket.on('data', (chunk) => {
      received.push(chunk)
      size += chunk.length
      // The pieces are joined at most twice. Joining them with each new one would let a sender of tiny pieces keep the process busy.
      if (size < wanted) return
      const bytes = Buffer.concat(received)
      received = [bytes]
      wanted = LENGTH_BYTES + bytes.readUInt32BE()
      try {
        const answer = withoutLength(bytes)
        if (answer !== undefined) settle(() => resolve(answer))
      } catch (error) {
        settle(() => reject(error))
      }
    })
    socket.write(withLength(message))
  })
}
