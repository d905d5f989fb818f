import { randomUUID } from 'node:crypto'
import { EwsError, EwsThrottledError } from '../errors'
import type { ConnectingSID } from '../operations/soap/envelope'
import type { Operation, StreamedOperation } from '../operations/soap/operation'
import { requestedCount } from '../xml'
import { readAnswer } from './answer-reading'
import { type Attempt, answered, failed, resultOf } from './attempt'
import { type Authentication, authenticationFor } from './authentication'
import { RetryBudget } from './back-off/retry-budget'
import { checkedAffinity, checkedSignal, type RequestOptions, type StreamOptions } from './call-options'
import { type Deadline, pause, withDeadline } from './deadline'
import { buildEnvelope, EnvelopeReader } from './envelope'
import { callError } from './failure/call-error'
import { timeoutError } from './failure/call-failure'
import { type FailedCall, failedCall } from './failure/failed-call'
import { isSoap, pageError } from './failure/http-error'
import type { HttpAnswer } from './http/answer'
import type { Connection, HttpRequest } from './http/connection'
import { ACCEPTED_CODING } from './http/content-coding'
import { RequestFailure } from './http/request-failure'
import { CallRecord } from './observation/call-record'
import type { SeenAnswer } from './observation/seen-answer'
import type { ClientStats } from './observation/stats'
import { type EwsClientOptions, type EwsClientSettings, mailboxKey, readOptions } from './options'
import { ConnectionPool } from './queue/connection-pool'
import { requestHeaders } from './request-headers'
import { type Runtime, systemRuntime } from './runtime'
import type { ServerAffinity } from './server-affinity'
import { stream } from './stream'

const MOST_ATTEMPTS = 3
/** The pause before the first retry; doubled for the second. After a refusal the back-off takes its place. */
const RETRY_PAUSE_MS = 200

/** One call, with all of its attempts. */
interface Call<Response> {
  readonly operation: Operation<unknown, Response>
  readonly headers: Readonly<Record<string, string>>
  readonly affinity: ServerAffinity | undefined
  readonly body: string
  /** How many response messages are asked for; `undefined` if the operation doesn't say. */
  readonly requested: number | undefined
  readonly mailbox: string
  readonly begun: number
  readonly signal: AbortSignal | undefined
  readonly deadline: Deadline
  readonly record: CallRecord
}

/** One account on one server: its credentials and its connections, whatever mailboxes it acts for. */
export class Account {
  /** Identifies the account. It has no members. */
  readonly identity: object = Object.freeze({})
  readonly #settings: EwsClientSettings
  readonly #runtime: Runtime
  readonly #authentication: Authentication
  readonly #pool: ConnectionPool
  readonly #budget = new RetryBudget()
  readonly #see: (answer: SeenAnswer) => void
  #retries = 0

  /**
   * @param see called for each answer
   * @throws EwsRequestError naming the option that is wrong
   */
  constructor(
    options: EwsClientOptions,
    runtime: Runtime = systemRuntime,
    see: (answer: SeenAnswer) => void = () => {},
  ) {
    const { auth, ...settings } = readOptions(options)
    this.#settings = settings
    this.#runtime = runtime
    this.#see = see
    this.#authentication = authenticationFor(auth, settings.server, settings.tls, runtime)
    this.#pool = new ConnectionPool(settings, runtime)
  }

  get url(): string {
    return this.#settings.url
  }

  /** How many requests run at a time at most. */
  get maxConnections(): number {
    return this.#settings.maxConnections
  }

  /** The mailbox that calls act for if they name none. */
  get impersonate(): ConnectingSID | undefined {
    return this.#settings.impersonate
  }

