import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { EwsAuthenticationError, EwsConnectionError, EwsProtocolError, EwsTimeoutError } from 'ews-booking'
import { describe, expect, it, onTestFinished } from 'vitest'
import { stopClock, until } from '../../clock'
import { clientOf, everythingShownOf, exchange, newItem, PASSWORD, rejection, search } from '../../exchange'
import { answering, type Behaviour, challengeToken, challenging, inTurn, ntlmServer } from '../../ntlm-server'

describe('pain 1: WWW-Authenticate', () => {
  const ntlm = `NTLM ${challengeToken()}`

  it.each([
    ['in one header after the other', ['Negotiate', ntlm, 'Basic realm="x"']],
    ['in the other order', ['Basic realm="x"', ntlm, 'Negotiate']],
    ['in one header', [`Negotiate, ${ntlm}, Basic realm="x"`]],
    ['in small letters', [`ntlm ${challengeToken()}`]],
    ['behind a realm that looks like a challenge', ['Basic realm="NTLM abcd, NTLM TlRM"', ntlm]],
    ['beside a bare offer of the same', ['NTLM', ntlm]],
  ])('is understood %s', async (_case, challenges) => {
    const server = await ntlmServer({ negotiate: challenging(...challenges) })
    await clientOf(server).findItem(search)
    expect(server.seen).toEqual(['negotiate', 'proof'])
  })
})

