import { EwsAuthenticationError } from '../../errors'
import type { Connection, HttpRequest } from '../connection'
import { untilAborted } from '../deadline'
import type { HttpAnswer } from '../http-answer'
import type { Authentication } from './authentication'

/**
 * Lets one request at a time try a password until the server has accepted it, and refuses with it all calls that were begun meanwhile:
 * many at once with a wrong password would lock the account.
 */
export class LockoutGuard implements Authentication {
  readonly #authentication: Authentication
  #accepted = false
  /** The one that tries; it never rejects. */
  #attempt: Promise<void> | undefined
  #refusal: { readonly error: EwsAuthenticationError; readonly at: number } | undefined

  constructor(authentication: Authentication) {
    this.#authentication = authentication
  }

  async send(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    while (!connection.authenticated) {
      this.#refuseWithOthers(request)
      if (this.#accepted || this.#attempt === undefined) break
      await untilAborted(this.#attempt, request.signal)
    }
    const sent = this.#authentication.send(connection, request)
    const outcome = this.#watch(sent)
    if (!this.#accepted) this.#attempt = outcome.then(() => this.#endAttempt())
    return sent
  }

  #refuseWithOthers({ operation, progress }: HttpRequest): void {
    const refusal = this.#refusal
    if (refusal !== undefined && progress.begun <= refusal.at) throw alsoRefused(refusal.error, operation)
  }

  async #watch(sent: Promise<HttpAnswer>): Promise<void> {
    try {
      const { status } = await sent
      // What EWS itself answers with; anything else can come from in front of it.
      if (status === 200 || status === 500) this.#accepted = true
    } catch (error) {
      if (!(error instanceof EwsAuthenticationError)) return
      this.#accepted = false
      this.#refusal = { error, at: performance.now() }
    }
  }

  #endAttempt(): void {
    this.#attempt = undefined
  }
}

function alsoRefused({ hint, schemes }: EwsAuthenticationError, operation: string): EwsAuthenticationError {
  return new EwsAuthenticationError({
    message: `${operation} failed: the server refused the account for another call, so it was not tried again`,
    hint,
    operation,
    schemes,
  })
}
