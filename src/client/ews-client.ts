import { inspect } from 'node:util'
import type { Operation } from '../operations'
import type { ConnectingSID } from '../operations/soap/envelope'
import { Account, type CallOptions } from './account'
import { addOperationMethods, type OperationMethods } from './operation-methods'
import { type EwsClientOptions, readConnectingSID } from './options'

export interface EwsClient extends OperationMethods {}

/**
 * One account on one Exchange server, with the connections that it owns. NTLM authenticates a connection once; later
 * calls ride on it.
 *
 * All methods reject with an `EwsError`: `EwsRequestError` for the caller's own input, `EwsAuthenticationError`,
 * `EwsConnectionError`, `EwsTimeoutError`, `EwsThrottledError`, `EwsProtocolError`, and `EwsResponseError` when the request
 * as a whole is refused. An element of a batch that fails doesn't reject: its response message has `error`.
 *
 * @example
 * const client = new EwsClient({ url: 'mail.example.com', auth: { type: 'auto', username: 'EXAMPLE\\svc', password } })
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the static block adds the methods.
export class EwsClient {
  static {
    addOperationMethods(EwsClient.prototype)
  }

  readonly #account: Account
  readonly #impersonate: ConnectingSID | undefined

  /** @throws EwsRequestError naming the option that is wrong */
  constructor(options: EwsClientOptions)
  /** @internal What `impersonating` makes: a client on an account that is there already. */
  constructor(account: Account, impersonate: ConnectingSID)
  constructor(first: EwsClientOptions | Account, impersonate?: ConnectingSID) {
    this.#account = first instanceof Account ? first : new Account(first)
    this.#impersonate = impersonate ?? this.#account.impersonate
  }

  /**
   * How many calls are under way at a time at most, by the option of that name. More of them wait, and their time is running: make
   * thousands of calls by and by, no more than this at once.
   */
  get maxConnections(): number {
    return this.#account.maxConnections
  }

  /**
   * Any operation, described with `xml`, `messages` and `types`: one of your own, or one that comes along, such as `FindItem`.
   * Authentication, impersonation, deadline and errors are those of the methods above.
   *
   * @example
   * const { responseMessages } = await client.call(GetServerTimeZones, { returnFullTimeZoneData: false })
   */
  call<Request, Response>(
    operation: Operation<Request, Response>,
    request: NoInfer<Request>,
    options?: CallOptions,
  ): Promise<Response> {
    return this.#account.call(operation, request, this.#impersonate, options)
  }

  /**
   * The same account acting for another mailbox, on the same connections. Closing one closes both.
   *
   * @throws EwsRequestError when `impersonate` isn't exactly one of the four forms
   */
  impersonating(impersonate: ConnectingSID): EwsClient {
    return new EwsClient(this.#account, readConnectingSID(impersonate))
  }

  /** Lets calls that are under way end, refuses those that wait for a connection, and closes the connections. */
  close(): Promise<void> {
    return this.#account.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  [inspect.custom](): string {
    return `EwsClient ${inspect({ url: this.#account.url, impersonate: this.#impersonate })}`
  }
}
