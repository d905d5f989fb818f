import { createServer, type RequestListener } from 'node:http'
import {
  type EwsClient,
  EwsConnectionError,
  EwsProtocolError,
  EwsRequestError,
  EwsResponseError,
  EwsThrottledError,
  EwsTimeoutError,
  type GetStreamingEventsResponse,
} from 'ews-booking'
import type { Simulator } from 'ews-booking/simulator'
import { describe, expect, it } from 'vitest'
import { stopClock, until } from '../clock'
import { at, clientOf, exchange, MAILBOX, newItem, search } from '../exchange'
import { fixture } from '../fixtures'
import { listenOnLoopback } from '../loopback'

const folderIds = [{ distinguishedFolderId: { id: 'calendar' } }] as const
const eventTypes = ['CreatedEvent', 'DeletedEvent', 'ModifiedEvent', 'MovedEvent'] as const
const MINUTE_MS = 60_000

async function subscription(client: EwsClient): Promise<string> {
  const { responseMessages } = await client.subscribe({ streamingSubscriptionRequest: { folderIds, eventTypes } })
  return responseMessages[0]?.subscriptionId ?? ''
}

/** Reads a stream with an iterator. */
const following = (client: EwsClient, subscriptionIds: readonly string[], options = {}) =>
  client.getStreamingEvents({ subscriptionIds, connectionTimeout: 30 }, options)

type Stream = AsyncIterator<GetStreamingEventsResponse>

/** The next message of a stream, or `undefined` at its end. */
async function next(stream: Stream) {
  const { done, value } = await stream.next()
  return done === true ? undefined : value.responseMessages[0]
}

const kindsOf = (message: Awaited<ReturnType<typeof next>>) =>
  message?.notifications?.flatMap(({ events }) => events.flatMap((event) => Object.keys(event)))

/** A simulator, a client, and a stream whose connection is open. */
async function openStream(options: Parameters<typeof clientOf>[1] = {}) {
  const server = await exchange()
  const client = clientOf(server, options)
  const id = await subscription(client)
  const stream = following(client, [id])
  expect(await next(stream)).toMatchObject({ responseCode: 'NoError', connectionStatus: 'OK' })
  return { server, client, id, stream }
}

const add = (server: Simulator) => server.add(MAILBOX, { subject: 'Visit', start: at('09:00'), end: at('10:00') })

describe('a stream of events', () => {
  it('tells of changes as they happen, while other calls go on', async () => {
    const { server, client, stream } = await openStream({ maxConnections: 1 })
    const { id } = add(server)
    const created = await next(stream)
    expect(kindsOf(created)).toEqual(['createdEvent', 'modifiedEvent', 'modifiedEvent'])
    expect(created?.notifications?.[0]?.events[0]).toMatchObject({ createdEvent: { itemId: { id } } })
    const { responseMessages } = await client.createItem(newItem)
    const itemId = responseMessages[0]?.items?.[0]?.itemId ?? { id: '' }
    expect(kindsOf(await next(stream))).toContain('createdEvent')
    const gone = { deleteType: 'HardDelete', sendMeetingCancellations: 'SendToNone', itemIds: [{ itemId }] } as const
    await client.deleteItem(gone)
    expect(kindsOf(await next(stream))).toContain('deletedEvent')
    await stream.return()
  })

  it('is closed by leaving the loop, and leaves no connection behind', async () => {
    const { server, client, stream } = await openStream()
    expect(client.stats.connections).toBe(2)
    await stream.return()
    await until(() => client.stats.connections === 1)
    expect(server.connections).toBe(2)
    expect(client.stats.handshakes).toBe(2)
  })

  it('shows every 45 seconds that it is alive, and ends when its time is over', async () => {
    const clock = stopClock()
    const { server, client, id, stream } = await openStream()
    await until(() => clock.sleeps > 1)
    clock.pass(45_000)
    expect(await next(stream)).toMatchObject({ connectionStatus: 'OK' })
    for (let beat = 2; beat < 40; beat += 1) {
      await until(() => clock.sleeps > 1)
      clock.pass(45_000)
      expect(await next(stream)).toMatchObject({ connectionStatus: 'OK' })
    }
    clock.pass(45_000)
    expect(await next(stream)).toMatchObject({ connectionStatus: 'Closed' })
    expect(await next(stream)).toBeUndefined()
    add(server)
    const again = following(client, [id])
    await next(again)
    expect(kindsOf(await next(again))).toContain('createdEvent')
    await again.return()
  })

  it('reads what comes while nobody iterates, without counting it as silence', async () => {
    const clock = stopClock()
    const { server, stream } = await openStream()
    add(server)
    await next(stream)
    clock.pass(10 * MINUTE_MS)
    add(server)
    expect(await next(stream)).toMatchObject({ responseCode: 'NoError' })
    await stream.return()
  })
})