describe('a server that asks again on an authenticated connection', () => {
  it('is answered with just three requests a call', async () => {
    const server = await exchange({ auth: ['NTLM'], authPersistSingleRequest: true })
    const client = clientOf(server)
    for (let call = 0; call < 3; call += 1) await client.findItem(search)
    expect(server.requests.map(({ authentication }) => authentication)).toEqual([
      'ntlm-negotiate',
      'ntlm-authenticate',
      ...['none', 'ntlm-negotiate', 'ntlm-authenticate'],
      ...['none', 'ntlm-negotiate', 'ntlm-authenticate'],
    ])
    expect(server.connections).toBe(1)
  })

  it('is answered over the same connection, however long its pages are', async () => {
    const sockets = new Set<object>()
    const withPage =
      (challenge: string): Behaviour =>
      ({ socket }, response) => {
        sockets.add(socket)
        response.writeHead(401, { 'www-authenticate': challenge }).end('x'.repeat(100_000))
      }
    const server = await ntlmServer({ nothing: withPage('NTLM'), negotiate: withPage(`NTLM ${challengeToken()}`) })
    const client = clientOf(server)
    for (let call = 0; call < 2; call += 1) await client.findItem(search)
    expect(server.seen).toEqual(['negotiate', 'proof', 'nothing', 'negotiate', 'proof'])
    expect(sockets.size).toBe(1)
  })

  it('and never accepts gets one proof, since accounts get locked', async () => {
    const server = await ntlmServer({ proof: challenging(`NTLM ${challengeToken()}`) })
    const error = await rejection(clientOf(server).findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION', schemes: ['NTLM'], retryable: false })
    expect(server.seen).toEqual(['negotiate', 'proof'])
  })

  it('and closes the connection with its refusal gets one proof too', async () => {
    const refusing: Behaviour = (_request, response) =>
      response.writeHead(401, { 'www-authenticate': 'NTLM', connection: 'close' }).end()
    const server = await ntlmServer({ proof: refusing })
    expect(await rejection(clientOf(server).findItem(search))).toBeInstanceOf(EwsAuthenticationError)
    expect(server.seen).toEqual(['negotiate', 'proof'])
  })
})

describe('a server that closes the connection', () => {
  const closing: Behaviour = (_request, response) =>
    response.writeHead(401, { 'www-authenticate': `NTLM ${challengeToken()}`, connection: 'close' }).end()
  /** Speaks HTTP/1.0, in which servers close connections by default (RFC 9112, 9.3). */
  const closingSilently: Behaviour = (request) =>
    request.socket.end(
      `HTTP/1.0 401 Unauthorized\r\nWWW-Authenticate: NTLM ${challengeToken()}\r\nContent-Length: 0\r\n\r\n`,
    )
  const goingOn = challenging(`NTLM ${challengeToken()}`)
  /** Answers like a server that has seen no first message on this connection. */
  const knowingNothing = challenging('NTLM')

  it('with its challenge gets no proof until a connection stays open', async () => {
    const server = await ntlmServer({ negotiate: inTurn([closing, closing, goingOn]) })
    await clientOf(server).findItem(search)
    expect(server.seen).toEqual(['negotiate', 'negotiate', 'negotiate', 'proof'])
  })

  it('with every challenge is an error, distinct from a wrong password', async () => {
    const server = await ntlmServer({ negotiate: closing })
    const error = await rejection(clientOf(server).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.message).toContain('closed between the messages')
    expect(error.hint).toContain('balancers')
    expect(server.seen).toEqual(['negotiate', 'negotiate', 'negotiate'])
  })

  it('without announcing it is an error as well', async () => {
    const server = await ntlmServer({ negotiate: closingSilently, proof: knowingNothing })
    const error = await rejection(clientOf(server).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.message).toContain('closed between the messages')
    expect(server.seen.filter((brought) => brought === 'negotiate')).toHaveLength(3)
  })

  it('soon, as it announces, is authenticated with in time', async () => {
    const challenged = new WeakSet<object>()
    const announcing: Behaviour = (request, response) => {
      challenged.add(request.socket)
      response.setHeader('keep-alive', 'timeout=1').setHeader('connection', 'keep-alive')
      goingOn(request, response)
    }
    const server = await ntlmServer({
      negotiate: announcing,
      proof: (request, response) => (challenged.has(request.socket) ? answering : knowingNothing)(request, response),
    })
    await clientOf(server).findItem(search)
    expect(server.seen).toEqual(['negotiate', 'proof'])
  })

  it('after an answer makes the next call authenticate again', async () => {
    const last: Behaviour = (request, response) => answering(request, response.setHeader('connection', 'close'))
    const server = await ntlmServer({ proof: last })
    const client = clientOf(server)
    await client.findItem(search)
    await client.findItem(search)
    expect(server.seen).toEqual(['negotiate', 'proof', 'negotiate', 'proof'])
  })

  it('while it is idle makes the next call authenticate again', async () => {
    const sockets: Socket[] = []
    const keeping: Behaviour = (request, response) => {
      sockets.push(request.socket)
      answering(request, response)
    }
    const server = await ntlmServer({ proof: keeping })
    const client = clientOf(server)
    await client.findItem(search)
    // Once the server's end is closed too, the client knows that it was.
    await Promise.all(sockets.map((socket) => once(socket.end(), 'close')))
    await client.findItem(search)
    expect(server.seen).toEqual(['negotiate', 'proof', 'negotiate', 'proof'])
  })
})

describe('a server that offers NTLM', () => {
  it('and does not continue it is an error that names possible causes', async () => {
    const server = await ntlmServer({ negotiate: challenging('Negotiate', 'NTLM') })
    const error = await rejection(clientOf(server).findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION', schemes: ['Negotiate', 'NTLM'] })
    expect(error.hint).toContain('Restrict NTLM')
    expect(server.seen).toEqual(['negotiate'])
  })

  it.each([
    ['without extended session security', challengeToken({ negotiateFlags: 0x00000201 }), 'NTLMv1'],
    ['in bytes that are no message', Buffer.from('no NTLM at all').toString('base64'), 'malformed'],
    ['in a message cut off', challengeToken().slice(0, 40), 'malformed'],
  ])('%s is an error, and gets no proof', async (_case, token, reason) => {
    const server = await ntlmServer({ negotiate: challenging(`NTLM ${token}`) })
    const error = await rejection(clientOf(server).findItem(search))
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.message).toContain(reason)
    expect(server.seen).toEqual(['negotiate'])
  })

  it('in a very long challenge is refused', async () => {
    const server = await ntlmServer({ negotiate: challenging(`NTLM ${'A'.repeat(100_000)}`) })
    const error = await rejection(clientOf(server).findItem(search))
    expect(error).toBeInstanceOf(EwsConnectionError)
    expect(error.message).toContain('headers')
  })

  it('and answers without asking is accepted', async () => {
    const server = await ntlmServer({ negotiate: (_request, response) => response.writeHead(404).end() })
    expect(await rejection(clientOf(server).findItem(search))).toBeInstanceOf(EwsProtocolError)
  })
})

describe('pain 25: a call that fails before its envelope was sent has changed nothing', () => {
  const hanging: Behaviour = () => undefined
  const dropping: Behaviour = (request) => request.socket.destroy()

  it('and may be repeated if the connection broke', async () => {
    const error = await rejection(clientOf(await ntlmServer({ negotiate: dropping })).createItem(newItem))
    expect(error).toMatchObject({ code: 'ERR_EWS_CONNECTION', retryable: true })
    expect(error.message).not.toContain('not known')
  })

  it('and may be repeated if it timed out', async () => {
    const server = await ntlmServer({ negotiate: hanging })
    const clock = stopClock()
    const late = rejection(clientOf(server, { timeoutMs: 500 }).createItem(newItem))
    await until(() => server.seen.length === 1)
    clock.pass(500)
    const error = await late
    expect(error).toBeInstanceOf(EwsTimeoutError)
    expect(error.retryable).toBe(true)
    expect(error.message).not.toContain('not known')
  })

  it('and may be repeated if a gateway failed', async () => {
    const failing: Behaviour = (_request, response) => response.writeHead(502).end()
    const error = await rejection(clientOf(await ntlmServer({ negotiate: failing })).createItem(newItem))
    expect(error).toMatchObject({ code: 'ERR_EWS_PROTOCOL', status: 502, retryable: true })
    expect(error.message).not.toContain('not known')
  })

  it('and is known to be refused, even if the page of the refusal never ends', async () => {
    const unending: Behaviour = (_request, response) =>
      response.writeHead(401, { 'www-authenticate': 'NTLM' }).write('x')
    const answers: unknown[] = []
    const onHeaders = (message: unknown) => void answers.push(message)
    subscribe('undici:request:headers', onHeaders)
    onTestFinished(() => void unsubscribe('undici:request:headers', onHeaders))
    const client = clientOf(await ntlmServer({ proof: unending }), { timeoutMs: 500 })
    const clock = stopClock()
    const late = rejection(client.createItem(newItem))
    await until(() => answers.length === 2)
    clock.pass(500)
    const error = await late
    expect(error).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION', passwordRefused: true })
    expect(error.message).not.toContain('not known')
  })

  it.each([
    ['broke', dropping],
    ['took too long', hanging],
  ])('unlike one whose envelope was sent and that %s', async (_case, proof) => {
    const server = await ntlmServer({ proof })
    const clock = stopClock()
    const failed = rejection(clientOf(server, { timeoutMs: 500 }).createItem(newItem))
    await until(() => server.seen.includes('proof'))
    clock.pass(500)
    const error = await failed
    expect(error.retryable).toBe(false)
    expect(error.message).toContain('not known')
  })
})

describe('a server that offers no scheme at all', () => {
  it('is an error that suggests looking at proxies and gateways', async () => {
    const server = await ntlmServer({ negotiate: (_request, response) => response.writeHead(401).end() })
    const error = await rejection(clientOf(server).findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION', schemes: [] })
    expect(error.hint).toContain('WWW-Authenticate')
  })
})

describe('a proof', () => {
  it('is for the server in url, and differs each time, even for the same challenge', async () => {
    const proofs: string[] = []
    const server = await ntlmServer({
      proof: (request, response) => {
        proofs.push(request.headers.authorization?.replace('NTLM ', '') ?? '')
        answering(request, response)
      },
    })
    for (let client = 0; client < 2; client += 1) await clientOf(server).findItem(search)
    expect(new Set(proofs).size).toBe(2)
    for (const proof of proofs) expect(Buffer.from(proof, 'base64').toString('utf16le')).toContain('HTTP/127.0.0.1')
  })
})

describe('pain 3: names and passwords in any script', () => {
  it.each([
    ['EXAMPLE\\grüße', 'pässwörd 🔑'],
    ['grÖßE@example.com', PASSWORD],
    ['EXAMPLE\\李雷', '密码'],
    ['EXAMPLE\\δοκιμή', 'κωδικός'],
    ['EXAMPLE\\ışık', 'şifre'],
  ])('%s', async (username, password) => {
    const accounts = [{ username, password, mayImpersonate: 'all' } as const]
    const server = await exchange({ auth: ['NTLM'], accounts })
    const auth = { type: 'ntlm', username, password } as const
    expect(everythingShownOf(await clientOf(server, { auth }).findItem(search))).toContain('Success')
  })
})
