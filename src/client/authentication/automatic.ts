import { EwsAuthenticationError } from '../../errors'
import type { Connection, HttpRequest } from '../connection'
import type { HttpAnswer } from '../http-answer'
import type { Authentication } from './authentication'
import type { BasicAuthentication } from './basic'
import { isScheme } from './challenge'
import type { NtlmAuthentication } from './ntlm'
import { notOffered } from './refusal'

/**
 * Uses the strongest scheme that the server offers: NTLM, or Basic if NTLM isn't offered at all. It keeps the scheme that it used first, so
 * that a man in the middle can't make it send the password later.
 */
export class AutomaticAuthentication implements Authentication {
  readonly #ntlm: NtlmAuthentication
  readonly #basic: BasicAuthentication
  /** Basic, if the server turned out to offer no NTLM. */
  #fallback: Authentication | undefined

  constructor(ntlm: NtlmAuthentication, basic: BasicAuthentication) {
    this.#ntlm = ntlm
    this.#basic = basic
  }

  async send(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    if (this.#fallback !== undefined) return this.#fallback.send(connection, request)
    try {
      return await this.#ntlm.send(connection, request)
    } catch (error) {
      if (this.#ntlm.challenged) throw error
      this.#fallback ??= this.#afterRefusal(error, request.operation)
      return this.#fallback.send(connection, request)
    }
  }

  /** What to use after NTLM failed. */
  #afterRefusal(error: unknown, operation: string): Authentication {
    if (!(error instanceof EwsAuthenticationError) || error.schemes.some(isScheme('NTLM'))) throw error
    if (!error.schemes.some(isScheme('Basic'))) throw notOffered(error.schemes, operation, 'NTLM or Basic')
    return this.#basic
  }
}
