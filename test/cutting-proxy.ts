import { connect, createServer, type Socket } from 'node:net'
import { listenOnLoopback } from './loopback'

/** The moments at which a connection can be cut, relative to a request on it. */
export const MOMENTS = [
  'before the request',
  'inside the request',
  'after the request',
  'before the answer',
  'inside the answer',
  'after the answer',
] as const

export type Moment = (typeof MOMENTS)[number]

/** The number of bytes of a message of this length that pass before the connection is cut. */
type Share = (length: number) => number

/** The share of the request that passes. The server must not carry out a request that lacks its last byte. */
const OF_REQUEST: Readonly<Partial<Record<Moment, Share>>> = {
  'before the request': () => 0,
  'inside the request': (length) => Math.floor(length / 2),
  'after the request': (length) => length - 1,
}

/** The share of the answer that passes. By then the request has been carried out. */
const OF_ANSWER: Readonly<Partial<Record<Moment, Share>>> = {
  'before the answer': () => 0,
  'inside the answer': (length) => Math.floor(length / 2),
  'after the answer': (length) => length,
}

/**
 * A proxy between client and server over plain HTTP that cuts the connections of some requests, by destroying both ends. It opens one
 * connection to the server for each of a client, and ends with the test.
 *
 * @param url the address of the server behind the proxy, which keeps its path
 * @param cuts the moment of the cut, by the number of the request. Requests with a body are counted from 0, over all connections.
 */
export async function cuttingProxy(
  url: string,
  cuts: ReadonlyMap<number, Moment>,
): Promise<{ readonly url: string; readonly requests: () => number }> {
  let requests = 0
  const { port: upstreamPort, pathname } = new URL(url)
  const server = createServer((downstream) => {
    const upstream = connect(Number(upstreamPort), '127.0.0.1')
    let moment: Moment | undefined
    relay(downstream, upstream, (message) => {
      moment = hasBody(message) ? cuts.get(requests++) : undefined
      return moment && OF_REQUEST[moment]
    })
    relay(upstream, downstream, () => moment && OF_ANSWER[moment])
  })
  return { url: `http://127.0.0.1:${await listenOnLoopback(server)}${pathname}`, requests: () => requests }
}

/** Relays HTTP messages. If `shareOf` returns a share, only that much of the message passes before both ends are destroyed. */
function relay(from: Socket, to: Socket, shareOf: (message: Buffer) => Share | undefined): void {
  let unread = Buffer.alloc(0)
  const cut = () => {
    from.destroy()
    to.destroy()
  }
  from.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk])
    for (let length = lengthOf(unread); length !== undefined && !from.destroyed; length = lengthOf(unread)) {
      const message = unread.subarray(0, length)
      unread = unread.subarray(length)
      const share = shareOf(message)
      if (share === undefined) to.write(message)
      else to.write(message.subarray(0, share(length)), cut)
    }
  })
  // An error on one side ends the other side, which is all it can signal there.
  from.once('error', cut)
  from.once('close', cut)
}

const END_OF_HEAD = '\r\n\r\n'

/** The length of the first message, by its Content-Length (RFC 9112, 6.2), or `undefined` while it is incomplete. */
function lengthOf(bytes: Buffer): number | undefined {
  const head = bytes.indexOf(END_OF_HEAD)
  if (head < 0) return undefined
  const length = head + END_OF_HEAD.length + contentLengthOf(bytes.toString('latin1', 0, head))
  return bytes.length < length ? undefined : length
}

const contentLengthOf = (head: string): number => Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)

const hasBody = (message: Buffer): boolean => !message.subarray(-END_OF_HEAD.length).equals(Buffer.from(END_OF_HEAD))
