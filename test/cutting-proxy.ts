import { connect, createServer, type Socket } from 'node:net'
import { listenOnLoopback } from './loopback'

/** Where a connection can be cut, as seen from one request on it. */
export const MOMENTS = [
  'before the request',
  'inside the request',
  'after the request',
  'before the answer',
  'inside the answer',
  'after the answer',
] as const

export type Moment = (typeof MOMENTS)[number]

/** How many bytes of a message of `length` get on before the connection is cut. */
type Share = (length: number) => number

/** Of the request: up to its last byte, without which the server must not carry it out. */
const OF_REQUEST: Readonly<Partial<Record<Moment, Share>>> = {
  'before the request': () => 0,
  'inside the request': (length) => Math.floor(length / 2),
  'after the request': (length) => length - 1,
}

/** Of the answer, which there is once the request was carried out. */
const OF_ANSWER: Readonly<Partial<Record<Moment, Share>>> = {
  'before the answer': () => 0,
  'inside the answer': (length) => Math.floor(length / 2),
  'after the answer': (length) => length,
}

/**
 * Stands between client and server over plain HTTP, and cuts the connection of some requests: both of its ends are destroyed. Each
 * connection goes over one of the proxy's own. It ends with the test.
 *
 * @param url of what it stands in front of; the path is kept
 * @param cuts when to cut, by the numbers of the requests. Those that carry something are counted, on all connections together, from 0.
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
      moment = carriesSomething(message) ? cuts.get(requests++) : undefined
      return moment && OF_REQUEST[moment]
    })
    relay(upstream, downstream, () => moment && OF_ANSWER[moment])
  })
  return { url: `http://127.0.0.1:${await listenOnLoopback(server)}${pathname}`, requests: () => requests }
}

/** Passes HTTP messages on, whole, or as much of them as `shareOf` says before both ends are destroyed. */
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
  // An error on one side ends the other, which is all that its peer can be told.
  from.once('error', cut)
  from.once('close', cut)
}

const END_OF_HEAD = '\r\n\r\n'

/** How long the first message is, which says so itself (RFC 9112, 6.2); `undefined` as long as it isn't there as a whole. */
function lengthOf(bytes: Buffer): number | undefined {
  const head = bytes.indexOf(END_OF_HEAD)
  if (head < 0) return undefined
  const length = head + END_OF_HEAD.length + contentLengthOf(bytes.toString('latin1', 0, head))
  return bytes.length < length ? undefined : length
}

const contentLengthOf = (head: string): number => Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)

const carriesSomething = (message: Buffer): boolean =>
  !message.subarray(-END_OF_HEAD.length).equals(Buffer.from(END_OF_HEAD))
