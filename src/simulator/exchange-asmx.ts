import type { Account } from './authentication/account'
import { Caller } from './authorization/caller'
import { Folders } from './authorization/folders'
import type { Injections } from './faults/injection'
import { type HttpAnswer, type Outcome, xmlAnswer } from './http/http-answer'
import type { MailboxStore } from './mailbox/mailbox-store'
import type { Service } from './services/service'
import { type Call, CallReader, writeResponse } from './soap/envelope'
import { faultAnswer } from './soap/fault-answer'
import { ServiceError, SoapFault } from './soap/service-error'

/** The path of EWS on every Exchange server. IIS compares it without regard to case, and so does the simulator. */
export const EWS_PATH = '/EWS/Exchange.asmx'

/** The outcome of a request, and the operation that it asked for if it could be read. */
export interface Answered {
  readonly operation: string | undefined
  readonly outcome: Outcome
}

/** The web service behind HTTP and authentication. */
export class ExchangeAsmx {
  readonly #services: ReadonlyMap<string, Service>
  readonly #store: MailboxStore
  readonly #injections: Injections
  readonly #calls: CallReader

  constructor(services: readonly Service[], store: MailboxStore, injections: Injections) {
    this.#services = new Map(services.map((service) => [service.operation.name, service]))
    this.#calls = new CallReader(services.map(({ operation }) => operation))
    this.#store = store
    this.#injections = injections
  }

  /** Carries out the request in `xml` on behalf of `account`, unless an injected fault is due. */
  answer(account: Account, xml: Uint8Array): Answered {
    const call = attempt(() => this.#calls.read(xml))
    const operation = call instanceof ServiceError ? undefined : call.operation
    const carryOut = () => (call instanceof ServiceError ? faultAnswer(call) : this.#carryOut(account, call))
    return { operation, outcome: this.#injections.outcome(operation, carryOut) }
  }

  #carryOut(account: Account, { operation, request, connectingSID }: Call): HttpAnswer {
    const xml = attempt(() => {
      const service = this.#services.get(operation)
      if (service === undefined) throw new SoapFault('ErrorInvalidRequest', 'The request is invalid.')
      const store = this.#store
      const caller = new Caller(account, store, connectingSID)
      const folders = new Folders(caller, store)
      return writeResponse(service.operation, service.carryOut(request, { caller, folders, store }))
    })
    return xml instanceof ServiceError ? faultAnswer(xml) : xmlAnswer(200, xml)
  }
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
