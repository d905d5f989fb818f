import { EwsAuthenticationError } from '../../errors'
import type { Connection, HttpRequest } from '../connection'
import type { HttpAnswer } from '../http-answer'
import type { Authentication } from './authentication'
import type { BasicAuthentication } from './basic'
import { isScheme } from './challenge'
import type { NtlmAuthentication } from './ntlm'
import { notOffered } from './refusal'

/**
 * The strongest way that the server offers: NTLM, and Basic only where NTLM isn't offered at all. What it was once is kept, so that
 * nobody who gets in between later can have the password sent.
 */
export class AutomaticAuthentication implements Authentication {
  readonly #ntlm: NtlmAuthentication
  readonly #basic: BasicAuthentication | undefined
  /** Basic, once the server has turned out to offer no NTLM. */
  #fallback: Authentication | undefined

  /** @param basic `undefined` where the password would be readable on its way */
  constructor(ntlm: NtlmAuthentication, basic: BasicAuthentication | undefined) {
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

  /** What is left after NTLM has failed. */
  #afterRefusal(error: unknown, operation: string): Authentication {
    if (!(error instanceof EwsAuthenticationError) || error.schemes.some(isScheme('NTLM'))) throw error
    if (!error.schemes.some(isScheme('Basic'))) throw notOffered(error.schemes, operation, 'NTLM or Basic')
    if (this.#basic === undefined) throw readable(error.schemes, operation)
    return this.#basic
  }
}

function readable(schemes: readonly string[], operation: string): EwsAuthenticationError {
  return new EwsAuthenticationError({
    message: `${operation} failed: the server offers Basic, which would send the password readably over plain HTTP`,
    hint: "Give an https address as 'url', enable NTLM for EWS, or set allowInsecureHttp.",
    operation,
    schemes,
  })
}
