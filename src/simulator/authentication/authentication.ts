import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { type Account, findAccount } from './account'
import { NtlmConnection, type NtlmServer } from './ntlm-connection'
import { messageType } from './ntlm-message'

/** An authentication scheme, as offered in `WWW-Authenticate`. */
export type AuthenticationScheme = 'Negotiate' | 'NTLM' | 'Basic' | 'Bearer'

/** How a request was authenticated. `connection`: by NTLM or Negotiate in an earlier request on its connection. */
export type RequestAuthentication =
  | 'none'
  | 'basic'
  | 'bearer'
  | 'ntlm-negotiate'
  | 'ntlm-authenticate'
  | 'negotiate'
  | 'connection'

/** The account, or else the challenges for `WWW-Authenticate` with status 401 (RFC 9110, 11.6.1). */
export interface AuthenticationResult {
  readonly authentication: RequestAuthentication
  readonly account?: Account | undefined
  readonly challenges: readonly string[]
  /** Headers for the answer to an authenticated request. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Verifies the token of an `Authorization: Negotiate` header and returns the reply to it. */
export type NegotiateCheck = (token: Buffer) => {
  readonly account?: Account | undefined
  readonly token?: Buffer | undefined
}

/** Who can sign in to a server, and with which schemes. */
export interface AuthenticationRules extends NtlmServer {
  readonly auth: readonly AuthenticationScheme[]
  /** True if NTLM authenticates a single request instead of its connection. */
  readonly authPersistSingleRequest: boolean
  /** True if Negotiate authenticates the connection instead of a single request. */
  readonly authPersistNonNTLM: boolean
  readonly negotiate: NegotiateCheck
}

const CHALLENGES: Readonly<Record<AuthenticationScheme, string>> = {
  Negotiate: 'Negotiate',
  NTLM: 'NTLM',
  Basic: 'Basic realm="127.0.0.1"',
  Bearer: 'Bearer realm="127.0.0.1"',
}

/** Authenticates requests: each one by Basic (RFC 7617), Bearer (RFC 6750) or Negotiate (RFC 4559), or its connection by NTLM (MS-NTHT). */
export class Authentication {
  readonly #rules: AuthenticationRules
  readonly #connections = new WeakMap<Socket, NtlmConnection>()
  readonly #negotiated = new WeakMap<Socket, Account>()

  constructor(rules: AuthenticationRules) {
    this.#rules = rules
  }

  /** Authenticates a request. Must be called once for each request, in the order of arrival. */
  authenticate({ headers, socket }: IncomingMessage): AuthenticationResult {
    const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(/ +/, 2)
    if (scheme === '') return this.#byConnection(socket)
    const offered = this.#rules.auth.find((candidate) => candidate.toLowerCase() === scheme.toLowerCase())
    if (offered === 'Basic') return this.#result('basic', this.#basic(credentials))
    if (offered === 'Bearer') return this.#result('bearer', this.#bearer(credentials))
    if (offered === 'Negotiate') return this.#negotiate(socket, Buffer.from(credentials, 'base64'))
    if (offered === 'NTLM') return this.#ntlm(socket, Buffer.from(credentials, 'base64'))
    return this.#result('none')
  }

  #result(authentication: RequestAuthentication, account?: Account): AuthenticationResult {
    return { authentication, account, challenges: this.#rules.auth.map((scheme) => challenge(scheme, authentication)) }
  }

  #byConnection(socket: Socket): AuthenticationResult {
    const account = this.#connections.get(socket)?.account ?? this.#negotiated.get(socket)
    return this.#result(account === undefined ? 'none' : 'connection', account)
  }

  #basic(credentials: string): Account | undefined {
    const [, username = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? []
    const account = findAccount(this.#rules.accounts, [username])
    return account !== undefined && isSame(account.password, password) ? account : undefined
  }

  #bearer(credentials: string): Account | undefined {
    return this.#rules.accounts.find(({ token = [] }) => [token].flat().some((each) => isSame(each, credentials)))
  }

  #negotiate(socket: Socket, token: Buffer): AuthenticationResult {
    this.#negotiated.delete(socket)
    const answer = this.#rules.negotiate(token)
    const authenticate = answer.token === undefined ? undefined : `Negotiate ${answer.token.toString('base64')}`
    const { account, challenges } = this.#result('negotiate', answer.account)
    if (account === undefined) {
      const others = challenges.filter((each) => each !== CHALLENGES.Negotiate)
      return { authentication: 'negotiate', challenges: [authenticate ?? CHALLENGES.Negotiate, ...others] }
    }
    const persists = this.#rules.authPersistNonNTLM
    if (persists) this.#negotiated.set(socket, account)
    const headers = {
      ...(authenticate !== undefined && { 'WWW-Authenticate': authenticate }),
      ...(persists && { 'Persistent-Auth': 'true' }),
    }
    return { authentication: 'negotiate', account, challenges, headers }
  }

  #ntlm(socket: Socket, message: Buffer): AuthenticationResult {
    const connection = this.#connections.get(socket) ?? new NtlmConnection(this.#rules)
    this.#connections.set(socket, connection)
    const authentication = messageType(message) === 3 ? 'ntlm-authenticate' : 'ntlm-negotiate'
    const answer = connection.receive(message)
    if (answer.step === 'challenge') {
      return { authentication, challenges: [`NTLM ${answer.message.toString('base64')}`] }
    }
    if (answer.step === 'refused') return this.#result(authentication)
    const signedIn = this.#result(authentication, answer.account)
    if (!this.#rules.authPersistSingleRequest) return { ...signedIn, headers: { 'Persistent-Auth': 'true' } }
    this.#connections.delete(socket)
    return signedIn
  }
}

/** The challenge of a scheme. After an unknown token, Bearer's challenge says so (RFC 6750, 3.1). */
function challenge(scheme: AuthenticationScheme, authentication: RequestAuthentication): string {
  const isTokenUnknown = scheme === 'Bearer' && authentication === 'bearer'
  return isTokenUnknown ? `${CHALLENGES.Bearer}, error="invalid_token"` : CHALLENGES[scheme]
}

const digest = (text: string) => createHash('sha256').update(text).digest()
const isSame = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))
