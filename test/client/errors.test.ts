import {
  EwsAuthenticationError,
  EwsClient,
  EwsConnectionError,
  type EwsError,
  EwsProtocolError,
  EwsResponseError,
  EwsThrottledError,
  EwsTimeoutError,
} from 'ews-booking'
import type { Injection } from 'ews-booking/simulator'
import { afterEach, describe, expect, it } from 'vitest'
import { stopClock, until } from '../clock'
import {
  at,
  clientOf,
  everythingShownOf,
  exchange,
  MAILBOX,
  newItem,
  PASSWORD,
  rejection,
  search,
  USERNAME,
} from '../exchange'
import { basicAuth, httpServer } from '../http-server'

/** The errors of all cases in this file. None may show the password. */
const seen: EwsError[] = []
const errorOf = async (promise: Promise<unknown>): Promise<EwsError> => {
  const error = await rejection(promise)
  seen.push(error)
  return error
}

afterEach(() => {
  for (const error of seen.splice(0)) {
    expect(error.hint).toMatch(/\S.*\.$/s)
    const shown = everythingShownOf(error)
    expect(shown).not.toContain(PASSWORD)
    expect(shown).not.toContain(Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64'))
    expect(shown).not.toMatch(/NTLM TlRM/)
  }
})

describe('a wrong password', () => {
  it.each(['ntlm', 'basic'] as const)('is an authentication error, with %s', async (type) => {
    const server = await exchange()
    const auth = { type, username: USERNAME, password: `${PASSWORD}!` }
    const error = await errorOf(clientOf(server, { auth }).findItem(search))
    expect(error).toMatchObject({
      code: 'ERR_EWS_AUTHENTICATION',
      operation: 'FindItem',
      retryable: false,
      schemes: ['NTLM', 'Basic'],
    })
    expect(error).toBeInstanceOf(EwsAuthenticationError)
    expect(error.hint).toContain('password')
  })

  it('is tried once, since accounts get locked', async () => {
    const server = await exchange()
    const auth = { type: 'ntlm', username: USERNAME, password: 'wrong' } as const
    await errorOf(clientOf(server, { auth }).findItem(search))
    expect(server.requests.filter(({ authentication }) => authentication === 'ntlm-authenticate')).toHaveLength(1)
  })

  it.each([
    ['ntlm', 'Basic', 'NTLM'],
    ['basic', 'NTLM', 'Basic'],
  ] as const)('%s where the server offers only %s says so', async (type, offered, wanted) => {
    const server = await exchange({ auth: [offered] })
    const error = await errorOf(
      clientOf(server, { auth: { type, username: USERNAME, password: PASSWORD } }).findItem(search),
    )
    expect(error).toMatchObject({ code: 'ERR_EWS_AUTHENTICATION', schemes: [offered] })
    expect(error.message).toContain(`doesn't offer ${wanted}`)
  })
})

describe('pain 1: user names', () => {
  it.each([
    ['DOMAIN\\user', 'EXAMPLE\\svc', { username: 'EXAMPLE\\svc' }],
    ['domain\\USER in another case', 'EXAMPLE\\svc', { username: 'example\\SVC' }],
    ['user and domain', 'EXAMPLE\\svc', { username: 'svc', domain: 'EXAMPLE' }],
    ['user@domain', 'svc@example.com', { username: 'svc@example.com' }],
    ['a name beyond ASCII', 'EXAMPLE\\jürg-österreich', { username: 'EXAMPLE\\jürg-österreich' }],
  ])('%s', async (_case, username, given) => {
    const accounts = [{ username, password: PASSWORD, mayImpersonate: 'all' as const }]
    const server = await exchange({ accounts, auth: ['Basic', 'NTLM'] })
    for (const type of ['ntlm', 'basic'] as const) {
      const client = clientOf(server, { auth: { type, password: PASSWORD, ...given } })
      expect((await client.findItem(search)).responseMessages[0]?.responseClass).toBe('Success')
    }
  })
})

describe('pain 13: an unknown mailbox', () => {
  it('in a free/busy request is an error for that mailbox alone', async () => {
    const server = await exchange()
    const { freeBusyResponseArray = [] } = await clientOf(server).getUserAvailability({
      mailboxDataArray: ['nobody@example.com', MAILBOX].map((address) => ({
        email: { address },
        attendeeType: 'Required' as const,
      })),
      freeBusyViewOptions: { timeWindow: { startTime: at('00:00'), endTime: at('23:00') }, requestedView: 'FreeBusy' },
    })
    const [unknown, known] = freeBusyResponseArray.map(({ responseMessage }) => responseMessage?.error)
    expect(unknown).toBeInstanceOf(EwsResponseError)
    expect(unknown).toMatchObject({ responseCode: 'ErrorMailRecipientNotFound', retryable: false })
    expect(known).toBeUndefined()
    if (unknown !== undefined) seen.push(unknown)
  })

  it('fails the whole call if it is impersonated', async () => {
    const accounts = [{ username: USERNAME, password: PASSWORD, mayImpersonate: 'all' as const }]
    const client = clientOf(await exchange({ accounts }), { impersonate: { smtpAddress: 'nobody@example.com' } })
    expect(await errorOf(client.findItem(search))).toMatchObject({
      code: 'ERR_EWS_RESPONSE',
      responseCode: 'ErrorNonExistentMailbox',
    })
  })
})

describe('pain 22: impersonation', () => {
  it('without the right to says which role is missing', async () => {
    const client = clientOf(await exchange(), { impersonate: { primarySmtpAddress: 'room-1@example.com' } })
    const error = await errorOf(client.findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_RESPONSE', responseCode: 'ErrorImpersonateUserDenied' })
    expect(error.hint).toContain('ApplicationImpersonation')
  })

  it('omits the anchor if the address cannot be a header', async () => {
    const address = 'żółć@example.com'
    const accounts = [{ username: USERNAME, password: PASSWORD, mayImpersonate: 'all' as const }]
    const server = await exchange({ accounts, mailboxes: [address] })
    await clientOf(server, { impersonate: { primarySmtpAddress: address } }).findItem(search)
    expect(server.requests.at(-1)?.headers['x-anchormailbox']).toBeUndefined()
  })

  it('anchors the request to the mailbox', async () => {
    const server = await exchange()
    await clientOf(server).findItem(search)
    expect(server.requests.at(-1)?.headers['x-anchormailbox']).toBe(MAILBOX)
  })
})

describe('a server that is gone', () => {
  it('is a connection error that may be retried', async () => {
    const server = await exchange()
    await server.close()
    const error = await errorOf(clientOf(server).createItem(newItem))
    expect(error).toBeInstanceOf(EwsConnectionError)
    expect(error).toMatchObject({ code: 'ERR_EWS_CONNECTION', operation: 'CreateItem', retryable: true })
  })

  it('has an unknown name', async () => {
    const client = clientOf({ url: 'https://exchange.invalid/', ca: undefined })
    const error = await errorOf(client.findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_CONNECTION', hint: expect.stringContaining('host name') })
  })
})

describe('failures of the server or of something in front of it', () => {
  it.each<[string, Injection, object]>([
    ['pain 21: a login page', { fault: 'htmlPage' }, { code: 'ERR_EWS_PROTOCOL', status: 200, retryable: false }],
    [
      'a redirect, which is not followed',
      { fault: 'redirect' },
      { code: 'ERR_EWS_PROTOCOL', status: 302, retryable: false },
    ],
    ['XML that is cut off', { fault: 'truncate' }, { code: 'ERR_EWS_PROTOCOL', retryable: false }],
    ['a body that is cut off', { fault: 'truncateConnection' }, { code: 'ERR_EWS_CONNECTION', retryable: true }],
    ['no answer at all', { fault: 'dropBeforeCommit' }, { code: 'ERR_EWS_CONNECTION', retryable: true }],
    ['pain 20: HTTP 500 with an empty body', { fault: 'emptyError' }, { code: 'ERR_EWS_PROTOCOL' }],
    [
      'pain 18: ErrorServerBusy',
      { fault: 'serverBusy', backOffMs: 1021 },
      { code: 'ERR_EWS_THROTTLED', retryable: true, backOffMs: 1021 },
    ],
    [
      'HTTP 503',
      { fault: 'serviceUnavailable', retryAfter: 1 },
      { code: 'ERR_EWS_THROTTLED', retryable: true, backOffMs: 1000 },
    ],
  ])('%s', async (_case, injection, expected) => {
    const server = await exchange()
    server.inject(injection)
    const client = clientOf(server)
    const error = await errorOf(client.findItem(search))
    expect(error).toMatchObject({ ...expected, operation: 'FindItem' })
    await client.findItem(search)
  })

  it.each(['truncateConnection', 'dropAfterCommit', 'truncate'] as const)(
    'pain 25: after CreateItem %s is never to be retried blindly',
    async (fault) => {
      const server = await exchange()
      server.inject({ operation: 'CreateItem', fault })
      const error = await errorOf(clientOf(server).createItem(newItem))
      expect(error.retryable).toBe(false)
      expect(server.calendar(MAILBOX)).toHaveLength(1)
    },
  )

  it('says where a redirect leads, without parts that may be secret', async () => {
    const server = await exchange()
    server.inject({ fault: 'redirect' })
    expect((await errorOf(clientOf(server).findItem(search))).message).toContain('/owa/auth/logon.aspx (HTTP 302)')
  })

  it.each([
    ['ADFS', 'https://adfs.example.com/adfs/ls/?wa=wsignin1.0&wctx=secret', 'https://adfs.example.com/adfs/ls/'],
    ['OWA of another host', 'https://owa.example.com/owa/auth/logon.aspx?url=secret', 'owa.example.com'],
    ['EWS of another host', 'https://other.example.com/EWS/Exchange.asmx', 'other.example.com'],
  ])('a redirect to %s is not followed, and explained', async (_case, location, shown) => {
    const followed = await httpServer((_request, response) => response.end())
    const server = await httpServer((_request, response) =>
      response
        .writeHead(307, { location: location.replace('https://other.example.com', new URL(followed.url).origin) })
        .end(),
    )
    const error = await errorOf(clientOf(server, basicAuth).findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_PROTOCOL', status: 307, retryable: false })
    expect(error.hint).toContain('pre-authentication')
    expect(error.message).not.toContain('secret')
    expect(error.message).toContain(shown.replace('other.example.com', new URL(followed.url).host))
  })

  it('a path other than that of EWS', async () => {
    const server = await exchange()
    const client = clientOf({ ...server, url: server.url.replace('Exchange.asmx', 'Exchanges.asmx') })
    expect(await errorOf(client.findItem(search))).toBeInstanceOf(EwsProtocolError)
  })

  it('an answer larger than allowed', async () => {
    const client = clientOf(await exchange(), { maxResponseBytes: 100 })
    const error = await errorOf(client.findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_PROTOCOL', hint: expect.stringContaining('maxResponseBytes') })
  })
})

describe('pain 20: the timeout', () => {
  it('ends a call that gets no answer, and the next call works', async () => {
    const server = await exchange()
    const hasty = clientOf(server, { timeoutMs: 1000 })
    await hasty.findItem(search)
    server.inject({ fault: 'hang', operation: 'CreateItem' })
    const clock = stopClock()
    const late = errorOf(hasty.createItem(newItem))
    await until(() => server.requests.at(-1)?.operation === 'CreateItem')
    clock.pass(1000)
    const error = await late
    expect(error).toBeInstanceOf(EwsTimeoutError)
    expect(error).toMatchObject({ code: 'ERR_EWS_TIMEOUT', timeoutMs: 1000, retryable: false })
    await hasty.findItem(search)
  })

  it('counts waiting for a connection', async () => {
    const server = await exchange()
    server.inject({ fault: 'hang', times: 2 })
    const client = clientOf(server, { timeoutMs: 1000, maxConnections: 1 })
    const clock = stopClock()
    const late = Promise.all([errorOf(client.findItem(search)), errorOf(client.findItem(search))])
    await until(() => server.requests.at(-1)?.operation === 'FindItem')
    clock.pass(1000)
    const errors = await late
    expect(errors.map(({ code }) => code)).toEqual(['ERR_EWS_TIMEOUT', 'ERR_EWS_TIMEOUT'])
  })
})

describe('AbortSignal', () => {
  it('rejects with its reason, before, while waiting and during a call', async () => {
    const server = await exchange()
    const client = clientOf(server, { maxConnections: 1 })
    await client.findItem(search)
    server.inject({ fault: 'hang' })
    const reason = new Error('the user left')
    const stop = new AbortController()
    const calls = [1, 2].map(() => client.findItem(search, { signal: stop.signal }).catch((error: unknown) => error))
    await until(() => server.requests.length === 3)
    stop.abort(reason)
    expect(await Promise.all(calls)).toEqual([reason, reason])
    await expect(client.findItem(search, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    await client.findItem(search)
  })

  it('of a polyfill that knows no reasons ends a call with an AbortError', async () => {
    const server = await exchange()
    const client = clientOf(server)
    server.inject({ fault: 'hang' })
    const signal = Object.assign(new EventTarget(), { aborted: false })
    const call = Reflect.apply(client.findItem, client, [search, { signal }])
    const ended = expect(call).rejects.toMatchObject({ name: 'AbortError' })
    await until(() => server.requests.length === 2)
    signal.aborted = true
    signal.dispatchEvent(new Event('abort'))
    await ended
  })
})

describe("the caller's own input", () => {
  it('is refused with the name of the field, and nothing is sent', async () => {
    const server = await exchange()
    const items = [{ calendarItem: { ...newItem.items[0].calendarItem, subject: 'bell \u0007' } }]
    const error = await errorOf(clientOf(server).createItem({ ...newItem, items }))
    expect(error).toMatchObject({
      code: 'ERR_EWS_REQUEST',
      path: 'items[0].calendarItem.subject',
      operation: 'CreateItem',
    })
    expect(server.requests).toEqual([])
  })
})

describe('errors', () => {
  it('have their code on the class too', () => {
    const classes = [EwsAuthenticationError, EwsConnectionError, EwsProtocolError, EwsResponseError, EwsThrottledError]
    expect(classes.map(({ code }) => code)).toEqual([
      'ERR_EWS_AUTHENTICATION',
      'ERR_EWS_CONNECTION',
      'ERR_EWS_PROTOCOL',
      'ERR_EWS_RESPONSE',
      'ERR_EWS_THROTTLED',
    ])
  })

  it('about options contain no secret', () => {
    expect(() => Reflect.construct(EwsClient, [{ url: 'mail.example.com', auth: { password: PASSWORD } }])).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(PASSWORD) }),
    )
  })
})
