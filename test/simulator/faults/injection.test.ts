import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { CreateItem, FindItem, GetUserAvailability } from '../../../src/operations'
import type { Injection } from '../../../src/simulator'
import { basic, readAnswer, requestXml } from '../ews-connection'
import { at, DOCTOR, withExchange } from '../exchange'

const authorization = basic('EXAMPLE\\svc-booking', 's3cret')
const body = requestXml(
  CreateItem,
  {
    sendMeetingInvitations: 'SendToNone',
    items: [{ calendarItem: { subject: 'Ü', start: at('09:00'), end: at('10:00') } }],
  },
  { smtpAddress: DOCTOR },
)
const find = requestXml(
  FindItem,
  {
    traversal: 'Shallow',
    itemShape: { baseShape: 'IdOnly' },
    parentFolderIds: [{ distinguishedFolderId: { id: 'calendar' } }],
  },
  { smtpAddress: DOCTOR },
)

/** A simulator whose waiting is recorded, and ends at once. */
function withFaults() {
  const waited: number[] = []
  const { exchange, connection } = withExchange({
    sleep: async (ms) => {
      waited.push(ms)
    },
  })
  return {
    waited,
    exchange,
    connection,
    create: () => connection().send({ authorization, body }),
    stored: () => exchange().calendar(DOCTOR).length,
  }
}

describe('The injections of a simulator', () => {
  const { exchange, create, stored } = withFaults()

  it('are listed until they are used up or ended', async () => {
    exchange().inject({ fault: 'dropBeforeCommit', operation: 'FindItem' })
    exchange().inject({ fault: 'serverBusy', times: 2 })
    await create()
    expect(exchange().injections).toEqual([
      { number: 1, injection: { fault: 'dropBeforeCommit', operation: 'FindItem' }, left: 1 },
      { number: 2, injection: { fault: 'serverBusy', times: 2 }, left: 1 },
    ])
    exchange().clearInjections()
    expect(exchange().injections).toEqual([])
    await create()
    expect(stored()).toBe(1)
  })

  it('are named in the record of each request with which something went wrong', async () => {
    exchange().inject({ fault: 'serverBusy' })
    await create()
    await create()
    expect(exchange().requests.map(({ fault, status }) => [fault, status])).toEqual([
      ['serverBusy', 500],
      [undefined, 200],
    ])
  })
})

