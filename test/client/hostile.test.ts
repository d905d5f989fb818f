import type { ServerResponse } from 'node:http'
import { createServer } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { type EwsError, EwsProtocolError, FindItem } from 'ews-booking'
import { describe, expect, it, onTestFinished } from 'vitest'
import { InterimResponseFilter } from '../../src/client/http/interim-response'
import { Reflections } from '../../src/client/http/reflections'
import { envelopeNamespaces, responseEnvelope } from '../../src/operations/soap/envelope'
import { writeXml } from '../../src/xml'
import { stopClock, until } from '../clock'
import { clientOf, everythingShownOf, newItem, PASSWORD, rejection, search, USERNAME } from '../exchange'
import { basicAuth, findItemAnswer, httpServer } from '../http-server'
import { listenOnLoopback } from '../loopback'
import { ewsServer, fault, found, messageXml } from './ews-server'

const wide = 'x'.repeat(100_000)

describe('an answer to another request', () => {
  it('is an error, and its connection is closed', async () => {
    const server = await ewsServer()
    const client = await server.client()
    server.answer = (request, response) =>
      found(request, response.setHeader('client-request-id', '0c8b1f4e-0000-4000-8000-000000000000'))
    const error = await rejection(client.findItem(search))
    expect(error).toBeInstanceOf(EwsProtocolError)
    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining('belongs to another request') })
    expect(await rejection(client.createItem(newItem))).toMatchObject({ retryable: false })
    server.answer = found
    await client.findItem(search)
    expect(server.connections).toBe(3)
  })

  it.each(['our own', 'our own in capitals', 'none'])('is not assumed if the id is %s', async (id) => {
    const server = await ewsServer()
    const client = await server.client()
    server.answer = (request, response) => {
      const ours = String(request.headers['client-request-id'])
      if (id !== 'none') response.setHeader('client-request-id', id === 'our own' ? ours : ours.toUpperCase())
      return found(request, response)
    }
    await client.findItem(search)
    expect(server.connections).toBe(1)
  })
})

describe('pain 38: an unrequested 100 Continue', () => {
  const interim = 'HTTP/1.1 100 Continue\r\n\r\n'
  const final = `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(findItemAnswer)}\r\n\r\n${findItemAnswer}`

  it.each([1, 2])('%i times before an answer is ignored, and the connection is kept', async (times) => {
    let connections = 0
    const server = createServer((socket) => {
      connections += 1
      let request = ''
      socket.on('data', (bytes) => {
        request += bytes
        if (!request.includes('</soap:Envelope>') && !/<\/\w+:Envelope>/.test(request)) return
        request = ''
        socket.write(interim.repeat(times) + final)
      })
    })
    const url = `http://127.0.0.1:${await listenOnLoopback(server)}/`
    const client = clientOf({ url, ca: undefined }, { ...basicAuth, maxConnections: 1 })
    for (let call = 0; call < 3; call += 1) await client.findItem(search)
    expect(connections).toBe(1)
  })

  it('is recognized however its bytes are split', () => {
    const bytes = Buffer.from(`${interim}${interim}${final}`)
    for (let cut = 0; cut <= 2 * interim.length + 20; cut += 1) {
      const filter = new InterimResponseFilter()
      const parts = [bytes.subarray(0, cut), bytes.subarray(cut)].map((part) => filter.filter(part) ?? Buffer.alloc(0))
      expect(Buffer.concat(parts).toString()).toBe(final)
    }
    const filter = new InterimResponseFilter()
    const single = [...bytes].map((byte) => filter.filter(Buffer.from([byte])) ?? Buffer.alloc(0))
    expect(Buffer.concat(single).toString()).toBe(final)
  })

  it('other statuses, bodies that look like one, and endless headers are unaffected', () => {
    for (const text of [
      'HTTP/1.1 103 Early Hints\r\n\r\n',
      'SSH-2.0-x',
      'HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n',
    ]) {
      const filter = new InterimResponseFilter()
      expect(filter.filter(Buffer.from(text))?.toString()).toBe(text)
      expect(filter.filter(Buffer.from(interim))?.toString()).toBe(interim)
    }
    const endless = `HTTP/1.1 100 ${wide}`
    expect(new InterimResponseFilter().filter(Buffer.from(endless))?.toString()).toBe(endless)
  })
})

