import { EwsAuthenticationError } from '../../errors'
import type { HttpAnswer } from '../http/answer'
import type { Connection, HttpRequest } from '../http/connection'
import type { SignInScheme } from '../observation/stats'
import type { Authentication } from './authentication'
import type { BasicAuthentication } from './basic'
import { isScheme, offeredSchemes } from './challenge'
import { ewsError, type KerberosAuthentication } from './kerberos'
import type { NtlmAuthentication } from './ntlm'
import { notOffered } from './refusal'

/**
 * Uses the strongest scheme that works: Kerberos if the server offers Negotiate and a KDC gives a ticket for it, else NTLM if the server
 * offers that, else Basic. It keeps the scheme that it used first, so that a man in the middle can't make it send the password later.
 */
export class AutomaticAuthentication implements Authentication {
  readonly #ntlm: NtlmAuthentication
  readonly #basic: BasicAuthentication
  /** `undefined` if the realm is unknown, or if Kerberos turned out not to work. */
  #kerberos: KerberosAuthentication | undefined
  /** Kerberos, once it has a ticket, or Basic, if the server turned out to offer nothing better. */
  #chosen: Authentication | undefined

  constructor(kerberos: KerberosAuthentication | undefined, ntlm: NtlmAuthentication, basic: BasicAuthentication) {
    this.#kerberos = kerberos
    this.#ntlm = ntlm
    this.#basic = basic
  }

  get scheme(): SignInScheme | undefined {
    return this.#chosen?.scheme ?? (this.#ntlm.challenged ? this.#ntlm.scheme : undefined)
  }

  async send(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    if (this.#chosen !== undefined && this.#chosen !== this.#kerberos) return this.#chosen.send(connection, request)
    if (this.#kerberos === undefined) return this.#withoutKerberos(connection, request)
    if (this.#chosen === undefined) {
      const answer = await this.#tryKerberos(this.#kerberos, connection, request)
      if (answer !== undefined) return answer
    }
    return this.#chosen === undefined
      ? this.#withoutKerberos(connection, request)
      : this.#byKerberos(this.#kerberos, connection, request)
  }

  /**
   * Asks the server what it offers, and the KDC for a ticket if that is Negotiate.
   *
   * @returns the answer of a server that requires no authentication
   * @throws EwsError if the KDC refused the account: another scheme would only try the same password again
   */
  async #tryKerberos(
    kerberos: KerberosAuthentication,
    connection: Connection,
    request: HttpRequest,
  ): Promise<HttpAnswer | undefined> {
    const answer = await connection.send({ ...request, body: '' })
    if (answer.status !== 401) return answer
    await answer.discard()
    const schemes = offeredSchemes(answer.header('www-authenticate'))
    const failure = schemes.some(isScheme('Negotiate')) ? await kerberos.prepare(request) : undefined
    if (failure !== undefined && !(failure.othersMayTry && offersOther(schemes)))
      throw ewsError(failure, request.operation)
    if (failure !== undefined || !schemes.some(isScheme('Negotiate'))) this.#kerberos = undefined
    else this.#chosen = kerberos
    return undefined
  }

  /** Falls back to another scheme if the server can't read the ticket. The KDC accepted the password, so that can't lock the account. */
  async #byKerberos(
    kerberos: KerberosAuthentication,
    connection: Connection,
    request: HttpRequest,
  ): Promise<HttpAnswer> {
    try {
      return await kerberos.send(connection, request)
    } catch (error) {
      if (!kerberos.servesAnotherKey || !(error instanceof EwsAuthenticationError) || !offersOther(error.schemes))
        throw error
      this.#kerberos = undefined
      this.#chosen = undefined
      return this.#withoutKerberos(connection, request)
    }
  }

  async #withoutKerberos(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    try {
      return await this.#ntlm.send(connection, request)
    } catch (error) {
      if (this.#ntlm.challenged) throw error
      this.#chosen ??= this.#afterRefusal(error, request.operation)
      return this.#chosen.send(connection, request)
    }
  }

  /** Returns the scheme to use after NTLM failed. */
  #afterRefusal(error: unknown, operation: string): Authentication {
    if (!(error instanceof EwsAuthenticationError) || error.schemes.some(isScheme('NTLM'))) throw error
    if (!error.schemes.some(isScheme('Basic'))) throw notOffered(error.schemes, operation, 'NTLM or Basic')
    return this.#basic
  }
}

const offersOther = (schemes: readonly string[]): boolean => schemes.some((scheme) => /^(ntlm|basic)$/i.test(scheme))
