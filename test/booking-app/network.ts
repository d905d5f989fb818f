import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** The network in front of an Exchange, which can fail in the ways in which networks and servers do. */
export interface Network {
  /** The address of the Exchange behind it. */
  readonly url: string
  /** Refuses connections, and cuts those that there are, as for a server that is switched off. */
  cut(): void
  /** Takes requests and answers nothing, until `restore`. What was asked for by then is answered as well. */
  hold(): void
  /** Works again. */
  restore(): Promise<void>
}

/** Opens a working network on a port of loopback. */
export async function openNetwork(url: string): Promise<Network> {
  const { port: upstreamPort, hostname, pathname, protocol } = new URL(url)
  const sockets = new Set<Socket>()
  const heldBack = new Set<Socket>()
  let isHeld = false
  const server = createServer((downstream) => {
    const upstream = connect(Number(upstreamPort), hostname)
    const end = () => {
      downstream.destroy()
      upstream.destroy()
      for (const socket of [downstream, upstream]) {
        sockets.delete(socket)
        heldBack.delete(socket)
      }
    }
    for (const socket of [downstream, upstream]) {
      sockets.add(socket)
      // An error ends the other side as well, which is all that can be told there.
      socket.on('error', end)
      socket.on('close', end)
    }
    if (isHeld) heldBack.add(upstream.pause())
    downstream.on('data', (chunk) => upstream.write(chunk))
    upstream.on('data', (chunk) => downstream.write(chunk))
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new TypeError('The server has no port')
    return address.port
  }
  const port = await listen(0)
  const upstreams = () => [...sockets].filter((socket) => socket.remotePort === Number(upstreamPort))
  return {
    url: `${protocol}//127.0.0.1:${port}${pathname}`,
    cut() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
    hold() {
      isHeld = true
      for (const socket of upstreams()) heldBack.add(socket.pause())
    },
    async restore() {
      isHeld = false
      for (const socket of heldBack) socket.resume()
      heldBack.clear()
      if (!server.listening) await listen(port)
    },
  }
}
