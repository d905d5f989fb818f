import { once } from 'node:events'
import { createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { EwsConnectionError, EwsRequestError } from 'ews-booking'
import { Agent } from 'undici'
import { describe, expect, it } from 'vitest'
import { newCertificate } from '../certificate'
import { stopClock } from '../clock'
import { clientOf, day, exchange, MAILBOX, PASSWORD, rejection, search, USERNAME } from '../exchange'
import { listenOnLoopback } from '../loopback'
import { bySuite } from '../suite'

describe('pain 5: NTLM authenticates a connection once', () => {
  it('100 successive calls take one connection, one handshake and 101 requests', async () => {
    const server = await exchange({ auth: ['NTLM'] })
    const client = clientOf(server)
    for (let call = 0; call < 100; call += 1) await client.findItem(search)

    const kinds = server.requests.map(({ authentication }) => authentication)
    expect(server.connections).toBe(1)
    expect(kinds).toHaveLength(101)
    expect(kinds.slice(0, 2)).toEqual(['ntlm-negotiate', 'ntlm-authenticate'])
    expect(new Set(kinds.slice(2))).toEqual(new Set(['connection']))
  })

  it('the first message has no body: the envelope crosses the wire once', async () => {
    const server = await exchange({ auth: ['NTLM'] })
    await clientOf(server).findItem(search)
    expect(server.requests.map(({ xml }) => xml === '')).toEqual([true, false])
  })

  it('clients that act for other mailboxes use the same connection', async () => {
    const server = await exchange({ auth: ['NTLM'] })
    const client = clientOf(server, { impersonate: undefined })
    await client.impersonating({ primarySmtpAddress: MAILBOX }).findItem(search)
    await client.impersonating({ smtpAddress: MAILBOX }).findItem(search)
    expect(server.requests.map(({ authentication }) => authentication)).toEqual([
      'ntlm-negotiate',
      'ntlm-authenticate',
      'connection',
    ])
  })
})

describe('pain 29: nothing is downloaded before a call', () => {
  it('the first call with Basic is the only request', async () => {
    const server = await exchange({ auth: ['Basic'] })
    await clientOf(server, { auth: { type: 'basic', username: USERNAME, password: PASSWORD } }).findItem(search)
    expect(server.requests.map(({ operation }) => operation)).toEqual(['FindItem'])
  })
})

describe('pain 4: parallel calls', () => {
  it('open no more connections than allowed, each authenticated once, and all are answered', async () => {
    const server = await exchange({ auth: ['NTLM'] })
    const client = clientOf(server, { maxConnections: 3 })
    const answers = await Promise.all(Array.from({ length: 60 }, () => client.findItem(search)))

    expect(answers.every(({ responseMessages }) => responseMessages[0]?.responseClass === 'Success')).toBe(true)
    expect(server.connections).toBe(3)
    expect(server.requests.filter(({ authentication }) => authentication === 'ntlm-negotiate')).toHaveLength(3)
    expect(server.requests).toHaveLength(63)
  })

  it('are each answered once in a burst of 200, over no more connections than allowed', async () => {
    const server = await exchange({ auth: ['NTLM'], https: true, extendedProtection: 'require' })
    const client = clientOf(server, { maxConnections: 4 })
    const keys = Array.from({ length: 200 }, (_, index) => `call ${index}`)
    const create = async (subject: string) => {
      const { responseMessages } = await client.createItem({
        sendMeetingInvitations: 'SendToNone',
        items: [{ calendarItem: { subject, start: day.start, end: day.end } }],
      })
      return responseMessages[0]?.items?.[0]?.itemId?.id
    }
    const ids = await Promise.all(keys.map(create))
    const made = new Map(server.calendar(MAILBOX).map(({ itemId, subject }) => [subject, itemId?.id]))
    expect(ids).toEqual(keys.map((key) => made.get(key)))
    expect(made.size).toBe(200)
    expect(server.connections).toBe(4)
  })

  it('take one handshake for each of 4 connections, however many they are', async () => {
    const batches = bySuite({ quick: 10, slow: 100 })
    const server = await exchange({ auth: ['NTLM'], maxRemembered: batches * 100 + 100 })
    const client = clientOf(server, { maxConnections: 4 })
    for (let batch = 0; batch < batches; batch += 1) {
      await Promise.all(Array.from({ length: 100 }, () => client.findItem(search)))
    }
    const kinds = server.requests.map(({ authentication }) => authentication)
    expect(server.connections).toBe(4)
    expect(kinds.filter((kind) => kind === 'ntlm-negotiate')).toHaveLength(4)
    expect(kinds.filter((kind) => kind === 'ntlm-authenticate')).toHaveLength(4)
    expect(kinds).toHaveLength(batches * 100 + 4)
  })

  it('of two accounts never share a connection', async () => {
    const other = { username: 'EXAMPLE\\other', password: 'another', mayImpersonate: 'all' } as const
    const accounts = [{ username: 'EXAMPLE\\svc', password: 'first', mayImpersonate: 'all' } as const, other]
    const server = await exchange({ auth: ['NTLM'], accounts })
    const clients = accounts.map(({ username, password }) =>
      clientOf(server, { auth: { type: 'ntlm', username, password } }),
    )
    await Promise.all(clients.map((client) => client.findItem(search)))
    expect(server.connections).toBe(2)
    expect(server.requests.filter(({ authentication }) => authentication === 'ntlm-authenticate')).toHaveLength(2)
  })
})

describe('a connection that the server has closed', () => {
  it('is opened and authenticated again by the next call', async () => {
    const server = await exchange({ auth: ['NTLM'] })
    const client = clientOf(server)
    await client.findItem(search)
    server.inject({ fault: 'dropBeforeCommit' })
    await rejection(client.findItem(search))
    await client.findItem(search)
    expect(server.connections).toBe(2)
    expect(server.requests.map(({ authentication }) => authentication)).toEqual([
      'ntlm-negotiate',
      'ntlm-authenticate',
      'connection',
      'ntlm-negotiate',
      'ntlm-authenticate',
    ])
  })
})

describe('pain 6: a private CA', () => {
  it('is trusted if given as tls.ca, with NTLM and Basic', async () => {
    const server = await exchange({ https: true })
    for (const type of ['ntlm', 'basic'] as const) {
      const auth = { type, username: USERNAME, password: PASSWORD }
      const { responseMessages } = await clientOf(server, { auth }).findItem(search)
      expect(responseMessages[0]?.responseClass).toBe('Success')
    }
  })

  it('is an error that names the option if not given', async () => {
    const server = await exchange({ https: true })
    const error = await rejection(clientOf(server, { tls: undefined }).findItem(search))
    expect(error).toBeInstanceOf(EwsConnectionError)
    expect(error.hint).toContain('tls.ca')
    expect(error.retryable).toBe(false)
  })

  it('of another server is not trusted', async () => {
    const server = await exchange({ https: true })
    const other = await exchange({ https: true })
    const error = await rejection(clientOf(server, { tls: { ca: other.ca } }).findItem(search))
    expect(error).toBeInstanceOf(EwsConnectionError)
  })
})

describe('a certificate whose key is too short', () => {
  it('is a typed error that says so where OpenSSL refuses it, as it does by default since Node 24', async () => {
    const certificate = await newCertificate({ rsaBits: 1024 })
    const port = await listenOnLoopback(createTlsServer({ ...certificate, ciphers: 'DEFAULT@SECLEVEL=0' }))
    const client = clientOf(
      { url: `https://127.0.0.1:${port}/`, ca: undefined },
      {
        auth: { type: 'basic', username: USERNAME, password: PASSWORD },
        tls: undefined,
        dispatcher: new Agent({ connect: { ca: certificate.cert, ciphers: 'DEFAULT@SECLEVEL=2' } }),
      },
    )
    const error = await rejection(client.findItem(search))
    expect(error).toBeInstanceOf(EwsConnectionError)
    expect(error.hint).toContain('2048 bits')
    expect(error.cause).toHaveProperty('message', 'EE certificate key too weak')
  })
})

describe('close', () => {
  it('lets running calls end, refuses later ones, and works twice', async () => {
    const server = await exchange()
    const client = clientOf(server)
    const running = client.findItem(search)
    await running
    await client.close()
    expect(await rejection(client.findItem(search))).toBeInstanceOf(EwsRequestError)
    await client.close()
  })

  it.each(['ntlm', 'basic'] as const)('lets a call of the same moment end or refuses it, with %s', async (type) => {
    const server = await exchange()
    const auth = { type, username: USERNAME, password: PASSWORD }
    for (const ticks of Array.from({ length: 60 }, (_, index) => index)) {
      const client = clientOf(server, { auth })
      const received = server.requests.length
      const outcome = client.findItem(search).catch((error: unknown) => error)
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
      await client.close()
      const answered = server.requests.length > received
      expect(await outcome).toEqual(
        answered ? expect.objectContaining({ responseMessages: expect.anything() }) : expect.any(EwsRequestError),
      )
    }
  })

  it('is called by `await using`', async () => {
    const server = await exchange()
    const client = clientOf(server)
    await client[Symbol.asyncDispose]()
    expect(await rejection(client.findItem(search))).toBeInstanceOf(EwsRequestError)
  })

  it('refuses calls that are waiting for a connection', async () => {
    const server = await exchange()
    server.inject({ fault: 'hang' })
    const client = clientOf(server, { maxConnections: 1 })
    const stop = new AbortController()
    const running = client.findItem(search, { signal: stop.signal }).catch((error: unknown) => error)
    const waiting = rejection(client.findItem(search))
    const closed = client.close()
    expect(await waiting).toBeInstanceOf(EwsRequestError)
    stop.abort()
    await running
    await closed
  })
})

describe('a server that does not speak HTTP', () => {
  it('is an error of the connection', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const error = await rejection(clientOf({ url: `http://127.0.0.1:${port}/`, ca: undefined }).findItem(search))
    server.close()
    expect(error).toBeInstanceOf(EwsConnectionError)
    expect(error.hint).toContain("'url'")
  })
})

describe('a connection that is not answered', () => {
  it('delays neither an abandoned call nor close', async () => {
    // undici gives up on its own after ten seconds.
    stopClock()
    const silent = createServer()
    const connected = once(silent, 'connection')
    const client = clientOf({ url: `https://127.0.0.1:${await listenOnLoopback(silent)}/`, ca: undefined })
    const reason = new Error('the user left')
    const stop = new AbortController()
    const call = client.findItem(search, { signal: stop.signal }).catch((error: unknown) => error)
    await connected
    stop.abort(reason)
    expect(await call).toBe(reason)
    await client.close()
  })
})
