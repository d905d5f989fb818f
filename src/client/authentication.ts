import { randomBytes } from 'node:crypto'
import { EwsAuthenticationError } from '../errors'
import type { Connection, HttpRequest } from './connection'
import type { HttpAnswer } from './http-answer'
import {
  authenticateMessage,
  NtlmChallengeError,
  type NtlmCredentials,
  negotiateMessage,
  passwordHash,
  readChallenge,
} from './ntlm'
import type { PasswordAuth } from './options'

/** Sends a request in the name of the account. Answers other than 401 go to the caller as they are. */
export interface Authentication {
  /** @throws EwsAuthenticationError */
  send(connection: Connection, request: HttpRequest): Promise<HttpAnswer>
}

export function authenticationFor(auth: PasswordAuth): Authentication {
  return auth.type === 'basic' ? new BasicAuthentication(auth) : new NtlmAuthentication(auth)
}

/** Names of the schemes in `WWW-Authenticate`, in the server's order and spelling (RFC 9110, 11.6.1). */
export function offeredSchemes(header: string): string[] {
  return [...header.matchAll(/(?:^|,)\s*([a-z][\w-]*)(?=\s*(?:,|$)|\s+[^\s=])/gi)].flatMap(([, scheme = '']) => scheme)
}

const PASSWORD_HINT =
  'Check user name (as EXAMPLE\\user or user@example.com) and password, whether the account is locked or expired, ' +
  'and whether EWS is allowed for it.'

async function refused(answer: HttpAnswer, operation: string, scheme: string): Promise<EwsAuthenticationError> {
  await answer.discard()
  const schemes = offeredSchemes(answer.header('www-authenticate'))
  const offered = schemes.some((name) => name.toLowerCase() === scheme.toLowerCase())
  const list = schemes.join(', ') || 'none'
  return new EwsAuthenticationError({
    message: offered
      ? `${operation} failed: the server refused the account (HTTP 401)`
      : `${operation} failed: the server doesn't offer ${scheme}; it offers: ${list}`,
    hint: offered
      ? PASSWORD_HINT
      : `Set auth.type to a scheme that the server offers, or enable ${scheme} for EWS there.`,
    operation,
    schemes,
  })
}

/** RFC 7617: user name and password, in UTF-8, with every request. */
class BasicAuthentication implements Authentication {
  readonly #authorization: string

  constructor({ username, password, domain }: PasswordAuth) {
    const userId = domain === undefined || domain === '' ? username : `${domain}\\${username}`
    this.#authorization = `Basic ${Buffer.from(`${userId}:${password}`).toString('base64')}`
  }

  async send(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    const headers = { ...request.headers, authorization: this.#authorization }
    const answer = await connection.send({ ...request, headers })
    if (answer.status === 401) throw await refused(answer, request.operation, 'Basic')
    return answer
  }
}

/** MS-NTHT: three messages over two requests authenticate a connection, and all later requests on it. */
class NtlmAuthentication implements Authentication {
  readonly #auth: PasswordAuth
  #credentials: Promise<NtlmCredentials> | undefined

  constructor(auth: PasswordAuth) {
    this.#auth = auth
  }

  async send(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    if (!connection.authenticated) return this.#handshake(connection, request)
    const answer = await connection.send(request)
    if (answer.status !== 401) return answer
    await answer.discard()
    return this.#handshake(connection, request)
  }

  /** The envelope goes with the last message: before it the server would read it for nothing. */
  async #handshake(connection: Connection, request: HttpRequest): Promise<HttpAnswer> {
    const headers = { ...request.headers, authorization: await negotiateMessage() }
    const challenge = await connection.send({ ...request, headers, body: '' })
    if (challenge.status !== 401) return challenge
    const authorization = await this.#authenticate(challenge, request.operation)
    const answer = await connection.send({ ...request, headers: { ...request.headers, authorization } })
    if (answer.status === 401) throw await refused(answer, request.operation, 'NTLM')
    connection.markAuthenticated()
    return answer
  }

  async #authenticate(answer: HttpAnswer, operation: string): Promise<string> {
    const header = answer.header('www-authenticate')
    const [, token] = /(?:^|,)\s*NTLM\s+([\w+/]+=*)/i.exec(header) ?? []
    if (token === undefined) throw await refused(answer, operation, 'NTLM')
    await answer.discard()
    const freshness = { clientChallenge: randomBytes(8), fileTime: fileTimeOf(Date.now()) }
    this.#credentials ??= ntlmCredentials(this.#auth)
    const credentials = await this.#credentials
    try {
      return authenticateMessage(credentials, readChallenge(token), freshness)
    } catch (error) {
      if (error instanceof NtlmChallengeError) throw unsafeChallenge(error, header, operation)
      throw error
    }
  }
}

async function ntlmCredentials({ username, password, domain = '' }: PasswordAuth): Promise<NtlmCredentials> {
  const [, accountDomain, accountName] = /^([^\\]*)\\(.*)$/s.exec(username) ?? []
  return {
    username: accountName ?? username,
    domain: accountDomain ?? domain,
    passwordHash: await passwordHash(password),
  }
}

/** 100-nanosecond intervals since 1601 (MS-DTYP 2.3.3, FILETIME). */
const fileTimeOf = (milliseconds: number) => (BigInt(milliseconds) + 11_644_473_600_000n) * 10_000n

function unsafeChallenge(cause: NtlmChallengeError, header: string, operation: string): EwsAuthenticationError {
  return new EwsAuthenticationError({
    message: `${operation} failed: ${cause.message}`,
    hint: 'Let the server, or the proxy in front of it, offer NTLMv2 with extended session security.',
    operation,
    schemes: offeredSchemes(header),
    cause,
  })
}