describe('a stream ends', () => {
  it('for the reason of the signal', async () => {
    const { client, id } = await openStream()
    const controller = new AbortController()
    const stream = following(client, [id], { signal: controller.signal })
    await next(stream)
    const reading = next(stream)
    controller.abort(new Error('enough'))
    await expect(reading).rejects.toThrow('enough')
    expect(await next(stream)).toBeUndefined()
    await expect(next(following(client, [id], { signal: controller.signal }))).rejects.toThrow('enough')
  })

  it('with an error if its connection breaks, as when the server restarts', async () => {
    const { server, client, id, stream } = await openStream()
    const reading = next(stream)
    server.loseSubscriptions()
    await expect(reading).rejects.toThrow(EwsConnectionError)
    const message = await next(following(client, [id]))
    expect(message).toMatchObject({ errorSubscriptionIds: [id], connectionStatus: 'Closed' })
    expect(message?.error).toMatchObject({ responseCode: 'ErrorSubscriptionNotFound' })
  })

  it('if another connection takes its subscription', async () => {
    const { client, id, stream } = await openStream()
    const other = following(client, [id])
    await next(other)
    const message = await next(stream)
    expect(message).toMatchObject({ connectionStatus: 'Closed' })
    expect(message?.error).toBeInstanceOf(EwsResponseError)
    expect(message?.error).toMatchObject({ responseCode: 'ErrorNewEventStreamConnectionOpened' })
    expect(await next(stream)).toBeUndefined()
    await other.return()
  })

  it('if its subscription is ended', async () => {
    const { client, id, stream } = await openStream()
    await client.unsubscribe({ subscriptionId: id })
    expect((await next(stream))?.error).toMatchObject({ responseCode: 'ErrorSubscriptionUnsubsribed' })
    expect(await next(stream)).toBeUndefined()
  })

  it('if the client is closed', async () => {
    const { client, stream } = await openStream()
    const reading = next(stream)
    await Promise.all([client.close(), expect(reading).rejects.toThrow(EwsRequestError)])
  })

  it('after silence', async () => {
    const clock = stopClock()
    const server = await odd((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/xml' }).write(envelope)
    })
    const stream = following(clientOf(server, basic), ['a'], { idleTimeoutMs: 5000 })
    await next(stream)
    const reading = next(stream)
    await until(() => true)
    clock.pass(4999)
    clock.pass(1)
    await expect(reading).rejects.toThrow(EwsTimeoutError)
    await expect(reading).rejects.toMatchObject({ timeoutMs: 5000, retryable: true })
  })
})

const basic = { auth: { type: 'basic', username: 'svc', password: 'x' } } as const
const [envelope = ''] = fixture('GetStreamingEvents/events').response.split(/(?<=<\/Envelope>)/)

/** A server whose answers a test chooses. */
async function odd(answer: RequestListener) {
  const port = await listenOnLoopback(createServer(answer))
  return { url: `http://127.0.0.1:${port}/EWS/Exchange.asmx`, ca: undefined }
}

/** The messages of an answer with this body, which comes in these pieces. */
async function messagesOf(pieces: readonly (string | Buffer)[], options: Parameters<typeof clientOf>[1] = {}) {
  const server = await odd(async (_request, response) => {
    // No Content-Type, as real streams have been seen.
    response.writeHead(200)
    for (const piece of pieces) await new Promise((written) => response.write(piece, written))
    response.end()
  })
  const messages: unknown[] = []
  for await (const { responseMessages } of following(clientOf(server, { ...basic, ...options }), ['a'])) {
    messages.push(...responseMessages)
  }
  return messages
}

