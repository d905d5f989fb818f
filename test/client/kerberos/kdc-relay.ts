import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A relay in front of a KDC on loopback that counts requests. */
export interface KdcRelay {
  readonly port: number
  readonly address: string
  /** The numbers of requests for a login, including those with a proof, and for further tickets. */
  readonly counts: { logins: number; tickets: number }
  /** Stops it, like a KDC that is shut down. */
  close(): Promise<void>
}

/** Starts a relay. It ends with the test. */
export async function kdcRelay(kdcPort: number): Promise<KdcRelay> {
  const counts = { logins: 0, tickets: 0 }
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(kdcPort, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    }
    client.once('data', (chunk) => {
      // The message starts with its tag, after four bytes of length (RFC 4120, 5.4.1).
      if (chunk[4] === 0x6a) counts.logins += 1
      if (chunk[4] === 0x6c) counts.tickets += 1
    })
    client.pipe(upstream).pipe(client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    if (!server.listening) return
    server.close()
    for (const socket of sockets) socket.destroy()
    await once(server, 'close')
  }
  onTestFinished(close)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port')
  return { port: address.port, address: `127.0.0.1:${address.port}`, counts, close }
}
