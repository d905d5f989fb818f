import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Account } from './authentication/account'
import type { Authentication } from './authentication/authentication'
import { EWS_PATH, type ExchangeAsmx, type ReadRequest } from './exchange-asmx'
import type { Injections } from './faults/injection'
import { correlated } from './http/correlation'
import { acceptsGzip, emptyAnswer, type HttpAnswer, type Outcome, type Sleep, send } from './http/http-answer'
import { type ReceivedRequest, receivedRequest } from './http/received-request'
import { readBody } from './http/request-body'
import type { RequestLog } from './http/request-log'

/** The parts behind a front end. */
export interface FrontEndParts {
  readonly authentication: Authentication
  readonly service: ExchangeAsmx
  readonly injections: Injections
  readonly requests: RequestLog
  /** The number of a connection, counted from 1. */
  readonly connectionNumber: (socket: Socket) => number
  readonly now: () => Date
  readonly sleep: Sleep
  readonly gzip: boolean
}

/** Receives HTTP requests: authenticates them, lets the web service or an injected fault answer them, and records them. */
export class FrontEnd {
  readonly #parts: FrontEndParts
  /** The right answer to the latest request of each connection, whatever was sent. */
  readonly #latest = new WeakMap<Socket, HttpAnswer>()

  constructor(parts: FrontEndParts) {
    this.#parts = parts
  }

  async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { now, gzip, sleep } = this.#parts
    const body = await readBody(request)
    if (body === 'aborted') return
    const isCompressed = gzip && acceptsGzip(request.headers['accept-encoding'])
    const outcome = body === 'too large' ? emptyAnswer(413) : await this.#answer(request, response, body)
    response.setHeader('Date', now().toUTCString())
    await send(response, outcome, { gzip: isCompressed, sleep })
  }

  async #answer(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<Outcome> {
    const { authentication, connectionNumber, requests } = this.#parts
    const signIn = authentication.authenticate(request)
    response.setHeaders(new Map(Object.entries(signIn.headers ?? {})))
    const received = receivedRequest(request, body, connectionNumber(request.socket), signIn.authentication)
    const { account, challenges } = signIn
    const refusal = refusalOf(received, account !== undefined)
    const read = refusal === undefined ? this.#read(account, challenges, body) : refused(refusal)
    const record = requests.add({ ...received, operation: read.operation })
    const outcome = refusal ?? (await this.#outcome(request, read, account !== undefined))
    if (typeof outcome !== 'string') record({ status: outcome.status, responseXml: outcome.body || undefined })
    return typeof outcome === 'string' ? outcome : correlated(outcome, request.headers)
  }

  #read(account: Account | undefined, challenges: readonly string[], body: Buffer): ReadRequest {
    if (account !== undefined) return this.#parts.service.read(account, body)
    return refused(emptyAnswer(401, { 'WWW-Authenticate': challenges }))
  }

  /** The outcome of a request, with the fault that is due. */
  async #outcome({ headers, socket }: IncomingMessage, read: ReadRequest, isSignedIn: boolean): Promise<Outcome> {
    const { injections, sleep } = this.#parts
    const previous = this.#latest.get(socket)
    const remember = (answer: HttpAnswer) => {
      this.#latest.set(socket, correlated(answer, headers))
      return answer
    }
    return injections.outcome({
      operation: read.operation,
      isSignedIn,
      authorization: headers.authorization ?? '',
      previous,
      sleep,
      carryOut: (elementErrors) => remember(read.carryOut(elementErrors)),
      proceed: async () => remember(await read.proceed()),
    })
  }
}

/** A request that is answered without being read. */
const refused = (answer: HttpAnswer): ReadRequest => ({
  operation: undefined,
  carryOut: () => answer,
  proceed: async () => answer,
})

/** The refusal of a wrong path or method. IIS signs a request in before it looks at the method: some clients sign in by GET. */
function refusalOf({ method, path }: ReceivedRequest, isSignedIn: boolean): HttpAnswer | undefined {
  if (path.split('?', 1)[0]?.toLowerCase() !== EWS_PATH.toLowerCase()) return emptyAnswer(404)
  return method === 'POST' || !isSignedIn ? undefined : emptyAnswer(405, { Allow: 'POST' })
}
