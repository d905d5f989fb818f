import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { RequestTrace, ResponseTrace } from 'ews-booking'
import { PLAIN_HEADERS } from './plain-values'
import type { Redaction } from './redaction'

/** A request and its answer, without anything personal. */
export interface RecordedExchange {
  readonly operation: string
  readonly request: string
  readonly response: string
  readonly status: number
  /** The headers of the answer that say something about the server, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

const isTrace = (message: unknown): message is RequestTrace | ResponseTrace =>
  typeof message === 'object' && message !== null && 'exchange' in message

/** What has gone over the wire since the recording began. */
export interface Recording {
  /** Returns it redacted, in order. */
  exchanges(): RecordedExchange[]
  stop(): void
}

/** Keeps what goes over the wire until it is stopped. */
export function recordExchanges(redaction: Redaction): Recording {
  const requests = new Map<number, RequestTrace>()
  const responses = new Map<number, ResponseTrace>()
  const listener = (message: unknown) => {
    if (!isTrace(message)) return
    if ('status' in message) responses.set(message.exchange, message)
    else requests.set(message.exchange, message)
  }
  const channels = ['ews-booking:request', 'ews-booking:response']
  for (const channel of channels) subscribe(channel, listener)
  return {
    exchanges: () =>
      [...requests.values()].flatMap((request) => {
        const response = responses.get(request.exchange)
        // NTLM's first message has no body, and a request without an answer has nothing to tell.
        return request.body === '' || response === undefined ? [] : recorded(request, response, redaction)
      }),
    stop: () => {
      for (const channel of channels) unsubscribe(channel, listener)
    },
  }
}

const recorded = (request: RequestTrace, response: ResponseTrace, redaction: Redaction): RecordedExchange => ({
  operation: request.operation,
  request: redaction.body(request.body),
  response: redaction.body(response.body),
  status: response.status,
  headers: plainHeaders(response.headers),
})

/** Returns the headers that may stay. */
export const plainHeaders = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).filter(([name, value]) => PLAIN_HEADERS.get(name.toLowerCase())?.(value)))
