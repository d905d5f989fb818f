import type { Account } from './authentication/account'
import { Caller } from './authorization/caller'
import { Folders } from './authorization/folders'
import { timeZoneOf } from './calendar/time-zone'
import { resolveZonelessTimes } from './calendar/zoneless-time'
import { type HttpAnswer, type Sleep, xmlAnswer } from './http/http-answer'
import type { MailboxStore } from './mailbox/mailbox-store'
import type { Service } from './services/service'
import { type Call, CallReader, writeResponse } from './soap/envelope'
import { faultAnswer } from './soap/fault-answer'
import { answerEach, type ElementErrors } from './soap/response-message'
import { ServiceError, SoapFault } from './soap/service-error'
import type { Throttle } from './throttling/throttling-policy'

/** The path of EWS on every Exchange server. IIS compares it without regard to case, and so does the simulator. */
export const EWS_PATH = '/EWS/Exchange.asmx'

/** How long requests take, and how many are allowed. */
export interface Pace {
  /** The time that a request of an operation takes, in milliseconds. */
  readonly latencyMs: (operation: string) => number
  readonly sleep: Sleep
  /** The throttling policy, if there is one, and the server time that a request costs under it. */
  readonly throttle: Throttle | undefined
  readonly costMs: (operation: string, latencyMs: number) => number
}

/** A request that has been read. */
export interface ReadRequest {
  /** The name of the operation; `undefined` if the request can't be read. */
  readonly operation: string | undefined
  /** Carries the request out now, except for elements of a batch with an error. */
  carryOut(elementErrors?: ElementErrors): HttpAnswer
  /** Carries the request out after its latency, unless throttling refuses it. */
  proceed(): Promise<HttpAnswer>
}

/** The web service behind HTTP and authentication. */
export class ExchangeAsmx {
  readonly #services: ReadonlyMap<string, Service>
  readonly #store: MailboxStore
  readonly #pace: Pace
  readonly #calls: CallReader

  constructor(services: readonly Service[], store: MailboxStore, pace: Pace) {
    this.#services = new Map(services.map((service) => [service.operation.name, service]))
    this.#calls = new CallReader(services.map(({ operation }) => operation))
    this.#store = store
    this.#pace = pace
  }

  /** Reads the request in `xml` that `account` has sent. */
  read(account: Account, xml: Uint8Array): ReadRequest {
    const call = attempt(() => this.#calls.read(xml))
    if (call instanceof ServiceError) {
      const answer = faultAnswer(call)
      return { operation: undefined, carryOut: () => answer, proceed: async () => answer }
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
    const { operation, request, connectingSID, zonelessTimes, timeZoneId } = call
    const xml = attempt(() => {
      const service = this.#services.get(operation)
      if (service === undefined) throw new SoapFault('ErrorInvalidRequest', 'The request is invalid.')
      const store = this.#store
      const caller = new Caller(account, store, connectingSID)
      const folders = new Folders(caller, store)
      const timeZone = () => (timeZoneId === undefined ? undefined : timeZoneOf(timeZoneId))
      resolveZonelessTimes(request, zonelessTimes, timeZone)
      const context = { caller, folders, store, timeZone, answerEach: answerEach(elementErrors) }
      return writeResponse(service.operation, service.carryOut(request, context))
    })
    return xml instanceof ServiceError ? faultAnswer(xml) : xmlAnswer(200, xml)
  }
}

/** The owner of the budget that a request is charged to: the impersonated mailbox, or else the account. */
function budgetOwner({ username }: Account, { connectingSID }: Call): string {
  const [mailbox] = Object.values(connectingSID ?? {}).filter((name) => name !== undefined)
  return (mailbox ?? username).toLowerCase()
}

/** Returns the value, or the error. Unforeseen errors become ErrorInternalServerError, as on a real server. */
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
