import { describe, expect, it } from 'vitest'
import { FindItem } from '../../../src/operations'
import { startSimulator } from '../../../src/simulator'
import { Throttle, type ThrottlingPolicy } from '../../../src/simulator/throttling/throttling-policy'
import { basic, EwsConnection, readAnswer, searchXml } from '../ews-connection'
import { DOCTOR, NOW, options, ROOM } from '../exchange'

const HOUR_MS = 3_600_000

/** A policy with a clock that the test sets. */
function throttleWith(policy: ThrottlingPolicy) {
  const clock = { ms: NOW.getTime() }
  const throttle = new Throttle(policy, () => new Date(clock.ms))
  /** How long the client has to wait; 0 for a request that is allowed. */
  const ask = (costMs: number, owner = 'a') => {
    try {
      throttle.begin(owner, costMs)()
      return 0
    } catch (error) {
      return Number(/"BackOffMilliseconds","value":"(\d+)"/.exec(JSON.stringify(error))?.[1])
    }
  }
  return { clock, throttle, ask }
}

describe('A throttling policy', () => {
  const policy = { maxBurstMs: 1000, cutoffMs: 500, rechargeMsPerHour: HOUR_MS / 10 }

  it('allows a burst and an overdraft at once, and then tells how long to wait', () => {
    const { ask } = throttleWith(policy)
    expect(Array.from({ length: 15 }, () => ask(100))).toEqual(Array(15).fill(0))
    expect(ask(100)).toBe(1000)
  })

  it('allows the request after the time that it has told', () => {
    const { ask, clock } = throttleWith(policy)
    for (let count = 0; count < 15; count++) ask(100)
    clock.ms += ask(100)
    expect(ask(100)).toBe(0)
    expect(ask(100)).toBeGreaterThan(0)
  })

  it('recharges at its rate, and never beyond the burst', () => {
    const { ask, clock } = throttleWith(policy)
    ask(0)
    clock.ms += 100 * HOUR_MS
    let used = 0
    for (let second = 0; second <= 1000; second++) {
      while (ask(50) === 0) used += 50
      clock.ms += 1000
    }
    expect(used).toBe(1000 + 500 + 1000 * 100)
  })

  it('has a budget for each owner', () => {
    const { ask } = throttleWith(policy)
    while (ask(100, 'a') === 0);
    expect(ask(100, 'b')).toBe(0)
  })

  it('allows 27 requests at the same time by default', () => {
    const { throttle } = throttleWith({})
    const ends = Array.from({ length: 27 }, () => throttle.begin('a', 1))
    expect(() => throttle.begin('a', 1)).toThrow(
      expect.objectContaining({ responseCode: 'ErrorExceededConnectionCount' }),
    )
    ends[0]?.()
    expect(() => throttle.begin('a', 1)).not.toThrow()
  })
})

describe('A throttled simulator', () => {
  const authorization = basic('EXAMPLE\\svc-booking', 's3cret')
  const find = (mailbox: string) => ({ authorization, body: searchXml({ smtpAddress: mailbox }) })

  it('charges the impersonated mailbox, and refuses with the time to wait', async () => {
    const throttling = { maxBurstMs: 100, cutoffMs: 0, costMs: 100 }
    await using exchange = await startSimulator({ ...options, throttling })
    const connection = new EwsConnection(exchange)
    expect((await connection.send(find(DOCTOR))).status).toBe(200)
    const { status, text } = await connection.send(find(DOCTOR))
    expect(status).toBe(500)
    expect(readAnswer(FindItem, text).body.fault?.detail).toMatchObject({
      responseCode: 'ErrorServerBusy',
      messageXml: { value: [{ name: 'BackOffMilliseconds', value: '400' }] },
    })
    expect((await connection.send(find(ROOM))).status).toBe(200)
    connection.close()
  })

  it('counts requests that are under way, for as long as their latency', async () => {
    const finish: (() => void)[] = []
    const sleep = () => new Promise<void>((resolve) => finish.push(resolve))
    await using exchange = await startSimulator({
      ...options,
      latencyMs: (operation) => (operation === 'FindItem' ? 200 : 0),
      throttling: { maxConcurrency: 1 },
      sleep,
    })
    const [first, second] = [new EwsConnection(exchange), new EwsConnection(exchange)]
    const slow = first.send(find(DOCTOR))
    while (finish.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const refused = readAnswer(FindItem, (await second.send(find(DOCTOR))).text).body.fault
    expect(refused?.detail?.responseCode).toBe('ErrorExceededConnectionCount')
    for (const each of finish) each()
    expect((await slow).status).toBe(200)
    first.close()
    second.close()
  })

  it.each([{ maxConcurrency: 0 }, { rechargeMsPerHour: 0 }])('names a wrong option: %j', async (throttling) => {
    await expect(startSimulator({ ...options, throttling })).rejects.toThrow('throttling')
  })
})
