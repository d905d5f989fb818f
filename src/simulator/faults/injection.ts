import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { HttpAnswer, Outcome } from '../http/http-answer'
import type { FaultyCall } from './fault'
import { type FaultName, type FaultParameters, faults, type HttpStatus } from './faults'

/** Which requests an injection affects. */
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

/** A fault with its parameters, and the requests that it affects. */
export type Injection = { [Name in FaultName]: InjectionOf<Name> }[FaultName]

/** A request before anything has gone wrong with it. */
export interface IncomingCall extends FaultyCall {
  readonly isSignedIn: boolean
  /** Called with the fault that the request is about to get. */
  readonly goesWrong: (fault: FaultName) => void
  /** Carries the request out without a fault. */
  readonly proceed: () => HttpAnswer | Promise<HttpAnswer>
}

/** An injection that is still pending. */
export interface PendingInjection {
  /** The number of the injection, counted from 1 since the start. */
  readonly number: number
  readonly injection: Injection
  /** How many more requests it affects. */
  readonly left: number
}

type Pending = { -readonly [Key in keyof PendingInjection]: PendingInjection[Key] }

/** The injections that are still pending. */
export class Injections {
  readonly #operations: readonly string[]
  readonly #pending = new Set<Pending>()
  #count = 0

  /** @param operations the names of the operations of the simulator */
  constructor(operations: readonly string[]) {
    this.#operations = operations
  }

  /** Returns a copy of the pending injections, oldest first. */
  list(): PendingInjection[] {
    return Array.from(this.#pending, (pending) => ({ ...pending }))
  }

  /** Replaces the pending injections with those of an earlier `list`. */
  restore(listed: readonly PendingInjection[]): void {
    this.#pending.clear()
    for (const pending of listed) this.#pending.add({ ...pending })
  }

  /** @returns false if no injection with this number is pending */
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
   * @throws TypeError if the operation is unknown, since a fault that never comes would go unnoticed, or if HTTP can't carry the
   * status or a header
   */
  add(injection: Injection): () => void {
    const { fault, operation, times = 1 } = injection
    if (!Object.hasOwn(faults, fault)) throw new TypeError(`fault must be one of ${Object.keys(faults).join(', ')}`)
    if (operation !== undefined && !this.#operations.includes(operation)) {
      throw new TypeError(`operation must be one of ${this.#operations.join(', ')}`)
    }
    checkHttp(injection)
    // The promise may reject before a request waits for it, which must not count as an unhandled rejection.
    if ('until' in injection) Promise.allSettled([injection.until])
    this.#count += 1
    const pending = { number: this.#count, injection, left: times }
    this.#pending.add(pending)
    return () => this.#pending.delete(pending)
  }

  /** Applies the oldest injection that affects a request, or carries the request out if there is none. */
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

/** Checks early what Node would only refuse when it sends the answer, far from the mistake. */
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
