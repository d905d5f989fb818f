import type { Operation } from 'ews-booking'
import type { Caller } from '../authorization/caller'
import type { MailboxStore } from '../mailbox/mailbox-store'

/** What the simulator's own operations are carried out with; those that it is taught have their request alone. */
export interface ServiceContext {
  /** @internal */
  readonly caller: Caller
  /** @internal */
  readonly store: MailboxStore
}

/** An operation and how the simulator carries it out; made by `service`. */
export interface Service {
  readonly operation: Operation<unknown, unknown>
  /** @internal The types of both are the operation's own business. */
  carryOut(request: unknown, context: ServiceContext): unknown
}

/**
 * Ties an operation to what carries it out, to teach it to a simulator.
 *
 * @param carryOut gets what `operation.request` describes, and returns what `operation.response` describes. What it throws
 * reaches the client as the SOAP fault ErrorInternalServerError, and so does an answer that isn't as described.
 *
 * @example
 * startSimulator({ ..., services: [service(GetServerTimeZones, () => ({ responseMessages: [...] }))] })
 */
export function service<Request, Response, const Answer extends Response>(
  operation: Operation<Request, Response>,
  carryOut: (request: NoInfer<Request>, context: ServiceContext) => Answer,
): Service {
  // The reader of the envelope gives each service what its own operation's description has read.
  return { operation, carryOut: (request, context) => carryOut(request as Request, context) }
}
