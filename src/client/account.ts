import { randomUUID } from 'node:crypto'
import { EwsError, EwsProtocolError, EwsTimeoutError } from '../errors'
import type { Operation } from '../operations'
import type { ConnectingSID } from '../operations/soap/envelope'
import { requestedCount } from '../xml'
import { type Authentication, authenticationFor } from './authentication'
import type { CallProgress, Connection, HttpRequest } from './connection'
import { connectionError } from './connection-error'
import { ConnectionPool } from './connection-pool'
import { ACCEPTED_CODING, ContentCodingError } from './content-coding'
import { type Deadline, withDeadline } from './deadline'
import { buildEnvelope, EnvelopeReader } from './envelope'
import type { HttpAnswer } from './http-answer'
import { contentError, httpError, isSoap } from './http-error'
import { type EwsClientOptions, type EwsClientSettings, readOptions } from './options'
import { unknownOutcome } from './unknown-outcome'

/** What a single call can be given. */
export interface CallOptions {
  /** Ends the call; it rejects with the signal's reason. A call that changes something may have been carried out. */
  readonly signal?: AbortSignal | undefined
}

/** One account on one server: its credentials and its connections, whatever mailboxes it acts for. */
export class Account {
  readonly #settings: EwsClientSettings
  readonly #authentication: Authentication
  readonly #pool: ConnectionPool

  /** @throws EwsRequestError naming the option that is wrong */
  constructor(options: EwsClientOptions) {
    const { auth, ...settings } = readOptions(options)
    this.#settings = settings
    this.#authentication = authenticationFor(auth, settings.server, settings.tls)
    this.#pool = new ConnectionPool(settings)
  }

  get url(): string {
    return this.#settings.url
  }

  /** How many requests it sends at a time at most. */
  get maxConnections(): number {
    return this.#settings.maxConnections
  }

  /** The mailbox to act for where a call names none. */
  get impersonate(): ConnectingSID | undefined {
    return this.#settings.impersonate
  }

  /** Lets calls that are under way end, refuses those that wait for a connection, and closes the connections. */
  close(): Promise<void> {
    return this.#pool.close()
  }

  /** Calls `operation`, acting for the mailbox that `impersonate` names. */
  async call<Request, Response>(
    operation: Operation<Request, Response>,
    request: NoInfer<Request>,
    impersonate: ConnectingSID | undefined,
    { signal }: CallOptions = {},
  ): Promise<Response> {
    const { version, timeoutMs } = this.#settings
    const headers = this.#headers(impersonate)
    const body = buildEnvelope(operation, request, { version, impersonate })
    const requested = requestedCount(operation.request, request)
    return withDeadline(timeoutMs, signal, async (deadline) => {
      const progress: CallProgress = { begun: performance.now(), mayHaveTakenEffect: false }
      const http = { operation: operation.name, headers, body, signal: deadline.signal, progress }
      try {
        return await this.#pool.use(http.signal, (connection) => this.#exchange(connection, operation, http, requested))
      } catch (error) {
        throw this.#callError(asFarAsSent(operation, progress), error, signal, deadline)
      }
    })
  }

  async #exchange<Response>(
    connection: Connection,
    operation: Operation<unknown, Response>,
    request: HttpRequest,
    requested: number | undefined,
  ): Promise<Response> {
    const answer = await this.#authentication.send(connection, request)
    if (isSoap(answer)) return this.#read(operation, answer, requested)
    await answer.discard()
    throw httpError(asFarAsSent(operation, request.progress), answer)
  }

  #headers({ primarySmtpAddress, smtpAddress }: Partial<ConnectingSID> = {}): Record<string, string> {
    const anchor = primarySmtpAddress ?? smtpAddress ?? ''
    return {
      'content-type': 'text/xml; charset=utf-8',
      accept: 'text/xml',
      'accept-encoding': ACCEPTED_CODING,
      'user-agent': this.#settings.userAgent,
      'client-request-id': randomUUID(),
      'return-client-request-id': 'true',
      ...(isFieldValue(anchor) && { 'x-anchormailbox': anchor }),
    }
  }

  async #read<Response>(
    operation: Operation<unknown, Response>,
    answer: HttpAnswer,
    requested: number | undefined,
  ): Promise<Response> {
    const { maxResponseBytes } = this.#settings
    const reader = new EnvelopeReader(operation, { requested })
    let bytes = 0
    for await (const chunk of answer.chunks()) {
      bytes += chunk.length
      if (bytes > maxResponseBytes) throw tooLarge(operation, maxResponseBytes)
      reader.write(chunk)
    }
    return reader.end()
  }

  /** What a failure of any layer below is to the caller. */
  #callError(
    operation: Operation<unknown, unknown>,
    error: unknown,
    signal: AbortSignal | undefined,
    deadline: Deadline,
  ): unknown {
    const { timeoutMs, server } = this.#settings
    if (deadline.expired()) return timeoutError(operation, timeoutMs)
    if (signal?.aborted === true) return signal.reason
    if (error instanceof ContentCodingError) return contentError(operation, error)
    if (error instanceof EwsError || !(error instanceof Error)) return error
    return connectionError(operation, server.host, error) ?? error
  }
}

/** The operation, safe to repeat also where the server can't have carried it out. */
function asFarAsSent<Request, Response>(
  operation: Operation<Request, Response>,
  { mayHaveTakenEffect }: CallProgress,
): Operation<Request, Response> {
  return { ...operation, safe: operation.safe || !mayHaveTakenEffect }
}

/** Whether it can be a header (RFC 9110, 5.5): the anchor is advice, and an address in other letters does without. */
const isFieldValue = (text: string) => /^[\x21-\x7e]+$/.test(text)

function tooLarge(operation: Operation<unknown, unknown>, maxResponseBytes: number): EwsProtocolError {
  const { name } = operation
  return new EwsProtocolError({
    message: `${name} failed: the answer is larger than ${maxResponseBytes} bytes${unknownOutcome(operation)}`,
    hint: 'Ask for less at a time, or raise maxResponseBytes.',
    operation: name,
  })
}

function timeoutError(operation: Operation<unknown, unknown>, timeoutMs: number): EwsTimeoutError {
  const { name, safe } = operation
  return new EwsTimeoutError({
    message: `${name} failed: no complete answer within ${timeoutMs} ms${unknownOutcome(operation)}`,
    hint: 'Look at the load of the server and the network, or raise timeoutMs.',
    operation: name,
    retryable: safe,
    timeoutMs,
  })
}
