import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { stopClock, until } from './clock'
import { clientOf, exchange, search } from './exchange'

describe('a stopped clock', () => {
  it('lets timers go off only when time passes', async () => {
    const clock = stopClock()
    const begun = { date: Date.now(), monotonic: performance.now() }
    let ended = 0
    setTimeout(() => (ended += 1), 1_000)
    sleep(1_000).then(() => (ended += 1))
    clock.pass(999)
    await setImmediate()
    expect(ended).toBe(0)
    clock.pass(1)
    await setImmediate()
    expect(ended).toBe(2)
    expect(Date.now() - begun.date).toBe(1_000)
    expect(performance.now() - begun.monotonic).toBe(1_000)
  })

  it('ends a sleep that is aborted', async () => {
    stopClock()
    const controller = new AbortController()
    const reason = new Error('given up')
    const slept = sleep(1_000, undefined, { signal: controller.signal })
    controller.abort(reason)
    await expect(slept).rejects.toBe(reason)
  })

  it('keeps sockets working', async () => {
    stopClock()
    const server = await exchange()
    await clientOf(server).findItem(search)
    await until(() => server.requests.length > 1)
  })

  it('counts the sleeps that are under way', async () => {
    const clock = stopClock()
    const slept = Promise.all([sleep(10, 'first'), sleep(20, 'last')])
    expect(clock.sleeps).toBe(2)
    clock.pass(10)
    expect(clock.sleeps).toBe(1)
    clock.pass(10)
    expect(await slept).toEqual(['first', 'last'])
    expect(clock.sleeps).toBe(0)
  })

  it('goes on when the test has ended', async () => {
    const begun = performance.now()
    await sleep(2)
    expect(performance.now()).toBeGreaterThan(begun)
  })
})
