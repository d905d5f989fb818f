import { EwsAuthenticationError, EwsConnectionError, type EwsError, EwsRequestError } from '../../errors'
import type { KrbError } from '../../kerberos/messages'
import { ErrorCode } from '../../kerberos/messages/error-code'
import { untilAborted } from '../deadline'
import type { HttpAnswer } from '../http/answer'
import type { Channel } from '../http/channel'
import type { Connection, HttpRequest } from '../http/connection'
import type { ApExchange, ServerAnswer } from '../kerberos/ap-exchange'
import type { Credential } from '../kerberos/credential'
import { textOf } from '../kerberos/error-text'
import type { KerberosAccount } from '../kerberos/kerberos-account'
import { KerberosError } from '../kerberos/kerberos-error'
import { channelBinding } from '../ntlm/channel-binding'
import type { Authentication } from './authentication'
import { bindingHint } from './binding-hint'
import { isScheme, offeredSchemes, readChallenges } from './challenge'
import type { KerberosAccess } from './kerberos-client'
import { notOffered } from './refusal'

/** A request is sent once more if the clock or the ticket was to blame. */
const MAX_ATTEMPTS = 2

/** The server can't use the ticket. A new one may help. */
const TICKET_REFUSED: ReadonlySet<number> = new Set([
  ErrorCode.badIntegrity,
  ErrorCode.ticketExpired,
  ErrorCode.ticketNotYetValid,
  ErrorCode.notUs,
  ErrorCode.modified,
  ErrorCode.badKeyVersion,
  ErrorCode.noKey,
])

/** The server can't use the ticket because of its clock: servers go by their own, and tickets by the KDC's. */
const ABOUT_CLOCKS: ReadonlySet<number> = new Set([
  ErrorCode.clockSkew,
  ErrorCode.ticketExpired,
  ErrorCode.ticketNotYetValid,
])

/** The statuses for request headers that are too long: http.sys's, and the standard one (RFC 6585, 5). */
const TOO_LONG: ReadonlySet<number> = new Set([400, 431])

/** Above this size, http.sys may refuse a request for its headers before it reaches EWS. */
const LONG_TOKEN_BYTES = 10 * 1024

/**
 * HTTP Negotiate (RFC 4559) with Kerberos. Each request carries a new token, bound to the TLS channel, in one leg. The server's own proof is
 * verified.
 */
export class KerberosAuthentication implements Authentication {
  readonly scheme = 'Kerberos'
  readonly #access: KerberosAccess
  readonly #binds: boolean
  readonly #isSecure: boolean
  #servesAnotherKey = false
  /** The ticket that the server accepted last. */
  #proven: Credential | undefined

  constructor(
    access: KerberosAccess,
    { channelBinding = 'auto' }: { channelBinding?: 'auto' | 'off' | undefined },
    server: URL,
  ) {
    this.#access = access
    this.#binds = channelBinding === 'auto'
    this.#isSecure = server.protocol === 'https:'
  }

  /** Whether the server couldn't read the ticket, because the service principal name belongs to another account than the server runs as. */
  get servesAnotherKey(): boolean {
    return this.#servesAnotherKey
  }

