import type { HttpAnswer, Outcome, Sleep } from '../http/http-answer'
import type { ElementErrors } from '../soap/response-message'

/** A request with which something goes wrong. */
export interface FaultyCall {
  /** The name of the operation; `undefined` if the request couldn't be read. */
  readonly operation: string | undefined
  /** Carries out the request, except for elements of a batch with an error, and returns its answer. */
  readonly carryOut: (elementErrors?: ElementErrors) => HttpAnswer
  /** The right answer to the previous request on the same connection. */
  readonly previous: HttpAnswer | undefined
  /** The request's `Authorization`. */
  readonly authorization: string
  readonly sleep: Sleep
}

/** Makes the outcome of a request, which it has carried out or not. */
export type Fault<Parameters> = (call: FaultyCall, parameters: Parameters) => Outcome | Promise<Outcome>
