import { createHash } from 'node:crypto'
import { EwsClient, type EwsClientOptions } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { clientOptions, type ExchangeConnection, openConnection } from 'ews-booking/crypto'
import { Agent } from 'undici'
import type { Vaults } from '../encryption/vaults'
import type { PracticeCalendar } from '../practice/calendars'
import type { Tenant } from '../practice/tenants'
import { publicConnector } from './public-address'

/** How long a page waits for an answer of Exchange. After that it says that Exchange is away. */
const TIMEOUT_MS = 10_000

/** What `ExchangeAccounts` are made with. */
export interface AccountOptions {
  /** Whether administrators may connect servers in the backend's own network. */
  readonly allowPrivateNetworks: boolean
  /** Milliseconds until a call to Exchange gives up. Defaults to 10,000. */
  readonly timeoutMs?: number | undefined
}

/** Accounts that are kept open. One that wasn't used for longest is closed first. */
const MOST_ACCOUNTS = 500

/** An account, and the clients by which it acts for mailboxes. They are kept, because each finds out once what its server can do. */
interface Account {
  readonly client: EwsClient
  readonly acting: Map<string, EwsClient>
}

/** The accounts of all tenants. Calendars of one account share its client, so that they share its connections and its back-off. */
export class ExchangeAccounts implements AsyncDisposable {
  readonly #accounts = new Map<string, Account>()
  readonly #vaults: Vaults
  readonly #timeoutMs: number
  /** Whether administrators may connect servers in the backend's own network. */
  readonly allowsPrivateNetworks: boolean

  constructor(vaults: Vaults, { allowPrivateNetworks, timeoutMs = TIMEOUT_MS }: AccountOptions) {
    this.#vaults = vaults
    this.#timeoutMs = timeoutMs
    this.allowsPrivateNetworks = allowPrivateNetworks
  }

  /** The calendar as the library sees it. */
  calendarOf({ timeZone }: Tenant, calendar: PracticeCalendar): BookingCalendar {
    const { mailbox, folder } = calendar
    return new BookingCalendar(this.clientOf(calendar), { mailbox, timeZone, calendar: folder ?? undefined })
  }

  /** The client of the calendar's account. */
  clientOf({ id, tenant, connection: sealed }: PracticeCalendar): EwsClient {
    const connection = openConnection(this.#vaults.secrets, sealed, connectionContext(tenant, id))
    const { impersonate } = connection
    const account = this.#accountOf({ ...connection, impersonate: undefined })
    if (impersonate === undefined) return account.client
    const name = JSON.stringify(impersonate)
    const acting = account.acting.get(name) ?? account.client.impersonating(impersonate)
    account.acting.set(name, acting)
    return acting
  }

  /** The options of a client, which can't reach the backend's own network unless its operator allows that. */
  optionsOf(connection: ExchangeConnection): EwsClientOptions {
    const options = { ...clientOptions(connection), timeoutMs: this.#timeoutMs }
    if (this.allowsPrivateNetworks) return options
    const { auth } = options
    return {
      ...options,
      // Kerberos would ask the KDCs that the DNS of the administrator's domain names, at any address.
      auth: auth.type === 'basic' ? auth : { ...auth, type: 'ntlm' },
      dispatcher: ({ factory, tls }) => new Agent({ factory, connect: publicConnector(tls) }),
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#accounts.values()].map(({ client }) => client.close()))
    this.#accounts.clear()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #accountOf(connection: ExchangeConnection): Account {
    const identity = createHash('sha256')
      .update(JSON.stringify([connection, connection.password.reveal()]))
      .digest('base64url')
    const account = this.#accounts.get(identity) ?? {
      client: new EwsClient(this.optionsOf(connection)),
      acting: new Map<string, EwsClient>(),
    }
    this.#accounts.delete(identity)
    this.#accounts.set(identity, account)
    const [[oldest, idle] = []] = this.#accounts
    if (this.#accounts.size > MOST_ACCOUNTS && oldest !== undefined && idle !== undefined) {
      this.#accounts.delete(oldest)
      void idle.client.close()
    }
    return account
  }
}

/** The context in which a calendar's connection is sealed. */
export const connectionContext = (tenant: string, calendar: string) => ({
  tenant,
  table: 'calendars',
  column: 'connection',
  row: calendar,
})