  /**
   * Gets the tickets, and sends nothing to the server.
   *
   * @returns the reason why Kerberos can't sign in, or `undefined` if it can
   */
  async prepare({ signal }: HttpRequest): Promise<KerberosError | undefined> {
    try {
      await untilAborted(this.#requestTicket(), signal)
      return undefined
    } catch (error) {
      if (error instanceof KerberosError) return error
      throw error
    }
  }

  async send(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const channel = await this.#channel(connection, request)
      const ticket = await this.#ticket(request)
      const account = await this.#access.account()
      const exchange = account.exchange(ticket, this.#bindingOf(channel))
      const answer = await connection.send(withToken(request, exchange.token))
      const said = serverAnswer(answer, exchange)
      if (answer.status !== 401) return this.#accepted(connection, channel, request, { answer, said, ticket, exchange })
      if (attempt === MAX_ATTEMPTS || !this.#recovers(account, said, ticket))
        throw await this.#refused(answer, said, channel, request, account.kdcAheadMs)
      await answer.discard()
    }
  }

  async #channel(connection: Connection, { operation, signal }: HttpRequest): Promise<Channel> {
    const channel = await connection.open(signal)
    if (channel === undefined) throw unknownChannel(operation)
    return channel
  }

  async #ticket({ operation, signal }: HttpRequest): Promise<Credential> {
    try {
      return await untilAborted(this.#requestTicket(), signal)
    } catch (error) {
      if (error instanceof KerberosError) throw ewsError(error, operation)
      throw error
    }
  }

  async #requestTicket(): Promise<Credential> {
    return (await this.#access.account()).ticket()
  }

  #bindingOf({ certificate }: Channel): Buffer | undefined {
    return certificate === undefined || !this.#binds ? undefined : channelBinding(certificate)
  }

