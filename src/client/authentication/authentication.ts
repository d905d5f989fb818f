import type { HttpAnswer } from '../http/answer'
import type { Connection, HttpRequest } from '../http/connection'
import type { SignInScheme } from '../observation/stats'

/** A scheme to sign in with. It holds the credentials of one account, and shows them to nobody but the server. */
export interface Authentication {
  /** The scheme in use; `undefined` while `auto` hasn't chosen one. */
  readonly scheme: SignInScheme | undefined

  /**
   * Sends a request as the account. Answers other than 401 are returned as they are.
   *
   * @throws EwsAuthenticationError, RequestFailure
   */
  send(connection: Connection, request: HttpRequest): Promise<HttpAnswer>
}
