import type { Account } from './authentication/account'
import { Caller } from './authorization/caller'
import { Folders } from './authorization/folders'
import { zoneOf } from './calendar/defined-zone'
import { resolveZonelessTimes } from './calendar/zoneless-time'
import { type HttpAnswer, type Sleep, xmlAnswer } from './http/http-answer'
import type { MailboxStore } from './mailbox/mailbox-store'
import { ResponseStream, type Service } from './services/service'
import { type Call, CallReader, UnknownOperation, writeResponse, writeStreamedResponse } from './soap/envelope'
import { faultAnswer } from './soap/fault-answer'
import { answerEach, type ElementErrors } from './soap/response-message'
import { ServiceError, SoapFault } from './soap/service-error'
import type { Subscriptions } from './subscriptions/subscriptions'
import type { Throttle } from './throttling/throttling-policy'
import { answeredBy, type ReadRequest, type WebService } from './web-service'

/** The path of EWS on every Exchange server. IIS compares it without regard to case, and so does the simulator. */
export const EWS_PATH = '/EWS/Exchange.asmx'

/** How long requests take, and how many clients may send. */
export interface Pace {
  /** The time that a request of an operation takes, in milliseconds. */
  readonly latencyMs: (operation: string) => number
  readonly sleep: Sleep
  /** The throttling policy, if there is one, and the server time that a request costs under it. */
  readonly throttle: Throttle | undefined
  readonly costMs: (operation: string, latencyMs: number) => number
}

/** The web service behind HTTP and authentication. */
export class ExchangeAsmx implements WebService {
  readonly path = EWS_PATH
  readonly methods = ['POST']
  readonly #services: ReadonlyMap<string, Service>
  readonly #store: MailboxStore
  readonly #subscriptions: Subscriptions
  readonly #pace: Pace
  readonly #calls: CallReader
  readonly #onCarriedOut: () => void

  /** @param onCarriedOut is called after each request that was carried out, or failed on the way */
  constructor(
    services: readonly Service[],
    store: MailboxStore,
    subscriptions: Subscriptions,
    pace: Pace,
    onCarriedOut: () => void = () => {},
  ) {
    this.#services = new Map(services.map((service) => [service.operation.name, service]))
    this.#calls = new CallReader(services.map(({ operation }) => operation))
    this.#store = store
    this.#subscriptions = subscriptions
    this.#pace = pace
    this.#onCarriedOut = onCarriedOut
  }

  /** Reads the request in `xml` that `account` has sent. */
  read(account: Account, xml: Uint8Array): ReadRequest {
    const call = attempt(() => this.#calls.read(xml))
    if (call instanceof ServiceError) {
      const answer = faultAnswer(call)
      return answeredBy(call instanceof UnknownOperation ? call.operation : undefined, () => answer)
    }
    return {
      operation: call.operation,
      carryOut: (elementErrors) => this.#carryOut(account, call, elementErrors),
      proceed: () => this.#proceed(account, call),
    }
  }

  async #proceed(account: Account, call: Call): Promise<HttpAnswer> {
    const { latencyMs, sleep, throttle, costMs } = this.#pace
    const latency = latencyMs(call.operation)
    const cost = costMs(call.operation, latency)
    const end = attempt(() => throttle?.begin(budgetOwner(account, call), cost))
    if (end instanceof ServiceError) return faultAnswer(end)
    try {
      if (latency > 0) await sleep(latency)
      return this.#carryOut(account, call)
    } finally {
      end?.()
    }
  }

  #carryOut(account: Account, call: Call, elementErrors?: ElementErrors): HttpAnswer {
    const answer = attempt(() => this.#answer(account, call, elementErrors))
    this.#onCarriedOut()
    return answer instanceof ServiceError ? faultAnswer(answer) : answer
  }

  #answer(account: Account, call: Call, elementErrors?: ElementErrors): HttpAnswer {
    const { operation, request, connectingSID, zonelessTimes, timeZone: timeZoneContext } = call
    const service = this.#services.get(operation)
    if (service === undefined) throw new SoapFault('ErrorInvalidRequest', 'The request is invalid.')
    const store = this.#store
    const caller = new Caller(account, store, connectingSID)
    const folders = new Folders(caller, store)
    const timeZone = () => timeZoneContext && zoneOf(timeZoneContext)
    resolveZonelessTimes(request, zonelessTimes, timeZone)
    const { sleep } = this.#pace
    const subscriptions = this.#subscriptions
    const context = {
      caller,
      folders,
      store,
      timeZone,
      timeZoneContext,
      subscriptions,
      sleep,
      answerEach: answerEach(elementErrors),
    }
    const response = service.carryOut(request, context)
    if (!(response instanceof ResponseStream)) return xmlAnswer(200, writeResponse(service.operation, response))
    const begin = response.rest && this.#pace.throttle?.admitHanging(budgetOwner(account, call))
    return streamAnswer(service, response, begin)
  }
}

/**
 * An HTTP response with several envelopes, sent one after another. `begin` is called before the second one, and the function that it
 * returns after the last one.
 */
function streamAnswer(
  { operation }: Service,
  { first, rest }: ResponseStream<unknown>,
  begin = () => () => {},
): HttpAnswer {
  const write = (response: unknown) => writeStreamedResponse(operation, response)
  const answer = xmlAnswer(200, write(first))
  if (rest === undefined) return answer
  return {
    ...answer,
    headers: { ...answer.headers, 'X-NoBuffering': '1' },
    async *rest(gone) {
      const end = begin()
      try {
        for await (const response of rest(gone)) yield write(response)
      } finally {
        end()
      }
    },
  }
}

/** The owner of the budget that a request is charged to: the impersonated mailbox, or else the account. */
function budgetOwner({ username }: Account, { connectingSID }: Call): string {
  const [mailbox] = Object.values(connectingSID ?? {}).filter((name) => name !== undefined)
  return (mailbox ?? username).toLowerCase()
}

/** Returns the value, or the error. Unexpected errors become ErrorInternalServerError, as on a real server. */
function attempt<Value>(action: () => Value): Value | ServiceError {
  try {
    return action()
  } catch (error) {
    return error instanceof ServiceError ? error : internalServerError(error)
  }
}

function internalServerError(cause: unknown): SoapFault {
  const message = 'An internal server error occurred. The operation failed.'
  const value = [{ name: 'InnerErrorMessageText', value: String(cause) }]
  return new SoapFault('ErrorInternalServerError', message, { value })
}