/** The credentials that Basic sends. */
const credentials = Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64')

describe('credentials that a server reflects', () => {
  const reflecting: readonly (readonly [
    string,
    (authorization: string) => { status: number; headers?: object; body?: string },
  ])[] = [
    ['in a redirect', (it) => ({ status: 302, headers: { location: `/login/${encodeURIComponent(it)}/x` } })],
    ['in the path of a redirect', (it) => ({ status: 302, headers: { location: `/${it.replace('Basic ', '')}` } })],
    [
      'in a title',
      (it) => ({ status: 400, headers: { 'content-type': 'text/html' }, body: `<title>Bad ${it}</title>` }),
    ],
    ['in X-CasErrorCode', (it) => ({ status: 503, headers: { 'x-caserrorcode': it } })],
    ['in a plain text', (it) => ({ status: 500, headers: { 'content-type': 'text/plain' }, body: `${it} is bad` })],
    ['in an encoding', (it) => ({ status: 200, headers: { 'content-encoding': it.toLowerCase() } })],
    ['decoded', () => ({ status: 404, headers: { 'content-type': 'text/plain' }, body: `${USERNAME}:${PASSWORD}` })],
    [
      'in a SOAP fault',
      (it) => soapFault(`<faultcode>s:${it}</faultcode><faultstring>${it} ${PASSWORD}</faultstring>`),
    ],
    [
      'in a fault of EWS and its details',
      (it) =>
        soapFault(
          `<faultcode>s:Client</faultcode><faultstring/><detail xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors"><e:ResponseCode>ErrorInvalidRequest</e:ResponseCode><e:Message>${it}</e:Message>${messageXml('Header', it)}</detail>`,
        ),
    ],
  ]
  const soapFault = (fault: string) => ({
    status: 500,
    headers: { 'content-type': 'text/xml' },
    body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>${fault}</s:Fault></s:Body></s:Envelope>`,
  })

  it.each(reflecting)('are in no error: %s', async (_case, answer) => {
    const server = await httpServer(({ headers }, response) => {
      const { status, headers: own = {}, body = '' } = answer(headers.authorization ?? '')
      response.writeHead(status, { ...own }).end(body)
    })
    const error = await rejection(clientOf(server, basicAuth).findItem(search))
    const shown = everythingShownOf(error)
    for (const secret of [credentials, encodeURIComponent(credentials), PASSWORD]) expect(shown).not.toContain(secret)
  })

  it('are in no error of an element of a batch, and in none of a stream', async () => {
    const server = await httpServer(({ headers: { authorization = '' } }, response) => {
      const refused = {
        responseClass: 'Error',
        responseCode: 'ErrorInternalServerError',
        messageText: authorization,
      } as const
      const envelope = { body: { response: { responseMessages: [refused] } } }
      response.writeHead(200, { 'content-type': 'text/xml' })
      response.end(writeXml(responseEnvelope(FindItem), envelope, envelopeNamespaces))
    })
    const client = clientOf(server, basicAuth)
    const { responseMessages } = await client.findItem(search)
    expect(responseMessages[0]?.error).toMatchObject({ detail: 'Basic [redacted]', messageText: 'Basic [redacted]' })
    const streamed = { ...FindItem, streamed: true } as const
    for await (const answer of client.stream(streamed, search))
      expect(answer.responseMessages[0]?.error?.detail).toBe('Basic [redacted]')
    expect.assertions(2)
  })

  it.each(['a&<b>', `"it's" & <ü>`])('are recognized as a page writes them: %s', (password) => {
    const reflections = new Reflections()
    reflections.sent(`Basic ${Buffer.from(`svc:${password}`).toString('base64')}`)
    const [minimal, all] = [
      password.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      password
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;')
        .replaceAll('ü', '&#252;'),
    ]
    for (const written of [password, encodeURIComponent(password), minimal, all])
      expect(reflections.redacted(`<b>${written}</b>`)).toBe('<b>[redacted]</b>')
  })

  it('in a broken status line are neither in the error nor in its cause', async () => {
    const server = createServer((socket) => {
      socket.once('data', (bytes) => {
        const [, authorization = ''] = /authorization: (.*)\r\n/i.exec(bytes.toString('latin1')) ?? []
        socket.end(`HTTP/1.1 ${authorization} OK\r\n\r\n`)
      })
    })
    const url = `http://127.0.0.1:${await listenOnLoopback(server)}/`
    const error = await rejection(clientOf({ url, ca: undefined }, basicAuth).findItem(search))
    expect(error.message).toContain('not HTTP')
    const shown = everythingShownOf(error)
    expect(shown).not.toContain(credentials)
    expect(shown).not.toContain(Buffer.from(credentials).toString('hex').slice(0, 40))
  })

  it('are recognized among those that were sent last, however many there were', () => {
    const reflections = new Reflections()
    for (let count = 0; count < 10_000; count += 1) reflections.sent(`NTLM token-${count}-end`)
    expect(reflections.redacted('token-9999-end and token-9980-end')).toBe('[redacted] and [redacted]')
    reflections.sent('Basic ')
    expect(reflections.redacted('nothing')).toBe('nothing')
  })
})

