import { inspect } from 'node:util'
import {
  CreateItem,
  type CreateItemRequest,
  type CreateItemResponse,
  DeleteItem,
  type DeleteItemRequest,
  type DeleteItemResponse,
  FindItem,
  type FindItemRequest,
  type FindItemResponse,
  GetItem,
  type GetItemRequest,
  type GetItemResponse,
  GetUserAvailability,
  type GetUserAvailabilityRequest,
  type GetUserAvailabilityResponse,
  type Operation,
  UpdateItem,
  type UpdateItemRequest,
  type UpdateItemResponse,
} from '../operations'
import type { ConnectingSID } from '../operations/soap'
import { Account, type CallOptions } from './account'
import { type EwsClientOptions, readConnectingSID } from './options'

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
export class EwsClient {
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

  /** The times at which mailboxes are busy, and times that would suit all of them (MS-OXWSAVAIL). */
  getUserAvailability(
    request: GetUserAvailabilityRequest,
    options?: CallOptions,
  ): Promise<GetUserAvailabilityResponse> {
    return this.call(GetUserAvailability, request, options)
  }

  /**
   * Items of one or several folders that match; with `calendarView` all that overlaps a window, series as their occurrences
   * (MS-OXWSSRCH).
   */
  findItem(request: FindItemRequest, options?: CallOptions): Promise<FindItemResponse> {
    return this.call(FindItem, request, options)
  }

  /** Items by their ids, with bodies and attendees; one occurrence of a series, or the series, too (MS-OXWSCORE). */
  getItem(request: GetItemRequest, options?: CallOptions): Promise<GetItemResponse> {
    return this.call(GetItem, request, options)
  }

  /** New calendar items, single or series, cancellations, and answers to invitations (MS-OXWSMTGS). Not idempotent. */
  createItem(request: CreateItemRequest, options?: CallOptions): Promise<CreateItemResponse> {
    return this.call(CreateItem, request, options)
  }

  /** Changes to properties of calendar items, of a whole series or of one occurrence (MS-OXWSMTGS). */
  updateItem(request: UpdateItemRequest, options?: CallOptions): Promise<UpdateItemResponse> {
    return this.call(UpdateItem, request, options)
  }

  /** Deletes items, for good or to Deleted Items, and cancels meetings where wanted (MS-OXWSCORE). */
  deleteItem(request: DeleteItemRequest, options?: CallOptions): Promise<DeleteItemResponse> {
    return this.call(DeleteItem, request, options)
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
