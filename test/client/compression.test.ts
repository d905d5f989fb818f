import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { EwsConnectionError, EwsProtocolError, type FindItemResponse, type ResponseTrace } from 'ews-booking'
import { describe, expect, it, onTestFinished } from 'vitest'
import { clientOf, exchange, rejection, search } from '../exchange'
import { basicAuth, findItemAnswer, foundSubject, httpServer } from '../http-server'

const XML = { 'Content-Type': 'text/xml; charset=utf-8' }
const GZIP = { ...XML, 'Content-Encoding': 'gzip' }
const compressed = gzipSync(findItemAnswer)

/** Returns a client of a server that answers with `body` and these headers. */
async function clientOfAnswer(body: Buffer | string, headers: Record<string, string>, status = 200) {
  const server = await httpServer((_request, response) => response.writeHead(status, headers).end(body))
  return clientOf(server, basicAuth)
}

const subjectsOf = ({ responseMessages }: FindItemResponse) =>
  responseMessages.flatMap(({ rootFolder }) => rootFolder?.items?.map(({ subject }) => subject))

/** Collects the traces of answers until the test ends. */
function answers(): ResponseTrace[] {
  const seen: ResponseTrace[] = []
  const listener = (message: unknown) => seen.push(message as ResponseTrace)
  subscribe('ews-booking:response', listener)
  onTestFinished(() => void unsubscribe('ews-booking:response', listener))
  return seen
}

describe('answers are requested and read compressed', () => {
  it.each(['ntlm', 'basic'] as const)('from the simulator, with %s', async (type) => {
    const seen = answers()
    const server = await exchange()
    const { responseMessages } = await clientOf(server, { auth: { ...basicAuth.auth, type } }).findItem(search)
    expect(responseMessages[0]?.responseClass).toBe('Success')
    expect(server.requests.at(-1)?.headers['accept-encoding']).toBe('gzip')
    expect(seen.at(-1)?.headers['content-encoding']).toBe('gzip')
    expect(seen.at(-1)?.body).toBe(server.requests.at(-1)?.responseXml)
  })

  it.each(['gzip', 'GZIP', ' Gzip ', 'x-gzip', 'identity, gzip', 'gzip,'])(
    'where the server says "%s"',
    async (coding) => {
      const client = await clientOfAnswer(compressed, { ...XML, 'Content-Encoding': coding })
      expect(subjectsOf(await client.findItem(search))).toEqual([foundSubject])
    },
  )

  it('if they are faults', async () => {
    const server = await exchange()
    server.inject({ fault: 'serverBusy', backOffMs: 250 })
    expect(await rejection(clientOf(server).findItem(search))).toMatchObject({ backOffMs: 250 })
  })

  it('in pieces of one byte, and the connection is kept', async () => {
    const sockets = new Set<unknown>()
    const server = await httpServer((request, response) => {
      sockets.add(request.socket)
      response.writeHead(200, GZIP)
      for (const byte of compressed) response.write(Uint8Array.of(byte))
      response.end()
    })
    const client = clientOf(server, { ...basicAuth, maxConnections: 1 })
    for (let call = 0; call < 3; call += 1) {
      expect(subjectsOf(await client.findItem(search))).toEqual([foundSubject])
    }
    expect(sockets.size).toBe(1)
  })

  it.each(['identity', ''])('or plain if the server does not compress: "%s"', async (coding) => {
    const client = await clientOfAnswer(findItemAnswer, { ...XML, 'Content-Encoding': coding })
    expect(subjectsOf(await client.findItem(search))).toEqual([foundSubject])
  })
})

describe('an answer that is not read', () => {
  it('is traced as text, and keeps its connection', async () => {
    const seen = answers()
    const server = await exchange()
    server.inject({ fault: 'htmlPage' })
    const client = clientOf(server)
    expect((await rejection(client.findItem(search))).message).toContain('a web page answered')
    expect(seen.at(-1)).toMatchObject({ headers: { 'content-encoding': 'gzip' } })
    expect(seen.at(-1)?.body).toContain('/owa/auth.owa')
    await client.findItem(search)
    expect(server.connections).toBe(1)
  })

  it.each([
    ['of text', gzipSync('<html></html>'), 'gzip'],
    ['of nothing', Buffer.alloc(0), 'gzip'],
    ['in another coding', brotliCompressSync('<html></html>'), 'br'],
  ])('keeps its connection if it is %s', async (_case, body, coding) => {
    const sockets = new Set<unknown>()
    const server = await httpServer((request, response) => {
      const first = sockets.size === 0
      sockets.add(request.socket)
      if (!first) return void response.writeHead(200, GZIP).end(compressed)
      response.writeHead(404, { 'Content-Type': 'text/html', 'Content-Encoding': coding }).end(body)
    })
    const client = clientOf(server, { ...basicAuth, maxConnections: 1 })
    expect(await rejection(client.findItem(search))).toMatchObject({ status: 404 })
    expect(subjectsOf(await client.findItem(search))).toEqual([foundSubject])
    expect(sockets.size).toBe(1)
  })

  it.each([
    ['compressed badly', Buffer.from('no gzip'), 'gzip'],
    ['compressed in another way', brotliCompressSync('<html></html>'), 'br'],
  ])('may be %s, since only the status counts', async (_case, body, coding) => {
    const client = await clientOfAnswer(body, { 'Content-Type': 'text/html', 'Content-Encoding': coding }, 403)
    expect(await rejection(client.findItem(search))).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION' })
  })
})

