import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { type Account, findAccount } from './account'
import { NtlmConnection } from './ntlm/ntlm-connection'
import { messageType, NtlmMessageError } from './ntlm/ntlm-message'

/** What a server offers in `WWW-Authenticate`. */
export type AuthenticationScheme = 'NTLM' | 'Basic'

/** How a request said who sends it; `connection` rides on a connection that NTLM has signed in. */
export type RequestAuthentication = 'none' | 'basic' | 'ntlm-negotiate' | 'ntlm-authenticate' | 'connection'

/** Either an account, or what to say in `WWW-Authenticate` with status 401 (RFC 9110, 11.6.1). */
export interface AuthenticationResult {
  readonly authentication: RequestAuthentication
  readonly account?: Account | undefined
  readonly challenges: readonly string[]
}

const CHALLENGES: Readonly<Record<AuthenticationScheme, string>> = { NTLM: 'NTLM', Basic: 'Basic realm="127.0.0.1"' }

/** Signs requests in, by Basic (RFC 7617) for each request or by NTLM (MS-NTHT) for each connection. */
export class Authentication {
  readonly #schemes: readonly AuthenticationScheme[]
  readonly #accounts: readonly Account[]
  readonly #now: () => Date
  readonly #connections = new WeakMap<Socket, NtlmConnection>()

  constructor(schemes: readonly AuthenticationScheme[], accounts: readonly Account[], now: () => Date) {
    this.#schemes = schemes
    this.#accounts = accounts
    this.#now = now
  }

  /** To be called once for each request, in the order of their arrival. */
  authenticate({ headers, socket }: IncomingMessage): AuthenticationResult {
    const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(/ +/, 2)
    if (scheme === '') return this.#byConnection(socket)
    const offered = this.#schemes.find((candidate) => candidate.toLowerCase() === scheme.toLowerCase())
    if (offered === 'Basic') return this.#result('basic', this.#basic(credentials))
    if (offered === 'NTLM') return this.#ntlm(socket, Buffer.from(credentials, 'base64'))
    return this.#result('none')
  }

  #result(authentication: RequestAuthentication, account?: Account): AuthenticationResult {
    return { authentication, account, challenges: this.#schemes.map((scheme) => CHALLENGES[scheme]) }
  }

  #byConnection(socket: Socket): AuthenticationResult {
    const account = this.#connections.get(socket)?.account
    return this.#result(account === undefined ? 'none' : 'connection', account)
  }

  #basic(credentials: string): Account | undefined {
    const [, username = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? []
    const account = findAccount(this.#accounts, [username])
    return account !== undefined && isSame(account.password, password) ? account : undefined
  }

  #ntlm(socket: Socket, message: Buffer): AuthenticationResult {
    const connection = this.#connections.get(socket) ?? new NtlmConnection(this.#accounts, this.#now)
    this.#connections.set(socket, connection)
    const authentication = ntlmStep(message)
    const answer = connection.receive(message)
    if (answer.step === 'authenticated') return this.#result(authentication, answer.account)
    if (answer.step === 'refused') return this.#result(authentication)
    return { authentication, challenges: [`NTLM ${answer.message.toString('base64')}`] }
  }
}

function ntlmStep(message: Buffer): RequestAuthentication {
  try {
    return messageType(message) === 3 ? 'ntlm-authenticate' : 'ntlm-negotiate'
  } catch (error) {
    if (error instanceof NtlmMessageError) return 'ntlm-negotiate'
    throw error
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
const isSame = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))
