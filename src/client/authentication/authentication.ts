import type { HttpAnswer } from '../http/answer'
import type { Connection, HttpRequest } from '../http/connection'
import type { SignInScheme } from '../observation/stats'

/** A sign-in scheme with the credentials of one account. Nobody but the server gets to see them. */
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
