import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Authentication, AuthenticationResult, RequestAuthentication } from './authentication/authentication'
import type { Injections } from './faults/injection'
import { withAffinity } from './http/affinity'
import { correlated } from './http/correlation'
import { acceptsGzip, emptyAnswer, type HttpAnswer, type Outcome, type Sleep, send } from './http/http-answer'
import { type NewRequest, receivedRequest } from './http/received-request'
import { readBody } from './http/request-body'
import type { CompleteRecord, RequestLog } from './http/request-log'
import { answeredBy, type ReadRequest, type WebService } from './web-service'

/** The parts behind a front end. */
export interface FrontEndParts {
  readonly authentication: Authentication
  readonly services: readonly WebService[]
  readonly injections: Injections
  readonly requests: RequestLog
  /** The number of a connection, counted from 1. */
  readonly connectionNumber: (socket: Socket) => number
  readonly now: () => Date
  readonly sleep: Sleep
  readonly gzip: boolean
}

/** Receives HTTP requests, authenticates them, has a web service or an injected fault answer them, and records them. */
export class FrontEnd {
  readonly #parts: FrontEndParts
  /** The correct answer to the latest request on each connection, regardless of what was sent. */
  readonly #latest = new WeakMap<Socket, HttpAnswer>()

  constructor(parts: FrontEndParts) {
    this.#parts = parts
  }

  /**
   * Answers a request. Like IIS, it refuses a wrong path, sender or method before it reads the body. An error in the simulator, or in a
   * function among its options, becomes the text of an answer with status 500: it must not end the process, which may be a test run.
   */
  async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#answer(request, response)
    } catch (error) {
      if (response.headersSent || response.destroyed) response.destroy()
      else
        response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`The simulator failed: ${error}`)
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { authentication, now, gzip, sleep } = this.#parts
    const signIn = authentication.authenticate(request)
    response.setHeaders(new Map(Object.entries(signIn.headers ?? {})))
    const outcome = await this.#outcomeFor(request, response, signIn)
    if (outcome === undefined) return
    response.setHeader('Date', now().toUTCString())
    await send(response, outcome, { gzip: gzip && acceptsGzip(request.headers['accept-encoding']), sleep })
  }

  /** Returns the outcome of a request, reading its body if necessary; `undefined` if the client has gone away. */
  async #outcomeFor(
    request: IncomingMessage,
    response: ServerResponse,
    signIn: AuthenticationResult,
  ): Promise<Outcome | undefined> {
    const { account, challenges, authentication } = signIn
    const received = this.#received(request, authentication)
    const service = this.#serviceAt(received)
    for (const [name, value] of Object.entries(service?.headers ?? {})) response.setHeader(name, value)
    if (service === undefined) return this.#refuse(request, received, async () => emptyAnswer(404))
    if (account === undefined) {
      const challenged = answeredBy(undefined, () => emptyAnswer(401, { 'WWW-Authenticate': challenges }))
      return this.#refuse(request, received, (record) => this.#outcome(request, challenged, false, record))
    }
    if (!service.methods.includes(received.method === 'HEAD' ? 'GET' : received.method)) {
      return this.#refuse(request, received, async () => wrongMethod(service))
    }
    if (expectsContinue(request)) response.writeContinue()
    const body = await readBody(request)
    if (body === 'aborted') return undefined
    if (body === 'too large') return this.#completed(emptyAnswer(413), request)
    const read = service.read(account, body)
    const { operation } = read
    const { username } = account
    const record = this.#parts.requests.add({ ...received, xml: body.toString(), operation, account: username })
    const answer = this.#answered(request, record, await this.#outcome(request, read, true, record))
    return typeof answer === 'string' ? answer : withAffinity(recorded(answer, record), { ...received, operation })
  }

  #serviceAt({ path }: NewRequest): WebService | undefined {
    const [wanted] = path.toLowerCase().split('?', 1)
    return this.#parts.services.find((service) => service.path.toLowerCase() === wanted)
  }

  #received({ method = '', url = '', headers, socket }: IncomingMessage, authentication: RequestAuthentication) {
    return receivedRequest({ method, url, headers }, this.#parts.connectionNumber(socket), authentication)
  }

  /** Answers a request that isn't carried out. Its body may still be on its way, and is recorded when it arrives. */
  async #refuse(
    request: IncomingMessage,
    received: NewRequest,
    answer: (record: CompleteRecord) => Promise<Outcome>,
  ): Promise<Outcome> {
    const record = this.#parts.requests.add(received)
    void readBody(request).then((body) => {
      if (body !== 'aborted' && body !== 'too large') record({ xml: body.toString() })
    })
    return this.#answered(request, record, await answer(record))
  }

  #answered(request: IncomingMessage, record: CompleteRecord, outcome: Outcome): Outcome {
    if (typeof outcome === 'string') return outcome
    record({ status: outcome.status, responseXml: outcome.body || undefined })
    return this.#completed(outcome, request)
  }

  #completed(answer: HttpAnswer, { headers }: IncomingMessage): HttpAnswer {
    return correlated(answer, headers, this.#parts.now())
  }

  /** Returns the outcome of a request, subject to injected faults. */
  async #outcome(
    request: IncomingMessage,
    read: ReadRequest,
    isSignedIn: boolean,
    record: CompleteRecord,
  ): Promise<Outcome> {
    const { injections, sleep } = this.#parts
    const { headers, socket } = request
    const previous = this.#latest.get(socket)
    const remember = (answer: HttpAnswer) => {
      this.#latest.set(socket, this.#completed(answer, request))
      return answer
    }
    return injections.outcome({
      operation: read.operation,
      isSignedIn,
      authorization: headers.authorization ?? '',
      previous,
      sleep,
      goesWrong: (fault) => record({ fault }),
      carryOut: (elementErrors) => remember(read.carryOut(elementErrors)),
      proceed: async () => remember(await read.proceed()),
    })
  }
}

const expectsContinue = ({ headers }: IncomingMessage) => headers.expect?.toLowerCase() === '100-continue'

/** Records what follows the body as it is sent. */
function recorded(answer: HttpAnswer, record: CompleteRecord): HttpAnswer {
  const { status, body, rest } = answer
  if (rest === undefined) return answer
  return {
    ...answer,
    async *rest(gone) {
      let responseXml = body
      for await (const part of rest(gone)) {
        responseXml += part
        record({ status, responseXml })
        yield part
      }
    },
  }
}

/** The refusal of a wrong method. IIS authenticates first: some clients sign in with a GET. */
const wrongMethod = ({ methods }: WebService) => emptyAnswer(405, { Allow: methods.join(', ') })
