import { Account } from '../client/account'
import { untilAborted, withDeadline } from '../client/deadline'
import { EwsClient } from '../client/ews-client'
import type { SeenAnswer, SeenVersion } from '../client/observation/seen-answer'
import { type EwsError, EwsThrottledError, EwsTimeoutError } from '../errors'
import { clientOptions } from './client-options'
import type { Known } from './known'
import type { CheckOptions } from './options'
import type { CheckRuntime } from './runtime'

/** The longest that a look at the network takes, in milliseconds. Calls have `timeoutMs`. */
const PROBE_MS = 10_000

/** What the steps work with: the clock, the network, and one client for all calls. */
export class Tools {
  readonly runtime: CheckRuntime
  readonly #signal: AbortSignal | undefined
  readonly #closing: (() => Promise<void>)[] = []
  readonly #overloads: EwsError[] = []
  readonly #serverNames = new Set<string>()
  #client: EwsClient | undefined
  #version: SeenVersion | undefined
  #serverAheadMs: number | undefined

  constructor(runtime: CheckRuntime, signal: AbortSignal | undefined) {
    this.runtime = runtime
    this.#signal = signal
  }

  /** What answers and calls have shown so far. */
  seen(): Partial<Known> {
    return {
      overloads: [...this.#overloads],
      serverNames: [...this.#serverNames],
      ...(this.#version && { serverVersion: this.#version }),
      ...(this.#serverAheadMs !== undefined && { serverAheadMs: this.#serverAheadMs }),
    }
  }

  /** Returns the client of the account, which acts for itself. All calls share it, and with it the guard against lock-outs. */
  client({ options, auth = options.auth }: Known): EwsClient {
    this.#client ??= this.clientOf({ ...options, auth })
    return this.#client
  }

  /** Returns a new client, which is closed with the check. It repeats nothing, so that failures show. */
  clientOf(options: CheckOptions): EwsClient {
    const settings = { ...clientOptions(options), retry: false, maxConnections: 1, impersonate: undefined }
    const client = new EwsClient(new Account(settings, this.runtime, (answer) => this.#answered(answer)))
    this.#closing.push(() => client.close())
    return client
  }

  /** Makes a call, with the signal of the check. */
  async call<Result>(call: (options: { signal: AbortSignal | undefined }) => Promise<Result>): Promise<Result> {
    try {
      return await call({ signal: this.#signal })
    } catch (error) {
      if (error instanceof EwsThrottledError || error instanceof EwsTimeoutError) this.#overloads.push(error)
      throw error
    }
  }

  /** Looks at the network for a limited time, whether or not `look` respects the signal. */
  probe<Result>(look: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    return withDeadline(this.runtime, PROBE_MS, this.#signal, ({ signal }) => untilAborted(look(signal), signal))
  }

  /** Calls `close` at the end of the check. */
  closing(close: () => Promise<void>): void {
    this.#closing.push(close)
  }

  /** Takes note of an answer that didn't come through the client. */
  noticed(header: (name: string) => string): void {
    for (const name of ['x-feserver', 'x-beserver', 'x-calculatedbetarget', 'x-diaginfo']) {
      const value = header(name).trim()
      if (/^[\w.-]{1,255}$/.test(value)) this.#serverNames.add(value)
    }
    const date = Date.parse(header('date'))
    if (!Number.isNaN(date)) this.#serverAheadMs = date - this.runtime.wallClock()
  }

  /** Closes everything. A check that was ended doesn't wait for it: the answer to a call may still be outstanding. */
  async close(): Promise<void> {
    const closed = Promise.allSettled(this.#closing.splice(0).map((close) => close()))
    if (this.#signal?.aborted !== true) await closed
  }

  #answered({ header, version }: SeenAnswer): void {
    if (version !== undefined) this.#version = version
    this.noticed(header)
  }
}
