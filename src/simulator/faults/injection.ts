import { emptyAnswer, type HttpAnswer, type Outcome } from '../http/http-answer'
import { faultAnswer } from '../soap/fault-answer'
import { SoapFault } from '../soap/service-error'

/** Something that is to go wrong with coming requests. */
export interface Injection {
  readonly fault: FaultName
  /** `CreateItem`; any operation where left out. */
  readonly operation?: string | undefined
  /** With how many requests; once where left out. */
  readonly times?: number | undefined
  /** Of `serverBusy`: how long the client is told to wait, in milliseconds. */
  readonly backOffMs?: number | undefined
}

/** Makes an outcome, having the request carried out or not. */
type Fault = (carryOut: () => HttpAnswer, injection: Injection) => Outcome

const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Outlook</title></head><body><form action="/owa/auth.owa"></form></body></html>'

const faults = {
  /** Over budget: SOAP fault ErrorServerBusy. */
  serverBusy: (_carryOut, { backOffMs }) =>
    faultAnswer(
      new SoapFault(
        'ErrorServerBusy',
        'The server cannot service this request right now. Try again later.',
        backOffMs === undefined ? undefined : { value: [{ name: 'BackOffMilliseconds', value: `${backOffMs}` }] },
      ),
    ),
  /** IIS is not willing: HTTP 503. */
  serviceUnavailable: () => emptyAnswer(503, { 'Retry-After': '2' }),
  /** A gateway's login page, with status 200. */
  htmlPage: () => ({ status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: LOGIN_PAGE }),
  /** Carried out; half of the XML, in a complete HTTP response. */
  truncate: (carryOut) => {
    const answer = carryOut()
    return { ...answer, body: answer.body.slice(0, answer.body.length / 2) }
  },
  /** Carried out; the connection is closed in the middle of the response. */
  truncateConnection: (carryOut) => ({ ...carryOut(), cut: true }),
  /** Not carried out; the connection is closed. */
  dropBeforeCommit: () => 'drop',
  /** Carried out, but the connection is closed without an answer. */
  dropAfterCommit: (carryOut) => {
    carryOut()
    return 'drop'
  },
  /** Not carried out and never answered. */
  hang: () => 'hang',
  /** To the login page of OWA. */
  redirect: () => emptyAnswer(302, { Location: '/owa/auth/logon.aspx' }),
  /** HTTP 500 without a word. */
  emptyError: () => emptyAnswer(500),
} as const satisfies Record<string, Fault>

/** What can go wrong. */
export type FaultName = keyof typeof faults

/** What is to go wrong yet. */
export class Injections {
  readonly #operations: readonly string[]
  readonly #pending: { readonly injection: Injection; left: number }[] = []

  /** @param operations the names of those that there are */
  constructor(operations: readonly string[]) {
    this.#operations = operations
  }

  /** @throws TypeError naming what is unknown, because a fault that never comes is found by nobody */
  add(injection: Injection): void {
    const { fault, operation } = injection
    if (!Object.hasOwn(faults, fault)) throw new TypeError(`fault must be one of ${Object.keys(faults).join(', ')}`)
    if (operation !== undefined && !this.#operations.includes(operation)) {
      throw new TypeError(`operation must be one of ${this.#operations.join(', ')}`)
    }
    this.#pending.push({ injection, left: injection.times ?? 1 })
  }

  /** The outcome of a request for `operation`, by the oldest injection that concerns it, or as `carryOut` makes it. */
  outcome(operation: string | undefined, carryOut: () => HttpAnswer): Outcome {
    const due = this.#pending.find(
      ({ injection, left }) => left > 0 && (injection.operation ?? operation) === operation,
    )
    if (due === undefined) return carryOut()
    due.left -= 1
    const fault: Fault = faults[due.injection.fault]
    return fault(carryOut, due.injection)
  }
}
