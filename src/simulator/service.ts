import type { Operation } from '../operations'
import type { Caller } from './caller'
import type { MailboxStore } from './mailbox'

/** What an operation is carried out with. */
export interface ServiceContext {
  readonly caller: Caller
  readonly store: MailboxStore
}

/** An operation and how the simulator carries it out; the two types are its own business. */
export interface Service {
  readonly operation: Operation<unknown, unknown>
  carryOut(request: unknown, context: ServiceContext): unknown
}

/** Ties an operation to what carries it out. */
export function service<Request, Response>(
  operation: Operation<Request, Response>,
  carryOut: (request: Request, context: ServiceContext) => Response,
): Service {
  // The reader of the envelope gives each service what its own operation's description has read.
  return { operation, carryOut: (request, context) => carryOut(request as Request, context) }
}