describe('An injected fault', () => {
  const { exchange, connection, create, stored } = withFaults()

  it.each<[Injection, object]>([
    [{ fault: 'serviceUnavailable' }, { status: 503, text: '', headers: { 'retry-after': '2' } }],
    [{ fault: 'serviceUnavailable', retryAfter: '9999999999999' }, { headers: { 'retry-after': '9999999999999' } }],
    [
      { fault: 'tooManyRequests', retryAfter: 'Wed, 02 Dec 2026 08:00:00 GMT' },
      { status: 429, headers: { 'retry-after': 'Wed, 02 Dec 2026 08:00:00 GMT' } },
    ],
    [
      { fault: 'insufficientStorage', retryAfter: 0 },
      { status: 507, headers: { 'retry-after': '0' } },
    ],
    [
      { fault: 'httpStatus', status: 456, body: 'locked', headers: { 'X-A': 'b' } },
      { status: 456, text: 'locked' },
    ],
    [{ fault: 'htmlPage' }, { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } }],
    [{ fault: 'redirect' }, { status: 302, headers: { location: '/owa/auth/logon.aspx' } }],
    [{ fault: 'errorPageRedirect' }, { status: 302, headers: { location: expect.stringContaining('genericerror') } }],
    [{ fault: 'aspNetError' }, { status: 500, text: expect.stringContaining("Server Error in '/EWS' Application") }],
    [{ fault: 'emptyError' }, { status: 500, text: '' }],
    [
      { fault: 'xml', body: '<a/>', status: 200 },
      { status: 200, text: '<a/>' },
    ],
  ])('%j answers in place of Exchange', async (injection, answer) => {
    exchange().inject(injection)
    expect(await create()).toMatchObject(answer)
    expect(stored()).toBe(0)
  })

  it('truncate cuts the XML in a complete response', async () => {
    exchange().inject({ fault: 'truncate' })
    const { status, text } = await create()
    expect(status).toBe(200)
    expect(() => readAnswer(CreateItem, text)).toThrow('The document is cut off')
    expect(stored()).toBe(1)
  })

  it.each([
    ['truncateConnection', 1],
    ['dropAfterCommit', 1],
    ['dropBeforeCommit', 0],
  ] as const)('%s closes the connection; items made: %i', async (fault, made) => {
    exchange().inject({ fault })
    await expect(create()).rejects.toThrow()
    expect(stored()).toBe(made)
    expect((await create()).status).toBe(200)
    expect(exchange().connections).toBe(2)
  })

  it('hang never answers, until the simulator is closed', async () => {
    exchange().inject({ fault: 'hang' })
    const answer = create().catch(() => 'closed')
    while (exchange().requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(exchange().requests[0]).toMatchObject({ operation: 'CreateItem', status: 0 })
    await exchange().close()
    expect(await answer).toBe('closed')
  })

  it.each(['location', 'reason', 'body'] as const)('reflectAuthorization shows it in the %s', async (where) => {
    exchange().inject({ fault: 'reflectAuthorization', where })
    const { headers, text, statusMessage } = await connection().send({ authorization, body })
    const shown = { location: decodeURI(headers.location ?? ''), reason: statusMessage, body: text }
    expect(shown[where]).toContain(authorization)
  })

  it('longText has a code and texts of the given length', async () => {
    exchange().inject({ fault: 'longText', characters: 100_000 })
    const { fault } = readAnswer(CreateItem, (await create()).text).body
    expect(fault?.faultstring).toHaveLength(100_000)
    expect(fault?.detail?.responseCode?.length).toBeGreaterThan(100_000)
  })

  it('repeatMessages has more response messages than the request has elements', async () => {
    exchange().inject({ fault: 'repeatMessages', count: 3 })
    const { response } = readAnswer(CreateItem, (await create()).text).body
    expect(response?.responseMessages).toHaveLength(3)
    exchange().inject({ fault: 'repeatMessages', count: 2, empty: true })
    expect((await create()).text).toContain('<m:CreateItemResponseMessage ResponseClass="Error"/>'.repeat(2))
  })
})

describe('ErrorServerBusy', () => {
  const { exchange, connection, create, stored } = withFaults()

  it.each([1500, -1, 2 ** 40, 'soon'])('has any BackOffMilliseconds: %s', async (backOffMs) => {
    exchange().inject({ fault: 'serverBusy', backOffMs })
    const { status, text } = await create()
    expect(status).toBe(500)
    expect(readAnswer(CreateItem, text).body.fault?.detail).toMatchObject({
      responseCode: 'ErrorServerBusy',
      messageXml: { value: [{ name: 'BackOffMilliseconds', value: `${backOffMs}` }] },
    })
    expect(stored()).toBe(0)
  })

  it('may be inside of a SOAP fault ErrorInternalServerError', async () => {
    exchange().inject({ fault: 'serverBusy', backOffMs: 5, shape: 'wrappedFault' })
    expect(readAnswer(CreateItem, (await create()).text).body.fault?.detail).toMatchObject({
      responseCode: 'ErrorInternalServerError',
      messageXml: {
        value: expect.arrayContaining([
          { name: 'InnerErrorResponseCode', value: 'ErrorServerBusy' },
          { name: 'BackOffMilliseconds', value: '5' },
        ]),
      },
    })
    expect(stored()).toBe(0)
  })

  it.each([
    ['message', 'ErrorServerBusy'],
    ['wrappedMessage', 'ErrorInternalServerError'],
  ] as const)('may be a response message with status 200: %s', async (shape, responseCode) => {
    exchange().inject({ fault: 'serverBusy', backOffMs: 5, shape })
    const { status, text } = await create()
    expect(status).toBe(200)
    expect(readAnswer(CreateItem, text).body.response?.responseMessages).toMatchObject([
      {
        responseClass: 'Error',
        responseCode,
        messageXml: { value: expect.arrayContaining([{ name: 'BackOffMilliseconds', value: '5' }]) },
      },
    ])
    expect(stored()).toBe(0)
  })

  it('may concern one element of a batch, and the others are carried out', async () => {
    const calendarItem = { subject: 'a', start: at('09:00'), end: at('10:00') }
    const batch = requestXml(
      CreateItem,
      { sendMeetingInvitations: 'SendToNone', items: [{ calendarItem }, { calendarItem }, { calendarItem }] },
      { smtpAddress: DOCTOR },
    )
    exchange().inject({ fault: 'serverBusy', shape: 'message', element: 1 })
    const { text } = await connection().send({ authorization, body: batch })
    const { response } = readAnswer(CreateItem, text).body
    expect(response?.responseMessages.map(({ responseCode }) => responseCode)).toEqual([
      'NoError',
      'ErrorServerBusy',
      'NoError',
    ])
    expect(stored()).toBe(2)
  })
})

