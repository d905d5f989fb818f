import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** What stands in front of a KDC on loopback, and counts what is asked of it. */
export interface KdcRelay {
  readonly port: number
  readonly address: string
  /** How many requests there were for a login, a proof of the password included, and for further tickets. */
  readonly counts: { logins: number; tickets: number }
  /** Ends it, as a KDC that is shut down. */
  close(): Promise<void>
}

/** It ends with the test. */
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
      // Behind the length of four bytes the message begins with its tag (RFC 4120, 5.4.1).
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
