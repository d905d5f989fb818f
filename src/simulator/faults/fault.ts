import type { HttpAnswer, Outcome, Sleep } from '../http/http-answer'
import type { ElementErrors } from '../soap/response-message'

/** A request with which something goes wrong. */
export interface FaultyCall {
  /** The name of the operation; `undefined` if the request couldn't be read. */
  readonly operation: string | undefined
  /** Carries out the request, except for elements of a batch with an error, and returns its answer. */
  readonly carryOut: (elementErrors?: ElementErrors) => HttpAnswer
  /** The correct answer to the previous request on the connection. */
  readonly previous: HttpAnswer | undefined
  /** The request's `Authorization`. */
  readonly authorization: string
  readonly sleep: Sleep
}

/** Produces the outcome of a request, and decides whether the request is carried out. */
export type Fault<Parameters> = (call: FaultyCall, parameters: Parameters) => Outcome | Promise<Outcome>
