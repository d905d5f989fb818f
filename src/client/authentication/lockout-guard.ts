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
    return (await withoutPassword(connection, request)) ?? this.#trying(connection, request)
  }

  async #trying(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    this.#refuseWithOthers(request)
    while (!this.#accepted && this.#attempt !== undefined) {
      await untilAborted(this.#attempt, request.signal)
      this.#refuseWithOthers(request)
    }
    const sent = this.#authentication.send(connection, request)
    const outcome = this.#watch(sent, request)
    if (!this.#accepted) this.#attempt = outcome.then(() => this.#endAttempt())
    return sent
  }

  #refuseWithOthers({ operation, progress }: HttpRequest): void {
    const refusal = this.#refusal
    if (refusal !== undefined && progress.begun <= refusal.at) throw alsoRefused(refusal.error, operation)
  }

  async #watch(sent: Promise<HttpAnswer>, { progress }: HttpRequest): Promise<void> {
    try {
      const { status } = await sent
      // What EWS itself answers an envelope with; anything else can come from in front of it.
      if (progress.mayHaveTakenEffect && (status === 200 || status === 500)) this.#accepted = true
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

/** What comes over a connection that is authenticated; `undefined` where it isn't, or the server asks for the password again. */
async function withoutPassword(connection: Connection, request: HttpRequest): Promise<HttpAnswer | undefined> {
  if (!connection.authenticated) return undefined
  const answer = await connection.send(request)
  if (answer.status !== 401) return answer
  await answer.discard()
  return undefined
}

function alsoRefused(cause: EwsAuthenticationError, operation: string): EwsAuthenticationError {
  const { hint, schemes } = cause
  return new EwsAuthenticationError({
    message: `${operation} failed: another call could not sign in, so it was not tried again`,
    hint,
    operation,
    schemes,
    cause,
  })
}
