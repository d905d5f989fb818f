import type { EwsClient } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { type StoppedClock, stopClock, until } from '../clock'
import { rejection, search } from '../exchange'
import { type EwsServer, ewsServer, found } from './ews-server'

/** Makes some requests in turn that take `ms` each. They teach the client the server's pace. */
async function learnPace(server: EwsServer, client: EwsClient, clock: StoppedClock, ms: number, count = 64) {
  server.answer = server.hold
  for (let done = 0; done < count; done += 1) {
    const call = client.findItem(search)
    await until(() => server.held.length === 1)
    clock.pass(ms)
    answerAll(server)
    await call
  }
}

function answerAll(server: EwsServer) {
  for (const [request, response] of server.held.splice(0)) found(request, response)
}

const codes = (calls: readonly Promise<unknown>[]) =>
  Promise.all(
    calls.map(
      async (call) =>
        (
          await call.then(
            () => undefined,
            (error) => error,
          )
        )?.code ?? 'ok',
    ),
  )

describe('pain 41: more calls than the server can answer', () => {
  it('time out in the queue without opening connections, and the next call succeeds', async () => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = await server.client({ timeoutMs: 3_000, maxConnections: 4 })
    server.answer = server.hold
    const calls = Array.from({ length: 1_000 }, () => client.findItem(search))
    const outcome = codes(calls)
    await until(() => server.held.length === 4)
    expect(client.stats).toMatchObject({ waiting: 996, underWay: 4, connections: 4, connectionLimit: 4 })
    clock.pass(3_000)
    expect(new Set(await outcome)).toEqual(new Set(['ERR_EWS_TIMEOUT']))
    // Three of them were sent with a proof, and the client waits for its outcome.
    clock.pass(5_000)
    await until(() => client.stats.underWay === 0)

    expect(server.received).toHaveLength(4)
    expect(server.connections).toBe(4)
    expect(client.stats).toMatchObject({ waiting: 0, underWay: 0, connections: 0 })

    server.answer = found
    await client.findItem(search)
    expect(server.connections).toBe(5)
  })

  it('are refused at once beyond maxQueue, and nothing is sent', async () => {
    const server = await ewsServer()
    const client = await server.client({ maxConnections: 1, maxQueue: 2 })
    server.answer = server.hold
    const calls = [1, 2, 3].map(() => client.findItem(search))
    await until(() => server.held.length === 1)
    const error = await rejection(client.findItem(search))
    expect(error).toMatchObject({ code: 'ERR_EWS_OVERLOAD', operation: 'FindItem', retryable: true })
    expect(error.message).toBe('FindItem was not sent: too many calls are waiting already')
    server.answer = found
    answerAll(server)
    expect(await codes(calls)).toEqual(['ok', 'ok', 'ok'])
    expect(client.stats.refused).toBe(1)
  })

  it('are refused at once if they can’t be answered in time, and nothing is sent', async () => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = await server.client({ timeoutMs: 1_000, maxConnections: 2 })
    await learnPace(server, client, clock, 200)
    const before = server.received.length
    const calls = Array.from({ length: 20 }, () => client.findItem(search))
    const outcome = codes(calls)
    await until(() => server.held.length === 2)
    while (client.stats.underWay > 0) {
      clock.pass(200)
      const under = server.received.length
      answerAll(server)
      await until(() => client.stats.underWay === 0 || server.received.length === Math.min(under + 2, before + 10))
      if (server.held.length === 0) break
    }
    const ended = await outcome
    // At 200 ms a call, two connections answer ten calls in a second, including the last one's own time.
    expect(ended.filter((code) => code === 'ok')).toHaveLength(server.received.length - before)
    expect(ended.filter((code) => code === 'ok').length).toBeGreaterThanOrEqual(8)
    expect(new Set(ended)).toEqual(new Set(['ok', 'ERR_EWS_OVERLOAD']))
    const error = await Promise.any(calls.map(async (call) => rejection(call)))
    expect(error.message).toBe('FindItem was not sent: it can no longer be answered in time')
  })

  it('keep a connection whose answer is late but within the usual time', async () => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = await server.client({ maxConnections: 1 })
    await learnPace(server, client, clock, 200)
    const stop = new AbortController()
    const call = client.findItem(search, { signal: stop.signal }).catch((reason: unknown) => reason)
    await until(() => server.held.length === 1)
    clock.pass(150)
    stop.abort('left')
    expect(await call).toBe('left')
    const next = client.findItem(search)
    await until(() => client.stats.waiting === 1)
    server.answer = found
    answerAll(server)
    await next
    expect(server.connections).toBe(1)
  })

  it('close a connection whose answer is later than any before', async () => {
    const clock = stopClock()
    const server = await ewsServer()
    const client = await server.client({ maxConnections: 1 })
    await learnPace(server, client, clock, 200)
    const stop = new AbortController()
    const call = client.findItem(search, { signal: stop.signal }).catch((reason: unknown) => reason)
    await until(() => server.held.length === 1)
    clock.pass(150)
    stop.abort('left')
    expect(await call).toBe('left')
    server.answer = found
    const next = client.findItem(search)
    await until(() => client.stats.waiting === 1)
    clock.pass(50)
    await next
    expect(server.connections).toBe(2)
  })
})
