import type { Operation, TimeZoneDefinition } from 'ews-booking'
import type { Caller } from '../authorization/caller'
import type { Folders } from '../authorization/folders'
import type { TimeZone } from '../calendar/time-zone'
import type { Sleep } from '../http/http-answer'
import type { MailboxStore } from '../mailbox/mailbox-store'
import type { AnswerEach } from '../soap/response-message'
import type { Subscriptions } from '../subscriptions/subscriptions'

/** What a service can use while it carries out a request. */
export interface ServiceContext {
  /** The account that sent the request, and the mailbox for which it acts. */
  readonly caller: Caller
  /** Finds the folders and items that the request names, if the caller may see and change them. */
  readonly folders: Folders
  /** All mailboxes, regardless of permissions. Creates, changes and deletes items, and has the server's clock. */
  readonly store: MailboxStore
  /**
   * The time zone in the header TimeZoneContext. It has already been applied to the request's times without an offset.
   *
   * @throws ServiceError ErrorTimeZone if the simulator doesn't know the zone
   */
  readonly timeZone: () => TimeZone | undefined
  /** The header TimeZoneContext as it was sent. */
  readonly timeZoneContext: TimeZoneDefinition | undefined
  /** The subscriptions to mailbox events. */
  readonly subscriptions: Subscriptions
  /** Waits for a number of milliseconds, by the option `sleep`. */
  readonly sleep: Sleep
  /** Answers the elements of a batch one by one. An element that fails doesn't affect the others. */
  readonly answerEach: AnswerEach
}

/** An operation, and how the simulator carries it out. Made by `service`. */
export interface Service {
  readonly operation: Operation<unknown, unknown>
  /** Takes what `operation.request` describes, and returns what `operation.response` describes, or several of these in turn. */
  carryOut(request: unknown, context: ServiceContext): unknown
}

/** Ties an operation to the function that carries it out. */
export function service<Request, Response, const Answer extends Response>(
  operation: Operation<Request, Response>,
  carryOut: (request: NoInfer<Request>, context: ServiceContext) => Answer,
): Service {
  // The request was read with the description of this very operation.
  return { operation, carryOut: (request, context) => carryOut(request as Request, context) }
}

/** Several answers, one after another, in one HTTP response. */
export class ResponseStream<Response> {
  readonly first: Response
  /** The answers after the first one, as they become available; `undefined` if there are none. The signal aborts when the client is gone. */
  readonly rest: ((gone: AbortSignal) => AsyncIterable<Response>) | undefined

  constructor(first: Response, rest?: (gone: AbortSignal) => AsyncIterable<Response>) {
    this.first = first
    this.rest = rest
  }
}

/** Ties an operation to a function that carries it out and returns several answers in turn. */
export function streamingService<Request, Response>(
  operation: Operation<Request, Response>,
  carryOut: (request: NoInfer<Request>, context: ServiceContext) => ResponseStream<NoInfer<Response>>,
): Service {
  // As above.
  return { operation, carryOut: (request, context) => carryOut(request as Request, context) }
}
