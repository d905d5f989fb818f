import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type EwsClient, type EwsClientOptions, FindItem } from 'ews-booking'
import { envelopeNamespaces, responseEnvelope } from '../../src/operations/soap/envelope'
import { writeXml } from '../../src/xml'
import { type StoppedClock, until } from '../clock'
import { clientOf, search } from '../exchange'
import { findItemAnswer } from '../http-server'
import { ntlmServer } from '../ntlm-server'

/** Answers FindItem with success. */
export const found: RequestListener = (_request, response) =>
  response.writeHead(200, { 'content-type': 'text/xml' }).end(findItemAnswer)

/** Answers with a SOAP fault of this code. */
export const fault =
  (responseCode: string, details = ''): RequestListener =>
  (_request, response) =>
    response
      .writeHead(500, { 'content-type': 'text/xml' })
      .end(
        `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>a:${responseCode}</faultcode><faultstring>Busy.</faultstring><detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">${responseCode}</e:ResponseCode><e:Message xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">Busy.</e:Message>${details}</detail></s:Fault></s:Body></s:Envelope>`,
      )

/** `MessageXml` with one value. */
export const messageXml = (name: string, value: string | number) =>
  `<t:MessageXml xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><t:Value Name="${name}">${value}</t:Value></t:MessageXml>`

/** Answers FindItem with one response message for each of these codes. */
export const elements =
  (...codes: readonly string[]): RequestListener =>
  (_request, response) => {
    const responseMessages = codes.map((responseCode) => ({
      responseClass: responseCode === 'NoError' ? ('Success' as const) : ('Error' as const),
      responseCode,
    }))
    const xml = writeXml(responseEnvelope(FindItem), { body: { response: { responseMessages } } }, envelopeNamespaces)
    response.writeHead(200, { 'content-type': 'text/xml' }).end(xml)
  }

/** Answers with an HTTP status and nothing else. */
export const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(code, headers).end()

/** A server whose answers a test chooses. */
export interface EwsServer {
  /** Answers later requests. */
  answer: RequestListener
  /** How many connections were opened. */
  readonly connections: number
  /** The times of the requests, in milliseconds since 1970 by the clock of the process. */
  readonly received: readonly number[]
  /** The headers `X-AnchorMailbox` of the requests. */
  readonly mailboxes: readonly (string | undefined)[]
  /** The answers that `hold` delays. */
  readonly held: (readonly [IncomingMessage, ServerResponse])[]
  /** A listener that delays its answer until the test takes it out of `held`. */
  readonly hold: RequestListener
  /** A client of the server that has signed in. */
  client(options?: Partial<EwsClientOptions>): Promise<EwsClient>
}

/** Starts a server that accepts everybody with NTLM and answers envelopes as the test chooses. By default it answers with success. */
export async function ewsServer(): Promise<EwsServer> {
  const sockets = new Set<object>()
  const received: number[] = []
  const mailboxes: (string | undefined)[] = []
  const held: (readonly [IncomingMessage, ServerResponse])[] = []
  const envelope: RequestListener = (request, response) => {
    sockets.add(request.socket)
    received.push(Date.now())
    mailboxes.push(request.headers['x-anchormailbox']?.toString())
    server.answer(request, response)
  }
  const { url, ca } = await ntlmServer({ nothing: envelope, proof: envelope })
  const server = {
    answer: found,
    get connections() {
      return sockets.size
    },
    received,
    mailboxes,
    held,
    hold: (request: IncomingMessage, response: ServerResponse) => void held.push([request, response]),
    async client(options: Partial<EwsClientOptions> = {}) {
      const client = clientOf({ url, ca }, { impersonate: undefined, ...options })
      await client.findItem(search)
      received.length = 0
      mailboxes.length = 0
      return client
    },
  }
  return server
}

/** Advances the stopped clock by ten milliseconds at a time until `promise` settles. Requests take no time. */
export async function passing<Value>(clock: StoppedClock, client: EwsClient, promise: Promise<Value>): Promise<Value> {
  let settled = false
  const end = () => {
    settled = true
  }
  promise.then(end, end)
  while (!settled) {
    await until(() => settled || client.stats.underWay === 0)
    clock.pass(10)
  }
  return promise
}
