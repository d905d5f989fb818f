import type { ElementDescription } from '../../xml'
import type { ResponseMessage } from './response-message'

/** One EWS operation: all that a client needs to call it and a server to answer it. */
export interface Operation<Request, Response> {
  /** EWS's name: `FindItem`. */
  readonly name: string
  readonly request: ElementDescription<Request>
  readonly response: ElementDescription<Response>
  /** Changes nothing on the server (RFC 9110, 9.2.1), so that repeating it does no harm. */
  readonly safe: boolean
  /** One for each element of a batch, in the order of the request. */
  responseMessages(response: Response): readonly ResponseMessage[]
}
