import { FindItem } from 'ews-booking'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Account } from '../../../src/client/account'
import { type Runtime, systemRuntime } from '../../../src/client/runtime'
import { until } from '../../clock'
import { clientOf, exchange, MAILBOX, PASSWORD, search, USERNAME } from '../../exchange'
import { basicAuth } from '../../http-server'

/** A clock that advances by `step` with each reading, as on a busy machine. */
class ReadClock {
  time = 0
  step = 0
  readonly timers = new Set<{ at: number; callback: () => void }>()
  readonly runtime: Runtime = {
    ...systemRuntime,
    random: () => 0,
    now: () => {
      const read = this.time
      this.time += this.step
      return read
    },
    after: (ms, callback) => {
      const timer = { at: this.time + ms, callback }
      this.timers.add(timer)
      return () => this.timers.delete(timer)
    },
  }

  /** Fires the first timer `early` milliseconds before it is due, as Node's timers do, since they count whole milliseconds. */
  fireFirst(early: number): void {
    const [first] = [...this.timers].sort((one, other) => one.at - other.at)
    if (first === undefined) throw new Error('No timer is set')
    this.timers.delete(first)
    this.time = first.at - early
    first.callback()
  }
}

describe('a call that waits for the end of a back-off', () => {
  it('is sent even if the back-off ends while the pool checks for its end', async () => {
    const server = await exchange({ auth: ['Basic'] })
    server.inject({ fault: 'serviceUnavailable', retryAfter: 2 })
    const clock = new ReadClock()
    const auth = { type: 'basic', username: USERNAME, password: PASSWORD } as const
    const account = new Account({ url: server.url, auth, retry: false }, clock.runtime)
    onTestFinished(() => account.close())
    await expect(account.call(FindItem, search, { primarySmtpAddress: MAILBOX })).rejects.toMatchObject({ status: 503 })
    const waiting = account.call(FindItem, search, { primarySmtpAddress: MAILBOX })
    await until(() => account.stats.waiting === 1)
    clock.step = 1
    clock.fireFirst(0.5)
    expect(clock.timers.size, 'a timer for the end, and one for the deadline').toBe(2)
    clock.fireFirst(0)
    await waiting
  })
})

describe('a call that its caller gives up', () => {
  it('while it takes its place in the queue doesn’t stay there', async () => {
    const server = await exchange({ auth: ['Basic'] })
    const client = clientOf(server, { ...basicAuth, maxConnections: 1 })
    await client.findItem(search)
    server.inject({ fault: 'hang' })
    const first = new AbortController()
    const running = client.findItem(search, { signal: first.signal }).catch((error: unknown) => error)
    await until(() => server.requests.length === 2)
    for (let turns = 0; turns < 20; turns += 1) {
      const stop = new AbortController()
      const given = client.findItem(search, { signal: stop.signal }).catch((error: unknown) => error)
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
      stop.abort('left')
      expect(await given, `${turns} turns of the microtask queue`).toBe('left')
    }
    first.abort('left')
    expect(await running).toBe('left')
  })
})