describe('server text in an error', () => {
  const short = (error: EwsError) => {
    for (const text of [error.message, error.detail ?? '']) {
      expect(text.length).toBeLessThan(700)
      expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
    }
    return error
  }

  it.each([
    ['a faultcode', fault(`x${wide}`)],
    ['a code that looks like EWS’s', fault(`Error${wide}`)],
    ['a code with line feeds', fault('Error\nInjected\u0085log line')],
    ['a message', fault('ErrorItemNotFound', messageXml('InnerErrorMessageText', wide))],
    ['a line number', fault('ErrorSchemaValidation', messageXml('LineNumber', '1'.repeat(1000)))],
  ])('is short and on one line: %s', async (_case, answer) => {
    const server = await ewsServer()
    const client = await server.client()
    server.answer = answer
    short(await rejection(client.findItem(search)))
  })

  it.each([
    ['a redirect', { location: `https://x/${'y'.repeat(5_000)}` }, 302],
    ['a scheme', { 'www-authenticate': 'z'.repeat(5_000) }, 401],
    ['an encoding', { 'content-encoding': 'w'.repeat(5_000) }, 200],
  ])('is short if a header is long: %s', async (_case, headers, code) => {
    const server = await httpServer((_request, response) => response.writeHead(code, headers).end())
    short(await rejection(clientOf(server, basicAuth).findItem(search)))
  })
})

describe('one signal for many calls', () => {
  it('has one listener, which is removed', async () => {
    const warnings: Error[] = []
    const listener = (warning: Error) => warnings.push(warning)
    process.on('warning', listener)
    onTestFinished(() => void process.off('warning', listener))
    const server = await ewsServer()
    const client = await server.client()
    server.answer = server.hold
    const { signal } = new AbortController()
    const calls = Array.from({ length: 50 }, () => client.findItem(search, { signal }))
    await until(() => server.held.length === 4)
    server.answer = found
    for (const [request, response] of server.held.splice(0)) found(request, response)
    await Promise.all(calls)
    await setImmediate()
    expect(warnings).toEqual([])
  })

  it('ends all of them', async () => {
    const server = await ewsServer()
    const client = await server.client()
    server.answer = server.hold
    const controller = new AbortController()
    const calls = Array.from({ length: 20 }, () => client.findItem(search, { signal: controller.signal }))
    const outcomes = Promise.allSettled(calls)
    await until(() => server.held.length === 4)
    controller.abort('enough')
    expect(new Set((await outcomes).map((outcome) => outcome.status === 'rejected' && outcome.reason))).toEqual(
      new Set(['enough']),
    )
  })
})

describe('an answer that arrives byte by byte', () => {
  it('ends at the deadline of the call', async () => {
    const clock = stopClock()
    const responses: ServerResponse[] = []
    const server = await httpServer((_request, response) => {
      response.writeHead(403, { 'content-type': 'text/html' })
      responses.push(response)
    })
    let ended = false
    const call = rejection(clientOf(server, { ...basicAuth, timeoutMs: 60_000 }).findItem(search)).finally(() => {
      ended = true
    })
    await until(() => responses.length === 1)
    for (let second = 0; second < 60; second += 1) {
      expect(ended).toBe(false)
      await new Promise((resolve) => responses[0]?.write('x', resolve))
      clock.pass(1_000)
    }
    expect((await call).code).toBe('ERR_EWS_TIMEOUT')
  })
})
