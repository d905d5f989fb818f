import type { Connection, HttpRequest } from '../connection'
import type { HttpAnswer } from '../http-answer'

/** A way to sign in. It holds the credentials of one account, and shows them to nobody but the server. */
export interface Authentication {
  /**
   * Sends a request in the name of the account. Answers other than 401 go to the caller as they are.
   *
   * @throws EwsAuthenticationError
   */
  send(connection: Connection, request: HttpRequest): Promise<HttpAnswer>
}