  /** Corrects the clock or drops the ticket if one of them was to blame. Returns whether to send another token. */
  #recovers(account: KerberosAccount, said: ServerAnswer | undefined, ticket: Credential): boolean {
    const error = said?.outcome === 'refused' ? said.error : undefined
    if (error?.code === ErrorCode.clockSkew) {
      account.synchronize(error.serverTime.getTime())
      return true
    }
    if (error?.code === ErrorCode.repeat) return true
    const isTicketRefused = error !== undefined && TICKET_REFUSED.has(error.code)
    // A server that took this ticket before and now says nothing may have changed its key.
    if (!isTicketRefused && !(error === undefined && ticket === this.#proven)) return false
    account.drop(ticket)
    return true
  }

  #accepted(
    connection: Connection,
    channel: Channel,
    request: HttpRequest,
    { answer, said, ticket, exchange }: Accepted,
  ): HttpAnswer {
    const { operation } = request
    if (TOO_LONG.has(answer.status) && exchange.token.length > LONG_TOKEN_BYTES)
      throw tooLong(operation, answer.status, exchange.token.length)
    if (said !== undefined && said.outcome !== 'proved') throw impostor(operation, said)
    if (said === undefined && !this.#isSecure && answer.status === 200) throw impostor(operation, SILENT)
    if (said !== undefined) this.#proven = ticket
    if (/^true$/i.test(answer.header('persistent-auth')) && connection.channel === channel) channel.authenticated = true
    return answer
  }

  async #refused(
    answer: HttpAnswer,
    said: ServerAnswer | undefined,
    { certificate }: Channel,
    { operation }: HttpRequest,
    kdcAheadMs: number,
  ): Promise<EwsError> {
    await answer.discard()
    const schemes = offeredSchemes(answer.header('www-authenticate'))
    if (!schemes.some(isScheme('Negotiate'))) return notOffered(schemes, operation, 'Negotiate')
    if (said?.outcome === 'impostor') return impostor(operation, said)
    const error = said?.outcome === 'refused' ? said.error : undefined
    if (error !== undefined && TICKET_REFUSED.has(error.code)) this.#servesAnotherKey = true
    const reason = error === undefined ? '' : ` (Kerberos error ${error.code}${textOf(error)})`
    const binding = bindingHint(certificate, this.#binds)
    return new EwsAuthenticationError({
      message: `${operation} failed: the server refused the account's Kerberos ticket${reason}`,
      hint: hintFor(error, this.#access.servicePrincipal, binding, Date.now() + kdcAheadMs),
      operation,
      schemes,
    })
  }
}

interface Accepted {
  readonly answer: HttpAnswer
  readonly said: ServerAnswer | undefined
  readonly ticket: Credential
  readonly exchange: ApExchange
}

const SILENT: ServerAnswer = {
  outcome: 'impostor',
  problem: 'it does not prove its identity, and there is no TLS that does',
}

function withToken(request: HttpRequest, token: Buffer): HttpRequest {
  return { ...request, headers: { ...request.headers, authorization: `Negotiate ${token.toString('base64')}` } }
}

/** Reads the server's token. Returns `undefined` if it sends none. */
function serverAnswer(answer: HttpAnswer, exchange: ApExchange): ServerAnswer | undefined {
  const offers = readChallenges(answer.header('www-authenticate')).filter(({ scheme }) => isScheme('Negotiate')(scheme))
  const token = offers.find((offer) => offer.token !== undefined)?.token
  return token === undefined ? undefined : exchange.read(Buffer.from(token, 'base64'))
}

/** @param kdcTime milliseconds since 1970, by the clock of the KDC */
function hintFor(error: KrbError | undefined, service: string, binding: string, kdcTime: number): string {
  const code = error?.code
  if (error !== undefined && ABOUT_CLOCKS.has(error.code)) return clockHint(error.serverTime.getTime() - kdcTime)
  if (code !== undefined && TICKET_REFUSED.has(code)) return keyHint(service)
  if (code !== undefined && code !== ErrorCode.generic) return 'Check the event log of the Exchange server.'
  return `Check that EWS is allowed for the account (Get-CASMailbox -Identity ... | fl Ews*). ${binding} ${keyHint(service)}`
}

/** @param aheadMs by how much the server's clock is ahead of the KDC's */
function clockHint(aheadMs: number): string {
  const minutes = Math.round(Math.abs(aheadMs) / 60_000)
  const difference = minutes < 1 ? 'differs from' : `is ${minutes} min ${aheadMs > 0 ? 'ahead of' : 'behind'}`
  return (
    `The clock of the Exchange server ${difference} that of the domain controller. Set both by the same source ` +
    '(w32tm /query /status shows it, w32tm /resync sets it).'
  )
}

const keyHint = (service: string) =>
  `Check that ${service} is registered once (setspn -Q ${service}), and on the account that answers: behind a balancer the ` +
  'alternate service account, with the same password on every server (RollAlternateServiceAccountPassword.ps1).'

/** Returns the Kerberos client's error as the error of a call. */
export function ewsError(error: KerberosError, operation: string): EwsError {
  const { kind, hint, option } = error
  const facts = { message: `${operation} failed: ${error.message}`, hint, operation, cause: error }
  if (kind === 'unreachable') return new EwsConnectionError({ ...facts, retryable: true })
  if (kind === 'configuration') return new EwsRequestError({ ...facts, path: `auth.${option}` })
  return new EwsAuthenticationError({ ...facts, passwordRefused: error.code === ErrorCode.preauthenticationFailed })
}

function impostor(operation: string, answer: ServerAnswer): EwsAuthenticationError {
  const problem = answer.outcome === 'impostor' ? answer.problem : 'it accepts and refuses at the same time'
  return new EwsAuthenticationError({
    message: `${operation} failed: what answered can't be trusted to be the server: ${problem}; the request may have been carried out`,
    hint: 'Look for a proxy or balancer that changes WWW-Authenticate, or that answers in place of Exchange.',
    operation,
    schemes: ['Negotiate'],
  })
}

function tooLong(operation: string, status: number, bytes: number): EwsAuthenticationError {
  return new EwsAuthenticationError({
    message: `${operation} failed: the server refused the request (HTTP ${status}), whose Kerberos token has ${bytes} bytes`,
    hint:
      'The account is in many groups. Raise MaxFieldLength and MaxRequestBytes of http.sys on the server, or take the ' +
      'account out of groups.',
    operation,
    schemes: ['Negotiate'],
  })
}

function unknownChannel(operation: string): EwsRequestError {
  return new EwsRequestError({
    message: "The option dispatcher: makes its own connections, which Kerberos can't be bound to",
    hint: 'Pass `factory` on: (options) => new ProxyAgent({ uri, factory: options.factory, requestTls: options.tls }).',
    operation,
    path: 'dispatcher',
  })
}
