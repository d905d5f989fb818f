import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { BackOffBegun, CallBegun, CallEnded, ConnectionChange, Handshake, Retry } from 'ews-booking'
import { describe, expect, it, onTestFinished } from 'vitest'
import { stopClock, until } from '../clock'
import { clientOf, everythingShownOf, exchange, MAILBOX, newItem, PASSWORD, rejection, search } from '../exchange'
import { ewsServer, found, passing, status } from './ews-server'

/** Collects the messages of a channel until the test ends. */
function published<Event>(name: string): Event[] {
  const events: Event[] = []
  const listener = (event: unknown) => void events.push(event as Event)
  subscribe(`ews-booking:${name}`, listener)
  onTestFinished(() => void unsubscribe(`ews-booking:${name}`, listener))
  return events
}

describe('a call', () => {
  it('is reported when it begins and ends, with its times and sizes', async () => {
    const server = await ewsServer()
    const client = await server.client()
    const begun = published<CallBegun>('call-begun')
    const ended = published<CallEnded>('call-ended')
    server.answer = (request, response) =>
      found(request, response.setHeader('request-id', 'a1b2-c3').setHeader('X-FEServer', 'EX01'))
    await client.findItem(search)
    expect(begun).toEqual([{ call: expect.any(Number), operation: 'FindItem', server: expect.stringMatching(/^127/) }])
    expect(ended).toEqual([
      {
        ...begun[0],
        outcome: 'ok',
        responseCode: undefined,
        durationMs: expect.any(Number),
        queueMs: expect.any(Number),
        attempts: 1,
        requestBytes: expect.any(Number),
        responseBytes: expect.any(Number),
        status: 200,
        requestId: 'a1b2-c3',
        frontEnd: 'EX01',
      },
    ])
    const [{ durationMs = 0, queueMs = 1, requestBytes = 0, responseBytes = 0 } = {}] = ended
    expect(durationMs).toBeGreaterThanOrEqual(queueMs)
    expect(Math.min(requestBytes, responseBytes)).toBeGreaterThan(300)
  })

  it('reports the error that it ends with', async () => {
    const server = await ewsServer()
    const client = await server.client()
    const ended = published<CallEnded>('call-ended')
    server.answer = status(404)
    await rejection(client.findItem(search))
    await client.findItem(search, { signal: AbortSignal.abort('left') }).catch(() => undefined)
    expect(ended.map(({ outcome, status, attempts }) => [outcome, status, attempts])).toEqual([
      ['ERR_EWS_PROTOCOL', 404, 1],
      ['aborted', undefined, 0],
    ])
  })

  it('reports how long it waited, and that it was repeated', async () => {
    const clock = stopClock()
    const server = await exchange()
    const client = clientOf(server, { retry: true })
    await client.findItem(search)
    const [ended, retries, backOffs] = [
      published<CallEnded>('call-ended'),
      published<Retry>('retry'),
      published<BackOffBegun>('back-off'),
    ]
    server.inject({ fault: 'serverBusy', backOffMs: 2_000 })
    await passing(clock, client, client.findItem(search))
    expect(retries).toMatchObject([{ operation: 'FindItem', attempt: 2, code: 'ERR_EWS_THROTTLED', delayMs: 0 }])
    expect(backOffs).toMatchObject([{ scope: 'mailbox', ms: expect.any(Number) }])
    expect(ended).toMatchObject([{ outcome: 'ok', attempts: 2 }])
    // The wait begins with the refusal. A part of it may be over when the call is in the queue again.
    expect(ended[0]?.queueMs).toBeGreaterThan(1_000)
  })
})

describe('a connection', () => {
  it('is reported when it opens, is authenticated, and closes', async () => {
    const handshakes = published<Handshake>('handshake')
    const changes = published<ConnectionChange>('connection')
    const server = await exchange({ auth: ['NTLM'] })
    const client = clientOf(server)
    await client.findItem(search)
    await client.findItem(search)
    expect(handshakes).toMatchObject([{ scheme: 'NTLM', accepted: true, durationMs: expect.any(Number) }])
    expect(client.stats).toMatchObject({
      handshakes: 1,
      connections: 1,
      underWay: 0,
      waiting: 0,
      retries: 0,
      refused: 0,
    })
    await client.close()
    await until(() => changes.length === 2)
    expect(changes.map(({ state }) => state)).toEqual(['opened', 'closed'])
  })

  it('reports a handshake that the server refuses', async () => {
    const handshakes = published<Handshake>('handshake')
    const server = await exchange({ auth: ['NTLM'] })
    await rejection(clientOf(server, { auth: { type: 'ntlm', username: 'x', password: 'y' } }).findItem(search))
    expect(handshakes).toMatchObject([{ scheme: 'NTLM', accepted: false }])
  })
})

describe('events', () => {
  it('contain nothing of requests and answers', async () => {
    const names = ['call-begun', 'call-ended', 'retry', 'back-off', 'handshake', 'connection']
    const events = names.map((name) => published<unknown>(name))
    const server = await exchange()
    const client = clientOf(server)
    await client.createItem(newItem)
    server.inject({ fault: 'serverBusy' })
    await rejection(client.findItem(search))
    await client.close()
    const shown = everythingShownOf(events)
    for (const secret of [MAILBOX, PASSWORD, 'Consultation', 'svc-booking']) expect(shown).not.toContain(secret)
    expect(shown).toContain('CreateItem')
  })
})