describe('Other errors of Exchange', () => {
  const { exchange, call, fault } = withExchange()
  const availability = {
    mailboxDataArray: [{ email: { address: DOCTOR }, attendeeType: 'Required' as const }],
    freeBusyViewOptions: { timeWindow: { startTime: at('09:00'), endTime: at('10:00') }, requestedView: 'FreeBusy' },
  } as const

  it('exceededConnectionCount is a SOAP fault', async () => {
    exchange().inject({ fault: 'exceededConnectionCount' })
    expect(await fault(GetUserAvailability, availability)).toMatchObject({
      status: 500,
      detail: { responseCode: 'ErrorExceededConnectionCount' },
    })
  })

  it('soapFault and elementError have any response code', async () => {
    exchange().inject({ fault: 'soapFault', responseCode: 'ErrorMailboxMoveInProgress', message: 'Moving.' })
    expect(await fault(GetUserAvailability, availability)).toMatchObject({ faultstring: 'Moving.' })
    exchange().inject({ fault: 'elementError', responseCode: 'ErrorMailboxFailover', values: { A: 'b' } })
    const { freeBusyResponseArray } = await call(GetUserAvailability, availability)
    expect(freeBusyResponseArray).toMatchObject([
      { responseMessage: { responseCode: 'ErrorMailboxFailover', messageXml: { value: [{ name: 'A', value: 'b' }] } } },
    ])
  })
})

