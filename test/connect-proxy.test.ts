import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { createServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { type ConnectProxy, connectProxy } from './connect-proxy'
import { listenOnLoopback } from './loopback'

const credentials = { username: 'clerk', password: 'grün:s3cret' }
const authorization = `Basic ${Buffer.from('clerk:grün:s3cret').toString('base64')}`

/** The authority of a server that echoes what it receives. */
const echo = async (): Promise<string> =>
  `127.0.0.1:${await listenOnLoopback(createServer({ allowHalfOpen: true }, (each) => each.pipe(each)))}`

async function tunnelTo(
  authority: string,
  { url }: ConnectProxy,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ response: IncomingMessage; socket: Duplex }> {
  const asked = request(url, { method: 'CONNECT', path: authority, headers, agent: false }).end()
  const [response, socket] = await once(asked, 'connect')
  return { response, socket }
}

describe('a proxy with CONNECT', () => {
  it('opens a tunnel, passes bytes unchanged and records the target', async () => {
    const proxy = await connectProxy()
    const authority = await echo()
    const { response, socket } = await tunnelTo(authority, proxy)
    expect(response.statusCode).toBe(200)
    socket.end('hello')
    expect((await buffer(socket)).toString()).toBe('hello')
    expect(proxy.tunnels).toEqual([authority])
  })

  it.each([
    ['nobody', {}],
    ['somebody else', { 'Proxy-Authorization': 'Basic Y2xlcms6d3Jvbmc=' }],
    ['the credentials of the server', { Authorization: authorization }],
  ])('refuses %s where it demands credentials', async (_who, headers) => {
    const proxy = await connectProxy({ credentials })
    const { response } = await tunnelTo(await echo(), proxy, headers)
    expect(response.statusCode).toBe(407)
    expect(response.headers['proxy-authenticate']).toBe('Basic realm="proxy"')
    expect(proxy.tunnels).toEqual([])
  })

  it('accepts the right credentials', async () => {
    const proxy = await connectProxy({ credentials })
    const { response } = await tunnelTo(await echo(), proxy, { 'Proxy-Authorization': authorization })
    expect(response.statusCode).toBe(200)
    expect(proxy.tunnels).toHaveLength(1)
  })

  it('answers 502 if it cannot connect', async () => {
    const unused = createServer()
    const port = await listenOnLoopback(unused)
    await new Promise((closed) => unused.close(closed))
    const proxy = await connectProxy()
    expect((await tunnelTo(`127.0.0.1:${port}`, proxy)).response.statusCode).toBe(502)
    expect(proxy.tunnels).toEqual([])
  })

  it('forwards no requests outside of a tunnel', async () => {
    const { url } = await connectProxy()
    const [response] = await once(request(url, { path: 'http://127.0.0.1/', agent: false }).end(), 'response')
    expect(response.statusCode).toBe(405)
  })
})
