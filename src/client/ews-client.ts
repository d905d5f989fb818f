import { inspect } from 'node:util'
import type { Operation, StreamedOperation } from '../operations'
import type { ConnectingSID } from '../operations/soap/envelope'
import { Account } from './account'
import type { RequestOptions, StreamOptions } from './call-options'
import type { ClientStats } from './observation/stats'
import { addOperationMethods, type OperationMethods } from './operation-methods'
import { type EwsClientOptions, readConnectingSID } from './options'

export interface EwsClient extends OperationMethods {}

/**
 * One account on one Exchange server, with the connections that it owns. NTLM authenticates a connection once, for all later calls on it.
 *
 * Calls that exceed `maxConnections` wait in a queue, in rounds over the mailboxes that they are for. If the server asks for a pause,
 * the client waits, and repeats what can be repeated (see the option `retry`).
 *
 * All methods reject with an `EwsError`: `EwsRequestError` for the caller's own input, `EwsAuthenticationError`, `EwsConnectionError`,
 * `EwsTimeoutError`, `EwsThrottledError`, `EwsOverloadError`, `EwsProtocolError`, and `EwsResponseError` if the request as a whole is
 * refused. An element of a batch that fails doesn't reject: its response message has `error`.
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
  /** @internal A client on an existing account. */
  constructor(account: Account, impersonate?: ConnectingSID)
  constructor(first: EwsClientOptions | Account, impersonate?: ConnectingSID) {
    this.#account = first instanceof Account ? first : new Account(first)
    this.#impersonate = impersonate ?? this.#account.impersonate
  }

  /** The option `maxConnections`: how many requests run at a time. To make thousands of calls, make this many at a time. */
  get maxConnections(): number {
    return this.#account.maxConnections
  }

  /** Identifies the account: the same object for all clients that share its connections. It has no members to use. */
  get account(): object {
    return this.#account.identity
  }

  /** Statistics of the client: its current and past work. Clients that share an account share them. */
  get stats(): ClientStats {
    return this.#account.stats
  }

  /**
   * Calls any operation that is described with `xml`, `messages` and `types`: your own, or one of this package, such as `FindItem`.
   * Authentication, impersonation, deadline, retries and errors are those of the other methods.
   *
   * @example
   * const { responseMessages } = await client.call(GetServerTimeZones, { returnFullTimeZoneData: false })
   */
  call<Request, Response>(
    operation: Operation<Request, Response>,
    request: NoInfer<Request>,
    options?: RequestOptions,
  ): Promise<Response> {
    return this.#account.call(operation, request, this.#impersonate, options)
  }

  /**
   * Calls an operation that the server answers with several envelopes, such as `GetStreamingEvents`, and returns each as it arrives. The
   * request is sent when the iteration begins. See `getStreamingEvents` for connections, deadlines and errors.
   */
  stream<Request, Response>(
    operation: StreamedOperation<Request, Response>,
    request: NoInfer<Request>,
    options?: StreamOptions,
  ): AsyncGenerator<Response, void, undefined> {
    return this.#account.stream(operation, request, this.#impersonate, options)
  }

  /**
   * Returns a client of the same account that acts for another mailbox, on the same connections. Closing one closes both.
   *
   * @throws EwsRequestError if `impersonate` isn't exactly one of the four forms
   */
  impersonating(impersonate: ConnectingSID): EwsClient {
    return new EwsClient(this.#account, readConnectingSID(impersonate))
  }

  /** Lets requests under way finish, refuses calls that wait for a connection, and closes the connections. */
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
