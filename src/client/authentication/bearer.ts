import { EwsAuthenticationError, EwsRequestError } from '../../errors'
import { isAccessToken } from '../../validation'
import { untilAborted } from '../deadline'
import type { HttpAnswer } from '../http/answer'
import type { Connection, HttpRequest } from '../http/connection'
import type { BearerAuth } from '../options'
import type { Authentication } from './authentication'
import { refusal } from './refusal'

const TOKEN_HINT =
  'Check that the token is for this server (its audience), has not expired, and that OAuth is enabled for EWS ' +
  '(Set-WebServicesVirtualDirectory -OAuthAuthentication).'

/** RFC 6750. It asks for a token once, and again after the server has refused one. */
export class BearerAuthentication implements Authentication {
  readonly scheme = 'Bearer'
  readonly #supply: () => string | Promise<string>
  readonly #renewable: boolean
  #token: Promise<string> | undefined

  constructor({ token }: Pick<BearerAuth, 'token'>) {
    this.#renewable = typeof token === 'function'
    this.#supply = typeof token === 'function' ? token : () => token
  }

  async send(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    const used = this.#current(request)
    const answer = await this.#attempt(connection, request, used)
    if (answer.status !== 401) return answer
    if (!this.#renewable) throw await refusal(answer, request.operation, 'Bearer', TOKEN_HINT)
    await answer.discard()
    this.#forget(used)
    const second = await this.#attempt(connection, request, this.#current(request))
    if (second.status === 401) throw await refusal(second, request.operation, 'Bearer', TOKEN_HINT)
    return second
  }

  async #attempt(connection: Connection, request: HttpRequest, token: Promise<string>): Promise<HttpAnswer> {
    const authorization = `Bearer ${await this.#arrived(token, request)}`
    return connection.send({ ...request, headers: { ...request.headers, authorization } })
  }

  /** Concurrent calls share one token. */
  #current({ operation }: HttpRequest): Promise<string> {
    this.#token ??= supplied(this.#supply, operation)
    return this.#token
  }

  /** If the function fails, or doesn't answer within a call's time, the next call asks it again. */
  async #arrived(token: Promise<string>, { signal }: HttpRequest): Promise<string> {
    try {
      return await untilAborted(token, signal)
    } catch (error) {
      this.#forget(token)
      throw error
    }
  }

  #forget(token: Promise<string>): void {
    if (this.#token === token) this.#token = undefined
  }
}

async function supplied(supply: () => string | Promise<string>, operation: string): Promise<string> {
  const token: unknown = await asked(supply, operation)
  if (typeof token === 'string' && isAccessToken(token)) return token
  throw new EwsRequestError({
    message: 'The option auth.token: supplied something that is not a token',
    hint: 'Let the function return the access token alone, without `Bearer` in front of it.',
    operation,
    path: 'auth.token',
  })
}

async function asked(supply: () => string | Promise<string>, operation: string): Promise<string> {
  try {
    return await supply()
  } catch (cause) {
    throw new EwsAuthenticationError({
      message: `${operation} failed: the function of auth.token supplied no token`,
      hint: 'See the cause: it is what the function threw.',
      operation,
      cause,
    })
  }
}
