import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { listenOnLoopback } from './loopback'
import { joinTo } from './tls-proxy'

export interface ConnectProxyOptions {
  /** The credentials (Basic, RFC 7617) that it demands. Defaults to none. */
  readonly credentials?: { readonly username: string; readonly password: string }
}

export interface ConnectProxy {
  readonly url: string
  /** The `host:port` of each tunnel that was opened, oldest first. The list grows. */
  readonly tunnels: readonly string[]
}

/** An HTTP proxy that opens tunnels (CONNECT, RFC 9110, 9.3.6) and does nothing else. It ends with the test. */
export async function connectProxy({ credentials }: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const tunnels: string[] = []
  const authorization = credentials && basic(credentials)
  const server = createServer((_request, response) => response.writeHead(405, { Allow: 'CONNECT' }).end())
  server.on('connect', ({ url: authority = '', headers }, downstream, head) => {
    if (authorization !== undefined && headers['proxy-authorization'] !== authorization) {
      downstream.end(answer('407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="proxy"'))
      return
    }
    openTunnel(authority, downstream, head).then(
      () => tunnels.push(authority),
      () => downstream.end(answer('502 Bad Gateway')),
    )
  })
  return { url: `http://127.0.0.1:${await listenOnLoopback(server)}`, tunnels }
}

const basic = ({ username, password }: { username: string; password: string }) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const answer = (status: string, ...fields: readonly string[]) =>
  [`HTTP/1.1 ${status}`, ...fields, 'Content-Length: 0', 'Connection: close', '', ''].join('\r\n')

async function openTunnel(authority: string, downstream: Duplex, head: Buffer): Promise<void> {
  const { hostname, port } = new URL(`tunnel://${authority}`)
  const upstream = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), allowHalfOpen: true })
  await once(upstream, 'connect')
  downstream.write('HTTP/1.1 200 Connection established\r\n\r\n')
  upstream.write(head)
  joinTo(downstream, upstream)
}
