import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { createServer as createTcpServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { exchangeOverProxy } from '../../../src/client/kerberos/proxy-exchange'
import { exchangeOverTcp, MAX_ANSWER_BYTES, withLength } from '../../../src/client/kerberos/tcp-exchange'
import { decode, encode } from '../../../src/kerberos/asn1'
import { KdcProxyMessage } from '../../../src/kerberos/messages'
import { certificateSignedWith } from '../../certificate'

const portOf = (address: unknown): number =>
  typeof address === 'object' && address !== null && 'port' in address && typeof address.port === 'number'
    ? address.port
    : 0

const never = () => new AbortController().signal

describe('an exchange over TCP', () => {
  /** Starts a KDC that passes each connection to `serve`. */
  async function kdc(serve: (socket: Socket) => void): Promise<number> {
    const sockets = new Set<Socket>()
    const server = createTcpServer((socket) => {
      sockets.add(socket.on('error', () => socket.destroy()))
      serve(socket)
    }).listen(0, '127.0.0.1')
    onTestFinished(() => {
      server.close()
      for (const socket of sockets) socket.destroy()
    })
    await once(server, 'listening')
    return portOf(server.address())
  }
  const request = Buffer.from('request')
  const ask = (port: number, signal = never()) => exchangeOverTcp('127.0.0.1', port, request, signal)

  it('sends the length first, and reads answers in any pieces', async () => {
    let received = Buffer.alloc(0)
    const port = await kdc((socket) => {
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk])
        for (const byte of withLength(Buffer.from('answer'))) socket.write(Buffer.from([byte]))
      })
    })
    expect((await ask(port)).toString()).toBe('answer')
    expect(received).toEqual(withLength(request))
  })

  it.each<[string, (socket: Socket) => void, string]>([
    ['closes the connection', (socket) => socket.end(), 'without an answer'],
    ['answers by half', (socket) => socket.end(withLength(Buffer.alloc(10)).subarray(0, 9)), 'without an answer'],
    ['announces too much', (socket) => socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff])), String(MAX_ANSWER_BYTES)],
    ['resets the connection', (socket) => socket.resetAndDestroy(), 'ECONNRESET'],
  ])('fails if the KDC %s', async (_case, serve, message) => {
    await expect(ask(await kdc(serve))).rejects.toThrow(message)
  })

  it('ends when its signal aborts, before and during the exchange', async () => {
    const controller = new AbortController()
    const port = await kdc(() => controller.abort(new Error('enough')))
    await expect(ask(port, controller.signal)).rejects.toThrow('enough')
    await expect(ask(port, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
  })
})

describe('an exchange by a KDC proxy (MS-KKDCP)', () => {
  async function proxy(answer: RequestListener) {
    const { key, cert } = await certificateSignedWith('ECDSA-SHA256')
    const server = createServer({ key, cert }, answer).listen(0, '127.0.0.1')
    onTestFinished(() => {
      server.close()
      server.closeAllConnections()
    })
    await once(server, 'listening')
    return { url: new URL(`https://localhost:${portOf(server.address())}/KdcProxy`), ca: cert }
  }
  const ask = ({ url, ca }: { url: URL; ca?: string }, signal = never()) =>
    exchangeOverProxy(url, 'EXAMPLE.COM', Buffer.from('request'), { ca }, signal)

  it('names the realm, and sends messages with their length', async () => {
    const seen: unknown[] = []
    const server = await proxy(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      seen.push([
        request.method,
        request.url,
        request.headers['content-type'],
        decode(KdcProxyMessage, Buffer.concat(chunks)),
      ])
      response.end(encode(KdcProxyMessage, { kerbMessage: withLength(Buffer.from('answer')) }))
    })
    expect((await ask(server)).toString()).toBe('answer')
    expect(seen).toEqual([
      [
        'POST',
        '/KdcProxy',
        'application/kerberos',
        { kerbMessage: withLength(Buffer.from('request')), targetDomain: 'EXAMPLE.COM' },
      ],
    ])
  })

  it.each<[string, RequestListener, string]>([
    ['finds no KDC', (_request, response) => response.writeHead(503).end('no'), 'HTTP 503'],
    ['is a web page', (_request, response) => response.end('<html>'), 'KDC-PROXY-MESSAGE'],
    [
      'sends half a message',
      (_request, response) => response.end(encode(KdcProxyMessage, { kerbMessage: Buffer.from([0, 0, 0, 9, 1]) })),
      'an incomplete message',
    ],
    ['sends too much', (_request, response) => void response.end(Buffer.alloc(MAX_ANSWER_BYTES + 1)), 'too long'],
    ['breaks off', (_request, response) => void response.write('x', () => response.destroy()), 'aborted'],
  ])('fails if the proxy %s', async (_case, answer, message) => {
    await expect(ask(await proxy(answer))).rejects.toThrow(message)
  })

  it('trusts no unknown certificate', async () => {
    const { url } = await proxy((_request, response) => response.end())
    await expect(ask({ url })).rejects.toThrow('self-signed')
  })

  it('ends when its signal aborts', async () => {
    const controller = new AbortController()
    const server = await proxy(() => controller.abort())
    await expect(ask(server, controller.signal)).rejects.toThrow('aborted')
  })
})
