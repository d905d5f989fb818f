import { getEventListeners } from 'node:events'
import { EwsConnectionError, EwsResponseError, EwsThrottledError, EwsTimeoutError } from 'ews-booking'
import { describe, expect, it } from 'vitest'
import { CallDeadline } from '../../../src/booking/hold-and-confirm/call-deadline'
import type { Runtime } from '../../../src/booking/hold-and-confirm/runtime'
import { VirtualRuntime } from './virtual-exchange'

const passing = new EwsConnectionError({ message: 'x', hint: '.', retryable: true })
const lasting = new EwsConnectionError({ message: 'x', hint: '.' })
const throttled = (backOffMs?: number) => new EwsThrottledError({ message: 'x', hint: '.', retryable: true, backOffMs })

/** Doesn't sleep, but records for how long it was asked to. */
function recorder(random = 0) {
  const slept: number[] = []
  const runtime: Runtime = {
    now: () => 0,
    // The first one is the deadline.
    sleep: (milliseconds) => (slept.push(milliseconds) === 1 ? new Promise(() => undefined) : Promise.resolve()),
    random: () => random,
    randomUUID: () => '',
  }
  return { deadline: new CallDeadline(runtime, 1000, undefined), pauses: () => slept.slice(1) }
}

async function failures(...errors: readonly unknown[]) {
  const { deadline, pauses } = recorder()
  const rest = [...errors]
  const result = deadline.retry(async () => {
    if (rest.length > 0) throw rest.shift()
    return 'done'
  })
  return { result: await result.catch((error: unknown) => error), pauses: pauses(), left: rest.length }
}

describe('a deadline', () => {
  it('ends the call with a timeout error', async () => {
    const runtime = new VirtualRuntime(1)
    const deadline = new CallDeadline(runtime, 500, undefined)
    expect(deadline.signal.aborted).toBe(false)
    runtime.advance()
    await new Promise((resolve) => setImmediate(resolve))
    expect(deadline.signal.reason).toBeInstanceOf(EwsTimeoutError)
    expect(deadline.signal.reason).toMatchObject({ timeoutMs: 500, retryable: true })
  })

  it('says why the latest request failed, so that a server that is gone does not look like a slow one', async () => {
    const runtime = new VirtualRuntime(1)
    const deadline = new CallDeadline(runtime, 500, undefined)
    const refused = new EwsConnectionError({ message: 'refused', hint: 'Start it.', retryable: true })
    deadline.backOff(refused, 0).catch(() => undefined)
    while (!deadline.signal.aborted) {
      runtime.advance()
      await new Promise((resolve) => setImmediate(resolve))
    }
    const { reason } = deadline.signal
    expect(reason).toMatchObject({
      message: expect.stringContaining('500 ms: refused'),
      hint: 'Start it.',
      cause: refused,
    })
  })

  it("ends the call with the reason of the caller's signal, even if that has aborted before", () => {
    const controller = new AbortController()
    const deadline = new CallDeadline(new VirtualRuntime(1), 500, controller.signal)
    controller.abort('enough')
    expect(deadline.signal.reason).toBe('enough')
    expect(new CallDeadline(new VirtualRuntime(1), 500, controller.signal).signal.reason).toBe('enough')
  })

  it('leaves neither a listener nor a timer behind', async () => {
    const controller = new AbortController()
    const runtime = new VirtualRuntime(1)
    const deadline = new CallDeadline(runtime, 500, controller.signal)
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1)
    deadline.end()
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    expect(runtime.advance()).toBe(false)
    await new Promise((resolve) => setImmediate(resolve))
    expect(deadline.signal.aborted).toBe(false)
  })

  it('never waits longer than timers can', () => {
    const slept: number[] = []
    const runtime = new VirtualRuntime(1)
    runtime.sleep = (milliseconds) => {
      slept.push(milliseconds)
      return new Promise(() => undefined)
    }
    const deadline = new CallDeadline(runtime, 1e12, undefined)
    expect(slept).toEqual([2 ** 31 - 1])
    deadline.end()
  })

  it.each([
    [0, [25, 50, 100, 200, 400, 500, 500]],
    [1, [50, 100, 200, 400, 800, 1000, 1000]],
  ])('pauses longer each time, up to a second, randomly (%d) up to half as long', async (random, expected) => {
    const { deadline, pauses } = recorder(random)
    for (const round of expected.keys()) await deadline.pause(round)
    await deadline.pause(5000)
    expect(pauses()).toEqual([...expected, expected.at(-1)])
  })
})

describe('a request that is repeated', () => {
  it('is sent again while errors are transient', async () => {
    expect(await failures(passing, passing)).toEqual({ result: 'done', pauses: [25, 50], left: 0 })
  })

  it.each([
    lasting,
    new EwsResponseError({
      message: 'x',
      hint: '.',
      responseCode: 'ErrorAccessDenied',
      messageText: '',
      messageXml: {},
    }),
    new TypeError('x'),
  ])('fails with a permanent error: %s', async (error) => {
    expect(await failures(error)).toEqual({ result: error, pauses: [], left: 0 })
  })

  it.each([
    [throttled(7000), 7000],
    [throttled(), 1000],
  ])('waits as long as an overloaded server asks for', async (error, expected) => {
    expect(await failures(error)).toMatchObject({ result: 'done', pauses: [expected] })
  })

  it('may define which errors are transient', async () => {
    const { deadline } = recorder()
    let calls = 0
    const request = async () => {
      calls += 1
      if (calls === 1) throw lasting
      return calls
    }
    expect(await deadline.retry(request, () => true)).toBe(2)
  })

  it('is not sent after the end, and fails with its reason', async () => {
    const controller = new AbortController()
    const deadline = new CallDeadline(new VirtualRuntime(1), 500, controller.signal)
    let calls = 0
    const request = async () => {
      calls += 1
      controller.abort('enough')
      throw passing
    }
    await expect(deadline.retry(request)).rejects.toBe(passing)
    await expect(deadline.retry(request)).rejects.toBe('enough')
    await expect(deadline.pause(0)).rejects.toBe('enough')
    expect(calls).toBe(1)
  })

  it('gets the signal that aborts at the deadline', async () => {
    const { deadline } = recorder()
    expect(await deadline.retry(async (signal) => signal)).toBe(deadline.signal)
  })
})
