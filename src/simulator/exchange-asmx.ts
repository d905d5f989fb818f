import type { Account } from './account'
import type { MailboxStore } from './calendar/mailbox-store'
import { Caller } from './caller'
import { type Call, CallReader, writeResponse } from './envelope'
import type { Injections } from './fault'
import { faultAnswer, type HttpAnswer, type Outcome, xmlAnswer } from './http/http-answer'
import type { Service } from './service'
import { ServiceError, SoapFault } from './service-error'

/** Where EWS lives on every Exchange; compared without regard to case, as IIS does. */
export const EWS_PATH = '/EWS/Exchange.asmx'

/** What became of a request, and which operation it asked for. */
export interface Answered {
  readonly operation: string | undefined
  readonly outcome: Outcome
}

/** The web service behind HTTP and authentication. */
export class ExchangeAsmx {
  readonly #store: MailboxStore
  readonly #injections: Injections
  readonly #calls: CallReader

  constructor(services: readonly Service[], store: MailboxStore, injections: Injections) {
    this.#calls = new CallReader(services)
    this.#store = store
    this.#injections = injections
  }

  /** Carries out the request in `xml` on behalf of `account`, unless a fault is due. */
  answer(account: Account, xml: Uint8Array): Answered {
    const call = attempt(() => this.#calls.read(xml))
    const operation = call instanceof ServiceError ? undefined : call.service.operation.name
    const carryOut = () => (call instanceof ServiceError ? faultAnswer(call) : this.#carryOut(account, call))
    return { operation, outcome: this.#injections.outcome(operation, carryOut) }
  }

  #carryOut(account: Account, { service, request, connectingSID }: Call): HttpAnswer {
    const xml = attempt(() => {
      const caller = new Caller(account, this.#store, connectingSID)
      return writeResponse(service, service.carryOut(request, { caller, store: this.#store }))
    })
    return xml instanceof ServiceError ? faultAnswer(xml) : xmlAnswer(200, xml)
  }
}

/** The value, or what there is against it; what nobody has foreseen is ErrorInternalServerError, as on a real server. */
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
