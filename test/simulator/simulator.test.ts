import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { FindItem } from '../../src/operations'
import { UTC } from '../../src/operations/availability/serializable-time-zone'
import { startSimulator } from '../../src/simulator'
import { eightToFive } from '../../src/simulator/calendar/working-hours'
import { basic, EwsConnection, readAnswer, searchXml } from './ews-connection'
import { at, DOCTOR, NOW, options, ROOM, withExchange } from './exchange'

const authorization = basic('EXAMPLE\\svc-booking', 's3cret')
const find = searchXml({ smtpAddress: DOCTOR })

const noTime = { ...UTC, standardTime: { ...UTC.standardTime, time: 'noon' } }

describe('HTTPS and HTTP at once', () => {
  it('reach the same mailboxes, and number connections together', async () => {
    await using exchange = await startSimulator({ ...options, https: true, httpPort: 0 })
    const { url, httpUrl = '', ca } = exchange
    expect([url, httpUrl]).toEqual([expect.stringMatching(/^https:/), expect.stringMatching(/^http:/)])
    const connections = [new EwsConnection({ url, ca }), new EwsConnection({ url: httpUrl, ca: undefined })]
    for (const connection of connections) {
      expect((await connection.send({ authorization, body: find })).status).toBe(200)
      connection.close()
    }
    expect(exchange.requests.map(({ connection }) => connection)).toEqual([1, 2])
    expect(exchange.connections).toBe(2)
  })

  it('need HTTPS, and a port that is free', async () => {
    await expect(startSimulator({ ...options, httpPort: 0 })).rejects.toThrow(/httpPort: isn't needed without https/)
    await using exchange = await startSimulator(options)
    const httpPort = Number(new URL(exchange.url).port)
    await expect(startSimulator({ ...options, https: true, httpPort })).rejects.toThrow(/EADDRINUSE/)
  })

  it('is HTTPS alone by default', async () => {
    await using exchange = await startSimulator({ ...options, https: true })
    expect(exchange.httpUrl).toBeUndefined()
  })
})

describe('HTTP', () => {
  const { exchange, connection } = withExchange()

  it('serves only POST to /EWS/Exchange.asmx, in upper or lower case', async () => {
    const status = async (method: string, path: string) =>
      (await connection().send({ method, path, authorization, body: find })).status
    expect(await status('POST', '/ews/exchange.ASMX')).toBe(200)
    expect(await status('GET', '/EWS/Exchange.asmx')).toBe(405)
    expect(await status('POST', '/owa/')).toBe(404)
    expect(exchange().connections).toBe(1)
  })

  it('challenges before it looks at the method, for clients that sign in by GET', async () => {
    const { status, headers } = await connection().send({ method: 'GET' })
    expect(status).toBe(401)
    expect(headers['www-authenticate']).toContain('NTLM')
  })

  it('answers in XML, with the server version, and the date by its own clock', async () => {
    const { headers, text } = await connection().send({ authorization, body: find })
    expect(headers['content-type']).toBe('text/xml; charset=utf-8')
    expect(headers.date).toBe(NOW.toUTCString())
    expect(readAnswer(FindItem, text).header?.serverVersionInfo).toMatchObject({
      majorBuildNumber: 2562,
      version: 'V2017_07_11',
    })
  })

  it('forgets requests and sent messages when it is told to, and nothing else', async () => {
    await connection().send({ authorization, body: find })
    exchange().add(DOCTOR, { subject: 'stays', start: at('09:00'), end: at('10:00') })
    exchange().clear()
    expect(exchange().requests).toEqual([])
    expect(exchange().calendar(DOCTOR)).toHaveLength(1)
    expect(exchange().connections).toBe(1)
  })

  it('numbers requests, and finds them by their numbers until they are forgotten', async () => {
    await connection().send({ authorization, body: find })
    await connection().send({ body: find })
    const [first, second] = exchange().requests
    expect(first).toMatchObject({ number: 1, receivedAt: NOW, account: 'EXAMPLE\\svc-booking' })
    expect(second?.number).toBe(2)
    expect(second?.account).toBeUndefined()
    expect(exchange().request(2)).toBe(second)
    exchange().clear()
    expect(exchange().request(2)).toBeUndefined()
    await connection().send({ authorization, body: find })
    expect(exchange().requests[0]?.number).toBe(3)
  })

  it('tells a listener of each request when it arrives and when it is answered, until the listener has enough', async () => {
    const told: [number, number][] = []
    const stop = exchange().watch(({ number, status }) => told.push([number, status]))
    await connection().send({ authorization, body: find })
    expect(told).toEqual([
      [1, 0],
      [1, 200],
    ])
    stop()
    await connection().send({ authorization, body: find })
    expect(told).toHaveLength(2)
  })

  it('names the accounts, the mailboxes and the operations', () => {
    expect(exchange().accounts).toEqual(['EXAMPLE\\svc-booking', 'doctor@example.com', 'clerk'])
    expect(exchange().mailboxes).toEqual([DOCTOR, ROOM])
    expect(exchange().operations).toContain('FindItem')
  })

  it('shows the occurrences of a window, as a calendar view does', () => {
    const recurrence = {
      dailyRecurrence: { interval: 1 },
      numberedRecurrence: { startDate: '2026-12-01', numberOfOccurrences: 5 },
    }
    exchange().add(DOCTOR, { subject: 'daily', start: at('09:00'), end: at('10:00'), recurrence })
    const window = { start: at('09:30'), end: new Date('2026-12-03T09:00:00Z') }
    expect(exchange().calendar(DOCTOR)).toHaveLength(1)
    expect(
      exchange()
        .calendar(DOCTOR, window)
        .map(({ start }) => start?.toISOString()),
    ).toEqual(['2026-12-01T09:00:00.000Z', '2026-12-02T09:00:00.000Z'])
  })

  it('records requests and answers', async () => {
    const { text } = await connection().send({ authorization, body: find })
    expect(exchange().requests).toMatchObject([
      {
        method: 'POST',
        path: '/EWS/Exchange.asmx',
        operation: 'FindItem',
        xml: find,
        status: 200,
        responseXml: text,
        connection: 1,
        authentication: 'basic',
      },
    ])
  })
})

describe('A request that breaks the schema', () => {
  const { connection } = withExchange()

  it.each([
    ['is not XML', 'no XML', /text|document/i],
    [
      'has elements out of order',
      find.replace(/(<m:ItemShape>.*<\/m:ItemShape>)(<m:ParentFolderIds>.*<\/m:ParentFolderIds>)/, '$2$1'),
      /ItemShape isn't expected here/,
    ],
    ['asks for an unknown operation', find.replaceAll('m:FindItem', 'm:FindPeople'), /FindPeople isn't expected/],
    ['has an invalid value', find.replace('IdOnly', 'Everything'), /BaseShape must be one of/],
  ])('that %s gets line and column', async (_case, body, violation) => {
    const { status, text } = await connection().send({ authorization, body })
    expect(status).toBe(500)
    expect(readAnswer(FindItem, text).body.fault).toMatchObject({
      faultcode: 'e:ErrorSchemaValidation',
      detail: {
        responseCode: 'ErrorSchemaValidation',
        messageXml: { lineNumber: 1, linePosition: expect.any(Number), violation: expect.stringMatching(violation) },
      },
    })
  })
})

describe('The schema version of a request', () => {
  const { connection } = withExchange()
  const withVersion = (version: string) =>
    find.replace(/<\w+:Header>/, `$&<t:RequestServerVersion Version="${version}"/>`)

  it.each(['Exchange2007_SP1', 'Exchange2016', 'V2017_07_11'])('may be %s', async (version) => {
    expect((await connection().send({ authorization, body: withVersion(version) })).status).toBe(200)
  })

  it.each(['Exchange2019', ''])('is refused by an error of its own if it is unknown: %j', async (version) => {
    const { status, text } = await connection().send({ authorization, body: withVersion(version) })
    expect(status).toBe(500)
    expect(readAnswer(FindItem, text).body.fault?.detail?.responseCode).toBe('ErrorInvalidServerVersion')
  })
})

describe('The simulator', () => {
  it('creates a certificate for its host', async () => {
    await using exchange = await startSimulator({ ...options, https: true })
    expect(exchange.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/EWS\/Exchange\.asmx$/)
    const connection = new EwsConnection(exchange)
    expect((await connection.send({ authorization, body: find })).status).toBe(200)
    await expect(new EwsConnection({ url: exchange.url, ca: undefined }).send({})).rejects.toThrow('self-signed')
    connection.close()
  })

  it.each(['ec', 'rsa'] as const)('creates a key of the given type: %s', async (https) => {
    await using exchange = await startSimulator({ ...options, https })
    expect(new X509Certificate(exchange.ca ?? '').publicKey.asymmetricKeyType).toBe(https)
  })

  it('remembers the latest requests only', async () => {
    await using exchange = await startSimulator({ ...options, maxRemembered: 2 })
    const connection = new EwsConnection(exchange)
    for (const path of ['/1', '/2', '/3']) await connection.send({ path })
    expect(exchange.requests.map(({ path }) => path)).toEqual(['/2', '/3'])
    connection.close()
  })

  it('needs no certificate without HTTPS, and can be closed twice', async () => {
    const exchange = await startSimulator(options)
    expect(exchange.ca).toBeUndefined()
    await exchange.close()
    await exchange.close()
  })

  it('adds appointments, and returns copies of them by start', async () => {
    await using exchange = await startSimulator(options)
    exchange.add(DOCTOR, { subject: 'second', start: at('10:00'), end: at('11:00'), status: undefined })
    const itemId = exchange.add('DR.MEIER@example.com', {
      subject: 'first',
      start: at('09:00'),
      end: at('10:00'),
      status: 'Tentative',
    })
    expect(exchange.calendar(DOCTOR)).toMatchObject([
      { subject: 'first', legacyFreeBusyStatus: 'Tentative', itemId },
      { subject: 'second', legacyFreeBusyStatus: 'Busy' },
    ])
    exchange.calendar(DOCTOR)[0]?.start?.setTime(0)
    expect(exchange.calendar(DOCTOR)[0]?.start).toEqual(at('09:00'))
    expect(exchange.calendar(ROOM)).toEqual([])
  })

  it.each([
    [
      'an unknown mailbox',
      'nobody@example.com',
      { subject: 'a', start: at('09:00'), end: at('10:00') },
      'no mailbox nobody@example.com',
    ],
    ['an end at the start', DOCTOR, { subject: 'a', start: at('09:00'), end: at('09:00') }, 'must end after its start'],
    [
      'text that XML cannot carry',
      DOCTOR,
      { subject: 'a\u001f', start: at('09:00'), end: at('10:00') },
      'subject contains U+001F',
    ],
  ])('refuses %s in add', async (_case, mailbox, appointment, message) => {
    await using exchange = await startSimulator(options)
    expect(() => exchange.add(mailbox, appointment)).toThrow(message)
  })

  it.each([
    ['mailboxes', { ...options, mailboxes: ['nobody'] }],
    ['mailboxes', { ...options, mailboxes: [DOCTOR, DOCTOR.toUpperCase()] }],
    ['mailboxes', { ...options, mailboxes: [DOCTOR, { address: DOCTOR.toUpperCase() }] }],
    ['mailboxes', { ...options, mailboxes: [{ address: DOCTOR, workingHours: { ...eightToFive, timeZone: noTime } }] }],
    ['accounts.0.username', { ...options, accounts: [{ username: '', password: 's3cret' }] }],
    ['auth', { ...options, auth: [] }],
    ['accounts.0.token', { ...options, accounts: [{ username: 'clerk', password: 's3cret', token: 'to ken' }] }],
    ['accounts.0.token', { ...options, accounts: [{ username: 'clerk', password: 's3cret', token: ['fine', ''] }] }],
    ['idleTimeoutMs', { ...options, idleTimeoutMs: 0 }],
    ['extendedProtection', { ...options, extendedProtection: 'require' as const }],
    ['maxRemembered', { ...options, maxRemembered: -1 }],
    ['port', { ...options, port: 70000 }],
  ])('names the wrong option: %s', async (name, wrong) => {
    await expect(startSimulator(wrong)).rejects.toThrow(TypeError)
    await expect(startSimulator(wrong)).rejects.toThrow(name)
    await expect(startSimulator(wrong)).rejects.not.toThrow(/s3cret|to ken/)
  })
})