describe('A delay', () => {
  const { exchange, waited, create, stored } = withFaults()

  it.each([
    ['delayBeforeCommit', 0],
    ['delayAfterCommit', 1],
  ] as const)('%s lasts until a promise is settled; items made meanwhile: %i', async (fault, made) => {
    let proceed: () => void = () => undefined
    exchange().inject({
      fault,
      until: new Promise<void>((resolve) => {
        proceed = resolve
      }),
    })
    const answer = create()
    while (exchange().requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(stored()).toBe(made)
    expect(exchange().requests[0]?.status).toBe(0)
    proceed()
    expect((await answer).status).toBe(200)
    expect(stored()).toBe(1)
    expect(exchange().requests[0]?.status).toBe(200)
  })

  it.each(['delayBeforeCommit', 'delayAfterCommit'] as const)(
    '%s ends with a promise that rejects, too',
    async (fault) => {
      let fail: (reason: Error) => void = () => undefined
      const until = new Promise((_resolve, reject) => {
        fail = reject
      })
      exchange().inject({ fault, until })
      const answer = create()
      while (exchange().requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
      fail(new Error('The test changed its mind'))
      expect((await answer).status).toBe(200)
      expect(stored()).toBe(1)
    },
  )

  it('does not leave a promise without a listener that rejects before the request comes', async () => {
    exchange().inject({ fault: 'delayBeforeCommit', until: Promise.reject(new Error('The test changed its mind')) })
    // Node reports unhandled rejections before the next turn of the event loop, and the test run fails.
    await new Promise((resolve) => setImmediate(resolve))
    expect((await create()).status).toBe(200)
  })

  it("or for a number of milliseconds, by the simulator's own clock", async () => {
    exchange().inject({ fault: 'delayBeforeCommit', until: 60_000 })
    expect((await create()).status).toBe(200)
    expect(waited).toEqual([60_000])
  })
})

describe('On the wire', () => {
  const { exchange, connection, waited, create } = withFaults()
  const askedBack = (id: string) =>
    connection().send({
      authorization,
      body: find,
      headers: { 'client-request-id': id, 'return-client-request-id': 'true' },
    })

  it('oneBehind answers with the previous answer, and its client-request-id', async () => {
    await askedBack('first')
    exchange().inject({ fault: 'oneBehind', times: 2 })
    expect((await askedBack('second')).headers['client-request-id']).toBe('first')
    expect((await askedBack('third')).headers['client-request-id']).toBe('second')
    expect((await askedBack('fourth')).headers['client-request-id']).toBe('fourth')
  })

  it('trickle sends the answer byte by byte', async () => {
    exchange().inject({ fault: 'trickle', pauseMs: 5 })
    const { text, content } = await create()
    expect(readAnswer(CreateItem, text).body.response).toBeDefined()
    expect(waited).toEqual(Array(content.length).fill(5))
  })

  it('unsolicitedContinue comes before the answer', async () => {
    exchange().inject({ fault: 'unsolicitedContinue' })
    const interim: number[] = []
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request(exchange().url, { method: 'POST', headers: { authorization } })
      outgoing.on('information', ({ statusCode }) => interim.push(statusCode))
      outgoing.on('continue', () => interim.push(100))
      outgoing.on('response', (response) => {
        response.resume().on('end', () => resolve(response.statusCode))
      })
      outgoing.on('error', reject)
      outgoing.end(find)
    })
    expect(interim).toContain(100)
    expect(status).toBe(200)
  })
})

describe('An injection', () => {
  const { exchange, connection, create } = withFaults()

  it('is refused for an unknown operation', () => {
    expect(() => exchange().inject({ operation: 'CreateItems', fault: 'hang' })).toThrow('operation must be one of')
  })

  it.each<[string, Injection]>([
    ['a status below 200', { fault: 'httpStatus', status: 99 }],
    ['a status that is not an integer', { fault: 'xml', body: '<a/>', status: Number.NaN }],
    ['a line break in Retry-After', { fault: 'tooManyRequests', retryAfter: 'soon\r\nX: y' }],
    ['a line break in a header', { fault: 'httpStatus', status: 503, headers: { 'X-A': 'b\nc' } }],
    ['a header without a name', { fault: 'httpStatus', status: 503, headers: { '': 'b' } }],
  ])('is refused with %s, before it would bring the process down', (_case, injection) => {
    expect(() => exchange().inject(injection)).toThrow(TypeError)
  })

  it('concerns its operation, a number of times, and only requests that are signed in', async () => {
    exchange().inject({ operation: 'FindItem', fault: 'emptyError' })
    exchange().inject({ operation: 'CreateItem', fault: 'serviceUnavailable', times: 2 })
    expect((await connection().send({ body })).status).toBe(401)
    expect([(await create()).status, (await create()).status, (await create()).status]).toEqual([503, 503, 200])
    expect(await connection().send({ authorization, body: find })).toMatchObject({ status: 500, text: '' })
  })

  it('concerns requests that are not signed in, if it says so', async () => {
    exchange().inject({ fault: 'tooManyRequests', unauthenticated: true })
    expect((await create()).status).toBe(200)
    expect((await connection().send({ body })).status).toBe(429)
    expect((await connection().send({ body })).status).toBe(401)
  })

  it('ends when it is told to', async () => {
    const end = exchange().inject({ fault: 'emptyError', times: Number.POSITIVE_INFINITY })
    expect([(await create()).status, (await create()).status]).toEqual([500, 500])
    end()
    expect((await create()).status).toBe(200)
  })
})