  get stats(): ClientStats {
    return { ...this.#pool.stats, scheme: this.#authentication.scheme, retries: this.#retries }
  }

  /** Lets requests under way finish, refuses calls that wait for a connection, and closes the connections. */
  close(): Promise<void> {
    return this.#pool.close()
  }

  /** Calls `operation`, acting for the mailbox that `impersonate` names. */
  async call<Request, Response>(
    operation: Operation<Request, Response>,
    request: NoInfer<Request>,
    impersonate: ConnectingSID | undefined,
    options: RequestOptions = {},
  ): Promise<Response> {
    const signal = checkedSignal(options.signal, operation.name)
    const affinity = checkedAffinity(options.affinity, operation.name)
    const { version, timeoutMs, server } = this.#settings
    const body = buildEnvelope(operation, request, { version, impersonate })
    const begun = this.#runtime.now()
    const record = new CallRecord(operation.name, server.host, Buffer.byteLength(body), begun)
    try {
      const response = await withDeadline(this.#runtime, timeoutMs, signal, (deadline) =>
        this.#attempts({
          operation,
          headers: {
            ...requestHeaders(this.#settings.userAgent, impersonate),
            ...affinity?.headers,
            'accept-encoding': ACCEPTED_CODING,
          },
          affinity,
          body,
          requested: requestedCount(operation.request, request),
          mailbox: mailboxKey(impersonate),
          begun,
          signal,
          deadline,
          record,
        }),
      )
      record.ended(undefined, this.#runtime.now())
      return response
    } catch (error) {
      record.ended(error, this.#runtime.now())
      throw error
    }
  }

  /** Calls `operation`, and returns its answers as they come, acting for the mailbox that `impersonate` names. */
  stream<Request, Response>(
    operation: StreamedOperation<Request, Response>,
    request: NoInfer<Request>,
    impersonate: ConnectingSID | undefined,
    options?: StreamOptions,
  ): AsyncGenerator<Response, void, undefined> {
    const parts = {
      settings: this.#settings,
      runtime: this.#runtime,
      authentication: this.#authentication,
      pool: this.#pool,
    }
    return stream(parts, operation, request, impersonate, options)
  }

  async #attempts<Response>(call: Call<Response>): Promise<Response> {
    let previous: Attempt<Response> | undefined
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(call, attempt > 1)
      const { error } = outcome
      // The server's own error is more informative than our refusal to repeat the call.
      if (outcome.refused === true) return resultOf(previous ?? outcome)
      if (error === undefined) this.#budget.succeeded()
      if (!(error instanceof EwsError) || !this.#mayRepeat(call, error, attempt)) return resultOf(outcome)
      previous = outcome
      await this.#beforeRepetition(call, error, attempt)
    }
  }

  /** Whether to repeat the call: that can't do anything twice and is likely to help, and there is time and budget for it. */
  #mayRepeat({ deadline, mailbox }: Call<unknown>, error: EwsError, attempt: number): boolean {
    return (
      this.#settings.retry &&
      error.retryable &&
      attempt < MOST_ATTEMPTS &&
      !deadline.signal.aborted &&
      this.#runtime.now() + pauseBefore(attempt) < deadline.at &&
      this.#pool.opensBefore(deadline.at, mailbox) &&
      this.#budget.take()
    )
  }

  async #beforeRepetition(call: Call<unknown>, error: EwsError, attempt: number): Promise<void> {
    const held = error instanceof EwsThrottledError
    const delayMs = held ? 0 : pauseBefore(attempt) * (0.5 + 0.5 * this.#runtime.random())
    this.#retries += 1
    call.record.retried(attempt + 1, error, delayMs)
    try {
      await pause(this.#runtime, delayMs, call.deadline.signal)
    } catch (reason) {
      throw this.#callError(call, new RequestFailure(reason, { sent: false }))
    }
  }

  async #attempt<Response>(call: Call<Response>, repeated: boolean): Promise<Attempt<Response>> {
    const { operation, mailbox, begun, deadline, record } = call
    const queued = this.#runtime.now()
    const wanted = {
      operation: operation.name,
      mailbox,
      begun,
      deadline: deadline.at,
      signal: deadline.signal,
      repeated,
    }
    try {
      return await this.#pool.use(wanted, async (connection, lateMs): Promise<Attempt<Response>> => {
        record.sent(this.#runtime.now() - queued)
        try {
          return answered(operation, await this.#exchange(connection, call, lateMs))
        } catch (failure) {
          return failed(this.#callError(call, failure))
        }
      })
    } catch (failure) {
      const refused = failure instanceof EwsError && !deadline.signal.aborted
      return { error: this.#callError(call, failure), reply: { kind: 'none' }, refused }
    }
  }

  async #exchange<Response>(connection: Connection, call: Call<Response>, lateMs: () => number): Promise<Response> {
    const { operation, headers, body, deadline } = call
    const request: HttpRequest = {
      operation: operation.name,
      headers: { ...headers, 'client-request-id': randomUUID() },
      body,
      signal: deadline.signal,
      lateMs,
    }
    const answer = await this.#authentication.send(connection, request)
    call.record.answered(answer)
    call.affinity?.take(answer.header('set-cookie'))
    if (isSoap(answer)) return this.#read(call, answer)
    this.#saw(call, answer)
    throw await pageError(operation, answer, this.#runtime.wallClock())
  }

  async #read<Response>(call: Call<Response>, answer: HttpAnswer): Promise<Response> {
    const { operation, requested, record } = call
    const reader = new EnvelopeReader(operation, { requested, redacted: (text) => answer.redacted(text) })
    const { maxResponseBytes } = this.#settings
    try {
      return await readAnswer(reader, answer, failedCall(operation, true), {
        maxResponseBytes,
        now: () => this.#runtime.wallClock(),
      })
    } finally {
      record.read(answer.bytes)
      this.#saw(call, answer, reader.serverVersion)
    }
  }

  #saw({ operation }: Call<unknown>, answer: HttpAnswer, version?: SeenAnswer['version']): void {
    this.#see({
      operation: operation.name,
      status: answer.status,
      header: (name) => answer.redacted(answer.header(name)),
      version,
    })
  }

  /** Converts a failure of a lower layer into the error for the caller. */
  #callError({ operation, signal, deadline }: Call<unknown>, failure: unknown): unknown {
    const { timeoutMs, server } = this.#settings
    const timeout = (call: FailedCall) => (deadline.expired() ? timeoutError(call, timeoutMs) : undefined)
    return callError({ operation, host: server.host, plainHttp: server.protocol === 'http:', signal, timeout }, failure)
  }
}

/** The longest pause after an attempt, in milliseconds. */
const pauseBefore = (attempt: number): number => RETRY_PAUSE_MS * 2 ** (attempt - 1)
