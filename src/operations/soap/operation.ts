import type { ElementDescription } from '../../xml'
import type { ResponseMessage } from './response-message'

/** The description of an EWS operation, from which clients call it and servers answer it. */
export interface Operation<Request, Response> {
  /** The operation's name in EWS, such as `FindItem`. */
  readonly name: string
  /** The element that a client sends. */
  readonly request: ElementDescription<Request>
  /** The element that a server answers with. */
  readonly response: ElementDescription<Response>
  /** True if the operation changes nothing on the server, so that it may be repeated (RFC 9110, 9.2.1). */
  readonly safe: boolean
  /** Returns the response messages: one for each element of a batch, in the order of the request. */
  responseMessages(response: Response): readonly ResponseMessage[]
}

/** An operation that a server answers with several envelopes, one after another in one HTTP response, each of which `response` describes. */
export interface StreamedOperation<Request, Response> extends Operation<Request, Response> {
  readonly streamed: true
}