const open = expect.objectContaining({ connectionStatus: 'OK' })

describe('envelopes', () => {
  it.each([
    ['two in one chunk', [envelope + envelope]],
    ['cut in the end tag', [envelope.slice(0, -5), `${envelope.slice(-5)}${envelope}`]],
    ['with a declaration and white space between them', [`\r\n${envelope}\r\n<?xml version="1.0"?>${envelope}\n`]],
    ['byte by byte', [...Buffer.from(envelope + envelope)].map((byte) => Buffer.of(byte))],
  ])('%s', async (_case, pieces) => {
    expect(await messagesOf(pieces)).toEqual([open, open])
  })

  it('are limited one by one, and not the stream', async () => {
    const maxResponseBytes = envelope.length
    expect(await messagesOf([envelope.repeat(5)], { maxResponseBytes })).toHaveLength(5)
    await expect(messagesOf([envelope], { maxResponseBytes: envelope.length - 1 })).rejects.toThrow(EwsProtocolError)
  })

  it.each([
    ['one that has no end', envelope + envelope.slice(0, -3)],
    ['one that is no XML', `${envelope}<Envelope><</Envelope>`],
    ['one of another operation', fixture('Unsubscribe/ended').response],
    ['what is none', 'The server is on fire'],
    ['none at all', '\r\n'],
  ])('%s is a protocol error', async (_case, body) => {
    await expect(messagesOf([body])).rejects.toThrow(EwsProtocolError)
  })

  it('of a subscription that is refused beside a good one report it, and the connection stays open', async () => {
    const clock = stopClock()
    const server = await exchange()
    const client = clientOf(server)
    const good = await subscription(client)
    const stream = following(client, [good, 'bad'])
    const refused = await next(stream)
    expect(refused).toMatchObject({ errorSubscriptionIds: ['bad'], connectionStatus: 'OK' })
    expect(refused?.error).toMatchObject({ responseCode: 'ErrorInvalidSubscription' })
    add(server)
    await until(() => clock.sleeps > 1)
    clock.pass(45_000)
    expect(await next(stream)).toMatchObject({ connectionStatus: 'OK' })
    await stream.return()
  })

  it('name refused subscriptions in either namespace', async () => {
    const ids = (prefix: string) =>
      `<m:ErrorSubscriptionIds><${prefix}:SubscriptionId>x</${prefix}:SubscriptionId></m:ErrorSubscriptionIds><m:ConnectionStatus>`
    for (const prefix of ['t', 'm']) {
      const messages = await messagesOf([envelope.replace('<m:ConnectionStatus>', ids(prefix))])
      expect(messages).toMatchObject([{ errorSubscriptionIds: ['x'] }])
    }
  })
})

describe('a stream that is not granted', () => {
  it('throws the fault', async () => {
    const server = await exchange()
    const client = clientOf(server)
    const id = await subscription(client)
    server.inject({ operation: 'GetStreamingEvents', fault: 'serverBusy', backOffMs: 9000 })
    await expect(next(following(client, [id]))).rejects.toThrow(EwsThrottledError)
  })

  it('is refused beyond the limit of the account', async () => {
    const server = await exchange({ throttling: { maxHangingConnections: 1 } })
    const client = clientOf(server)
    const id = await subscription(client)
    server.inject({ operation: 'GetStreamingEvents', fault: 'dropAfterCommit' })
    await expect(next(following(client, [id]))).rejects.toThrow(EwsConnectionError)
    const stream = following(client, [id])
    await next(stream)
    const second = following(client, [id])
    await expect(next(second)).rejects.toMatchObject({ responseCode: 'ErrorExceededConnectionCount' })
    await client.findItem(search)
    await stream.return()
  })

  it.each([
    ['idleTimeoutMs', { idleTimeoutMs: 0 }],
    ['idleTimeoutMs', { idleTimeoutMs: 2 ** 31 }],
  ])('%s must make sense: %j', async (path, options) => {
    const client = clientOf(await exchange())
    await expect(next(following(client, ['a'], options))).rejects.toMatchObject({ code: 'ERR_EWS_REQUEST', path })
  })
})
