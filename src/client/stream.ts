import { randomUUID } from 'node:crypto'
import type { ConnectingSID } from '../operations/soap/envelope'
import type { StreamedOperation } from '../operations/soap/operation'
import type { Authentication } from './authentication'
import { checkedAffinity, checkedSignal, type StreamOptions } from './call-options'
import { onAbort } from './deadline'
import { buildEnvelope } from './envelope'
import { envelopeStream } from './envelope-stream'
import { callError } from './failure/call-error'
import { silenceError } from './failure/call-failure'
import { isSoap, pageError } from './failure/http-error'
import type { Connection } from './http/connection'
import { CallRecord } from './observation/call-record'
import { type EwsClientSettings, mailboxKey } from './options'
import { readIdleTimeout } from './options/stream'
import type { ConnectionPool } from './queue/connection-pool'
import { requestHeaders } from './request-headers'
import type { Runtime } from './runtime'
import { Silence } from './silence'

/** The parts of an account that a stream uses. */
export interface StreamParts {
  readonly settings: Omit<EwsClientSettings, 'auth'>
  readonly runtime: Runtime
  readonly authentication: Authentication
  readonly pool: ConnectionPool
}

/**
 * Sends one request, and returns the answers that come one after another in its HTTP response. The stream has a connection of its own,
 * which is closed when it ends.
 */
export async function* stream<Request, Response>(
  { settings, runtime, authentication, pool }: StreamParts,
  operation: StreamedOperation<Request, Response>,
  request: NoInfer<Request>,
  impersonate: ConnectingSID | undefined,
  options: StreamOptions = {},
): AsyncGenerator<Response, void, undefined> {
  const { version, server, maxResponseBytes } = settings
  const signal = checkedSignal(options.signal, operation.name)
  const affinity = checkedAffinity(options.affinity, operation.name)
  const limitMs = readIdleTimeout(options.idleTimeoutMs)
  const body = buildEnvelope(operation, request, { version, impersonate })
  const record = new CallRecord(operation.name, server.host, Buffer.byteLength(body), runtime.now())
  const controller = new AbortController()
  const silence = new Silence(runtime, limitMs, () => controller.abort())
  const leave = [signal, pool.closed].map((each) => each && onAbort(each, () => controller.abort(each.reason)))
  if (signal?.aborted === true) controller.abort(signal.reason)
  let beside: Connection | undefined
  let outcome: { readonly error: unknown } | undefined
  try {
    beside = await pool.openBeside(operation.name, mailboxKey(impersonate), controller.signal)
    record.sent(0)
    const headers = {
      ...requestHeaders(settings.userAgent, impersonate),
      ...affinity?.headers,
      'client-request-id': randomUUID(),
    }
    const sent = { operation: operation.name, headers, body, signal: controller.signal, lateMs: () => 0 }
    const answer = await authentication.send(beside, sent)
    record.answered(answer)
    affinity?.take(answer.header('set-cookie'))
    if (!isSoap(answer)) throw await pageError(operation, answer, runtime.wallClock())
    const { status } = answer
    const redacted = (text: string) => answer.redacted(text)
    yield* envelopeStream(silence.during(answer.chunks()), operation, { maxResponseBytes, status, redacted })
  } catch (failure) {
    const error = callError(
      {
        operation,
        host: server.host,
        plainHttp: server.protocol === 'http:',
        signal,
        timeout: (call) => (silence.over ? silenceError(call, limitMs) : undefined),
      },
      failure,
    )
    outcome = { error }
    throw error
  } finally {
    silence.pause()
    for (const step of leave) step?.()
    if (beside !== undefined) await pool.closeBeside(beside)
    record.ended(outcome?.error, runtime.now())
  }
}
