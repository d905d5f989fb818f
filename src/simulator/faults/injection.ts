import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { HttpAnswer, Outcome } from '../http/http-answer'
import type { FaultyCall } from './fault'
import { type FaultName, type FaultParameters, faults, type HttpStatus } from './faults'

/** The requests that an injection concerns. */
export interface InjectionScope {
  /** The operation: `CreateItem`. Defaults to any. */
  readonly operation?: string | undefined
  /** The number of requests. Defaults to one; `Infinity` for all. */
  readonly times?: number | undefined
  /**
   * True for requests that aren't signed in, instead of those that are. The fault then applies to the answer 401.
   * Defaults to false.
   */
  readonly unauthenticated?: boolean | undefined
}

type InjectionOf<Name extends FaultName> = InjectionScope & { readonly fault: Name } & FaultParameters[Name]

/** A fault with its parameters, and the requests that it concerns. */
export type Injection = { [Name in FaultName]: InjectionOf<Name> }[FaultName]

/** A request before anything has gone wrong with it. */
export interface IncomingCall extends FaultyCall {
  readonly isSignedIn: boolean
  /** Is told the fault that is due. */
  readonly goesWrong: (fault: FaultName) => void
  /** The outcome without a fault. */
  readonly proceed: () => HttpAnswer | Promise<HttpAnswer>
}

/** An injection that is still due. */
export interface PendingInjection {
  /** The number of the injection, counted from 1 since the start. */
  readonly number: number
  readonly injection: Injection
  /** The number of requests with which it is still due. */
  readonly left: number
}

type Pending = { -readonly [Key in keyof PendingInjection]: PendingInjection[Key] }

/** The faults that are still due. */
export class Injections {
  readonly #operations: readonly string[]
  readonly #pending = new Set<Pending>()
  #count = 0

  /** @param operations the names of the operations of the simulator */
  constructor(operations: readonly string[]) {
    this.#operations = operations
  }

  /** Copies the injections that are still due, the oldest first. */
  list(): PendingInjection[] {
    return Array.from(this.#pending, (pending) => ({ ...pending }))
  }

  /** Has these injections due, as they were listed, instead of those that are. */
  restore(listed: readonly PendingInjection[]): void {
    this.#pending.clear()
    for (const pending of listed) this.#pending.add({ ...pending })
  }

  /** @returns false if no injection with this number is due */
  end(number: number): boolean {
    const ended = [...this.#pending].find((pending) => pending.number === number)
    return ended !== undefined && this.#pending.delete(ended)
  }

  /** Ends all injections. */
  clear(): void {
    this.#pending.clear()
  }

  /**
   * @returns a function that ends the injection
   * @throws TypeError with the unknown name, because nobody would notice a fault that never comes; and for a status or a header that
   * HTTP can't carry
   */
  add(injection: Injection): () => void {
    const { fault, operation, times = 1 } = injection
    if (!Object.hasOwn(faults, fault)) throw new TypeError(`fault must be one of ${Object.keys(faults).join(', ')}`)
    if (operation !== undefined && !this.#operations.includes(operation)) {
      throw new TypeError(`operation must be one of ${this.#operations.join(', ')}`)
    }
    checkHttp(injection)
    // A promise to wait for may reject before the request comes, when nobody else listens to it yet.
    if ('until' in injection) Promise.allSettled([injection.until])
    this.#count += 1
    const pending = { number: this.#count, injection, left: times }
    this.#pending.add(pending)
    return () => this.#pending.delete(pending)
  }

  /** The outcome of a request by the oldest injection that concerns it, or else without a fault. */
  outcome(call: IncomingCall): Outcome | Promise<Outcome> {
    for (const pending of this.#pending) {
      if (!concerns(pending.injection, call) || pending.left <= 0) continue
      pending.left -= 1
      if (pending.left <= 0) this.#pending.delete(pending)
      call.goesWrong(pending.injection.fault)
      return outcomeOf(pending.injection, call)
    }
    return call.proceed()
  }
}

/** Checks an injection when it is made. Node would throw when it sends the answer, far from the mistake. */
function checkHttp(injection: Injection): void {
  const { status, headers = {}, retryAfter }: InjectionScope & Partial<HttpStatus> = injection
  if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 999)) {
    throw new TypeError('status must be an integer from 200 to 999')
  }
  const fields = { ...headers, ...(retryAfter !== undefined && { 'Retry-After': `${retryAfter}` }) }
  for (const [name, value] of Object.entries(fields)) {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  }
}

const concerns = ({ operation, unauthenticated = false }: Injection, call: IncomingCall) =>
  (operation ?? call.operation) === call.operation && call.isSignedIn !== unauthenticated

function outcomeOf<Name extends FaultName>(injection: InjectionOf<Name>, call: FaultyCall): Outcome | Promise<Outcome> {
  return faults[injection.fault](call, injection)
}
