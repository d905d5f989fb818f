import type { RequestListener } from 'node:http'
import { EwsThrottledError } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { stopClock, until } from '../clock'
import { MAILBOX, rejection, search } from '../exchange'
import { elements, ewsServer, fault, found, messageXml, passing, status } from './ews-server'

const room = { primarySmtpAddress: 'room-1@example.com' }
const doctor = { primarySmtpAddress: MAILBOX }
const busy = fault('ErrorServerBusy', messageXml('BackOffMilliseconds', 5_000))
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toUTCString()

describe('the client backs off as long as the server asks', () => {
  const asked: readonly (readonly [string, () => RequestListener, number])[] = [
    ...['-1', '0', '1', '3', '60', `${2 ** 31}`, `${2 ** 40}`, '9'.repeat(300), 'soon', ''].map(
      (value) => [`Retry-After: ${value}`, () => status(503, { 'retry-after': value }), Number(value) * 1000] as const,
    ),
    ['a date in five minutes', () => status(503, { 'retry-after': inMinutes(5) }), 299_000],
    ['a date of the past', () => status(503, { 'retry-after': inMinutes(-5) }), 0],
    ['429', () => status(429), 0],
    ['507', () => status(507), 0],
    ...['-1', '0', '1', '1000', '5000', `${2 ** 31}`, `${2 ** 40}`, 'x'].map(
      (value) =>
        [
          `BackOffMilliseconds: ${value}`,
          () => fault('ErrorServerBusy', messageXml('BackOffMilliseconds', value)),
          Number(value),
        ] as const,
    ),
  ]

  it.each(asked)('%s: at most 5 requests in 4 s, and none before its time', async (_case, answer, ms) => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = await server.client({ retry: true, timeoutMs: 4_000 })
    server.answer = answer()
    const end = Date.now() + 4_000
    const insisting = async () => {
      while (Date.now() < end) {
        const error = await rejection(client.findItem(search))
        expect(error).toMatchObject({ retryable: true })
        const { backOffMs = 0 } = error instanceof EwsThrottledError ? error : {}
        expect(Number.isFinite(backOffMs)).toBe(true)
        expect(backOffMs).toBeLessThanOrEqual(3_600_000)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
    await passing(clock, client, insisting())
    const { received } = server
    expect(received.length).toBeLessThanOrEqual(5)
    const wait = Math.min(60_000, Math.max(500, Number.isNaN(ms) ? 0 : ms))
    for (const [index, time] of received.slice(1).entries()) {
      expect(time - (received[index] ?? 0)).toBeGreaterThanOrEqual(wait)
    }
  })
})

describe('the server is busy', () => {
  it.each<[string, RequestListener]>([
    ['in a fault', busy],
    [
      'in a fault with white space around its code',
      fault(' ErrorServerBusy\n', messageXml('BackOffMilliseconds', 5_000)),
    ],
    [
      'in a fault around the code',
      fault('ErrorInternalServerError', messageXml('InnerErrorResponseCode', 'ErrorServerBusy')),
    ],
    ['in the element of a batch', elements('ErrorServerBusy')],
  ])('%s: all calls for the mailbox wait, and others go on', async (_case, answer) => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = (await server.client()).impersonating(room)
    server.answer = answer
    await client.findItem(search).catch(() => undefined)
    expect(client.stats.backingOffUntil?.getTime()).toBeGreaterThan(Date.now())
    server.answer = found
    const calls = Array.from({ length: 200 }, () => client.findItem(search))
    await until(() => client.stats.waiting === 200)
    await client.impersonating(doctor).findItem(search)
    expect(server.mailboxes).toEqual([room.primarySmtpAddress, MAILBOX])
    await passing(clock, client, Promise.all(calls))
    expect(server.received).toHaveLength(202)
    expect(client.stats.backingOffUntil).toBeUndefined()
  })

  it('after the back-off one call tries first, and the others follow its success', async () => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = await server.client()
    server.answer = busy
    await rejection(client.findItem(search))
    server.answer = server.hold
    const calls = Array.from({ length: 8 }, () => client.findItem(search))
    await until(() => client.stats.waiting === 8)
    clock.pass(6_250)
    await until(() => server.held.length === 1)
    expect(client.stats).toMatchObject({ underWay: 1, waiting: 7 })
    server.answer = found
    for (const [request, response] of server.held) found(request, response)
    await Promise.all(calls)
  })

  it('503 applies to all mailboxes of the account', async () => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = await server.client()
    server.answer = status(503, { 'retry-after': '5' })
    expect(await rejection(client.impersonating(room).findItem(search))).toMatchObject({
      code: 'ERR_EWS_THROTTLED',
      status: 503,
      backOffMs: 5_000,
      responseCode: undefined,
    })
    server.answer = found
    const other = client.impersonating(doctor).findItem(search)
    await until(() => client.stats.waiting === 1)
    await passing(clock, client, other)
    const [first = 0, second = 0] = server.received
    expect(second - first).toBeGreaterThanOrEqual(5_000)
  })

  it('ErrorExceededConnectionCount lowers the number of connections for a while', async () => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = await server.client({ maxConnections: 4 })
    server.answer = fault('ErrorExceededConnectionCount')
    expect(await rejection(client.findItem(search))).toMatchObject({ responseCode: 'ErrorExceededConnectionCount' })
    expect(client.stats.connectionLimit).toBe(2)
    clock.pass(60_000)
    expect(client.stats.connectionLimit).toBe(3)
    server.answer = server.hold
    const calls = Array.from({ length: 5 }, () => client.findItem(search))
    await until(() => server.held.length === 1)
    server.answer = found
    for (const [request, response] of server.held.splice(0)) found(request, response)
    await Promise.all(calls)
    clock.pass(60_000)
    expect(client.stats.connectionLimit).toBe(4)
  })
})

describe('a call whose time ends before the back-off', () => {
  it('is refused at once, with the remaining time, and sends nothing', async () => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = await server.client({ timeoutMs: 3_000 })
    server.answer = busy
    await rejection(client.findItem(search))
    clock.pass(1_000)
    const error = await rejection(client.findItem(search))
    expect(error).toBeInstanceOf(EwsThrottledError)
    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining('was not sent') })
    const { backOffMs } = error instanceof EwsThrottledError ? error : { backOffMs: undefined }
    expect(backOffMs).toBeGreaterThanOrEqual(4_000)
    expect(backOffMs).toBeLessThanOrEqual(5_250)
    expect(server.received).toHaveLength(1)
  })

  it('is refused when the back-off starts, if it is waiting', async () => {
    stopClock()
    const server = await ewsServer()
    const client = await server.client({ timeoutMs: 3_000, maxConnections: 1 })
    server.answer = server.hold
    const first = rejection(client.findItem(search))
    await until(() => server.held.length === 1)
    const waiting = rejection(client.findItem(search))
    await until(() => client.stats.waiting === 1)
    for (const [request, response] of server.held) busy(request, response)
    expect(await first).toMatchObject({ code: 'ERR_EWS_THROTTLED', backOffMs: 5_000 })
    expect(await waiting).toMatchObject({ code: 'ERR_EWS_THROTTLED', backOffMs: expect.any(Number) })
    expect(server.received).toHaveLength(1)
  })
})