describe('pain 20: compressed answers that cannot be read fail with an error that says so', () => {
  const damaged = Buffer.from(compressed)
  damaged.writeUInt32LE(0, compressed.length - 8)

  it.each([
    ['no gzip at all', Buffer.from(findItemAnswer)],
    ['a wrong checksum', damaged],
    ['an end before the end', compressed.subarray(0, compressed.length / 2)],
    ['an end before the checksum', compressed.subarray(0, -8)],
    ['something behind the end', Buffer.concat([compressed, Buffer.from('<more/>')])],
    ['nothing', Buffer.alloc(0)],
  ])('%s', async (_case, body) => {
    for (const status of [200, 500]) {
      const client = await clientOfAnswer(body, GZIP, status)
      const error = await rejection(client.findItem(search))
      expect(error).toBeInstanceOf(EwsProtocolError)
      expect(error).toMatchObject({ operation: 'FindItem', retryable: false })
      expect(error.message).toContain('the compressed answer is damaged or incomplete')
    }
  })

  it.each<[string, (response: ServerResponse) => unknown]>([
    ['of a length that was promised', (response) => response.writeHead(200, { ...GZIP, 'Content-Length': 1_000 })],
    ['in chunks', (response) => response.writeHead(200, GZIP)],
  ])('a connection that breaks in the middle of an answer %s', async (_case, begin) => {
    const server = await httpServer((_request, response) => {
      begin(response)
      response.write(compressed.subarray(0, compressed.length / 2), () => response.destroy())
    })
    const error = await rejection(clientOf(server, basicAuth).findItem(search))
    expect(error).toBeInstanceOf(EwsConnectionError)
    expect(error.retryable).toBe(true)
  })

  it.each([
    ['br', brotliCompressSync(findItemAnswer)],
    ['deflate', deflateSync(findItemAnswer)],
    ['gzip, gzip', gzipSync(compressed)],
  ])('%s, which was not requested', async (coding, body) => {
    const client = await clientOfAnswer(body, { ...XML, 'Content-Encoding': coding })
    const error = await rejection(client.findItem(search))
    expect(error).toBeInstanceOf(EwsProtocolError)
    expect(error.message).toContain(`encoded as ${coding}, which was not asked for`)
    expect(error.hint).toContain('proxy')
  })
})

describe('maxResponseBytes limits the decompressed size', () => {
  const maxResponseBytes = 1024 * 1024
  const [start = '', end = ''] = findItemAnswer.split('<s:Body>')

  it('a bomb is stopped at the limit, and the connection is closed while the server still sends', async () => {
    const seen = answers()
    const bomb = gzipSync(Buffer.alloc(16 * maxResponseBytes, ' '))
    let closed: Promise<unknown> | undefined
    const server = await httpServer((_request, response) => {
      if (closed !== undefined) return void response.writeHead(200, GZIP).end(compressed)
      closed = once(response, 'close')
      // Goes through the event loop: if writes to a closed socket called back at once, this would never learn that it was closed.
      const sendOn = () => void (response.destroyed || response.write(bomb, () => setImmediate(sendOn)))
      response.writeHead(200, GZIP).write(gzipSync(start), sendOn)
    })
    const client = clientOf(server, { ...basicAuth, maxResponseBytes, maxConnections: 1 })
    const error = await rejection(client.findItem(search))
    expect(error).toBeInstanceOf(EwsProtocolError)
    expect(error.hint).toContain('maxResponseBytes')
    expect(seen.at(-1)?.body.length).toBeLessThan(1.1 * maxResponseBytes)
    await closed
    expect(subjectsOf(await client.findItem(search))).toEqual([foundSubject])
  })

  it('the compressed size does not count', async () => {
    const body = gzipSync(`${start}${' '.repeat(maxResponseBytes)}<s:Body>${end}`)
    expect(body.length).toBeLessThan(maxResponseBytes / 100)
    const server = await httpServer((_request, response) => response.writeHead(200, GZIP).end(body))
    expect(await rejection(clientOf(server, { ...basicAuth, maxResponseBytes }).findItem(search))).toBeInstanceOf(
      EwsProtocolError,
    )
    const patient = clientOf(server, { ...basicAuth, maxResponseBytes: 2 * maxResponseBytes })
    expect(subjectsOf(await patient.findItem(search))).toEqual([foundSubject])
  })

  it('even for a page that is not read', async () => {
    const seen = answers()
    const page = gzipSync(Buffer.alloc(16 * maxResponseBytes, ' '))
    const client = await clientOfAnswer(page, { ...GZIP, 'Content-Type': 'text/html' })
    expect((await rejection(client.findItem(search))).message).toContain('a web page answered')
    expect(seen.at(-1)?.body.length).toBeLessThan(maxResponseBytes)
  })
})

describe('AbortSignal', () => {
  it('ends a call in the middle of a compressed answer', async () => {
    const stop = new AbortController()
    const server = await httpServer((_request, response) => {
      response.writeHead(200, GZIP).write(compressed.subarray(0, compressed.length / 2), () => stop.abort('enough'))
    })
    await expect(clientOf(server, basicAuth).findItem(search, { signal: stop.signal })).rejects.toBe('enough')
  })
})
