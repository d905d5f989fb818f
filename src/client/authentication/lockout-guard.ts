import { EwsAuthenticationError } from '../../errors'
import { untilAborted } from '../deadline'
import type { HttpAnswer } from '../http/answer'
import type { Connection, HttpRequest } from '../http/connection'
import { RequestFailure } from '../http/request-failure'
import type { SignInScheme } from '../observation/stats'
import type { Runtime } from '../runtime'
import type { Authentication } from './authentication'
import { lateRefusal } from './refusal'

/**
 * How long to wait, after a call gave up, for the outcome of a password that the server has never accepted. A domain controller that is
 * slower than this is as good as gone.
 */
const UNKNOWN_PASSWORD_MS = 20_000
/** The same for a password that was accepted before. */
const KNOWN_PASSWORD_MS = 5_000

/** How long a refused password isn't tried again. Doubled with each refusal in a row. */
const FIRST_REST_MS = 60_000
/** The same for a password that was accepted before: a server under load refuses even correct ones. */
const FIRST_REST_OF_KNOWN_MS = 1_000
const LONGEST_REST_MS = 900_000

interface Refusal {
  readonly error: EwsAuthenticationError
  /** Before this time the password isn't tried again. */
  readonly until: number
}

/**
 * Protects the account from being locked by many calls with a wrong password. Until the server has accepted the password, one request at a
 * time tries it, and the guard waits for its outcome even if its call gives up. A refused password then rests for a while.
 */
export class LockoutGuard implements Authentication {
  readonly #authentication: Authentication
  readonly #runtime: Runtime
  #accepted = false
  #everAccepted = false
  /** The request that tries; it never rejects. */
  #attempt: Promise<void> | undefined
  #refusals = 0
  #refusal: Refusal | undefined

  constructor(authentication: Authentication, runtime: Runtime) {
    this.#authentication = authentication
    this.#runtime = runtime
  }

  get scheme(): SignInScheme | undefined {
    return this.#authentication.scheme
  }

  async send(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    return (await withoutPassword(connection, request)) ?? this.#trying(connection, request)
  }

  async #trying(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    this.#throwIfResting(request)
    while (!this.#accepted && this.#attempt !== undefined) {
      await untilAborted(this.#attempt, request.signal)
      this.#throwIfResting(request)
    }
    const patience = this.#everAccepted ? KNOWN_PASSWORD_MS : UNKNOWN_PASSWORD_MS
    const sent = this.#authentication.send(connection, {
      ...request,
      lateMs: () => Math.max(request.lateMs(), patience),
    })
    const outcome = this.#watch(sent, request.operation)
    if (!this.#accepted) {
      this.#attempt = outcome.then(() => {
        this.#attempt = undefined
      })
    }
    return sent
  }

  #throwIfResting({ operation }: HttpRequest): void {
    const refusal = this.#refusal
    const now = this.#runtime.now()
    if (refusal !== undefined && now < refusal.until) throw alsoRefused(refusal, operation, now)
  }

  async #watch(sent: Promise<HttpAnswer>, operation: string): Promise<void> {
    try {
      this.#acceptedBy(await sent)
    } catch (error) {
      if (error instanceof EwsAuthenticationError && error.passwordRefused) this.#refuse(error)
      if (!(error instanceof RequestFailure) || !error.sent) return
      const late = await error.late
      if (late?.status === 401) this.#refuse(lateRefusal(late, operation))
      else if (late !== undefined) this.#acceptedBy({ status: late.status, sent: true })
    }
  }

  /** EWS itself answers an envelope with 200 or 500. Anything else can come from something in front of it. */
  #acceptedBy({ status, sent }: { readonly status: number; readonly sent: boolean }): void {
    if (!sent || (status !== 200 && status !== 500)) return
    this.#accepted = true
    this.#everAccepted = true
    this.#refusals = 0
    this.#refusal = undefined
  }

  #refuse(error: EwsAuthenticationError): void {
    const first = this.#everAccepted ? FIRST_REST_OF_KNOWN_MS : FIRST_REST_MS
    const rest = Math.min(first * 2 ** this.#refusals, LONGEST_REST_MS)
    this.#accepted = false
    this.#refusals += 1
    this.#refusal = { error, until: this.#runtime.now() + rest }
  }
}

/** Sends the request as it is if its connection is authenticated. `undefined` if it isn't, or if the server asks for the password again. */
async function withoutPassword(connection: Connection, request: HttpRequest): Promise<HttpAnswer | undefined> {
  if (!connection.authenticated) return undefined
  const answer = await connection.send(request)
  if (answer.status !== 401) return answer
  await answer.discard()
  return undefined
}

function alsoRefused({ error, until }: Refusal, operation: string, now: number): EwsAuthenticationError {
  const seconds = Math.ceil((until - now) / 1000)
  return new EwsAuthenticationError({
    message: `${operation} was not sent: the server refused the password a short time ago; it is tried again in ${seconds} s at the earliest`,
    hint: error.hint,
    operation,
    status: error.status,
    schemes: error.schemes,
    cause: error,
  })
}
