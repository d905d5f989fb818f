import { createHash } from 'node:crypto'
import { EwsClient, type EwsClientOptions } from 'ews-booking'
import { BookingCalendar } from 'ews-booking/booking'
import { type ExchangeConnection, openConnection } from 'ews-booking/crypto'
import { Agent } from 'undici'
import type { Vaults } from '../encryption/vaults'
import type { PracticeCalendar, SignIn } from '../practice/calendars'
import type { Tenant } from '../practice/tenants'
import { checkHost, lookupPublic } from './public-address'

/** How to reach a customer's Exchange: what the administrator typed. */
export interface Access extends Pick<ExchangeConnection, 'url' | 'username' | 'password' | 'impersonate'> {
  readonly signIn: SignIn
  /** PEM of a private certificate authority. */
  readonly ca: string | null
}

/** Clients that are kept open. One that wasn't used for longest is closed first. */
const MOST_CLIENTS = 500

/** The accounts of all tenants. Calendars of one account share its client, so that they share its connections and its back-off. */
export class ExchangeAccounts implements AsyncDisposable {
  readonly #clients = new Map<string, EwsClient>()
  readonly #vaults: Vaults
  /** Whether administrators may connect servers in the backend's own network. */
  readonly allowsPrivateNetworks: boolean

  constructor(vaults: Vaults, options: { readonly allowPrivateNetworks: boolean }) {
    this.#vaults = vaults
    this.allowsPrivateNetworks = options.allowPrivateNetworks
  }

  /** The calendar as the library sees it. */
  calendarOf({ timeZone }: Tenant, calendar: PracticeCalendar): BookingCalendar {
    return new BookingCalendar(this.clientOf(calendar), { mailbox: calendar.mailbox, timeZone })
  }

  /** The client of the calendar's account. */
  clientOf(calendar: PracticeCalendar): EwsClient {
    const access = this.accessOf(calendar)
    const client = this.#clientOf(access)
    return access.impersonate === undefined ? client : client.impersonating(access.impersonate)
  }

  /** Opens a connection that was stored. */
  accessOf({ id, tenant, connection, signIn, ca }: PracticeCalendar): Access {
    const context = connectionContext(tenant, id)
    const { url, username, password, impersonate } = openConnection(this.#vaults.secrets, connection, context)
    return { url, username, password, impersonate, signIn, ca }
  }

  /**
   * The options of a client, which can't reach the backend's own network unless its operator allows that.
   *
   * @throws PrivateAddressError
   */
  optionsOf({ url, username, password, impersonate, signIn, ca }: Access): EwsClientOptions {
    const options = {
      url,
      auth: { type: signIn, username, password },
      impersonate,
      ...(ca !== null && { tls: { ca } }),
    } satisfies EwsClientOptions
    if (this.allowsPrivateNetworks) return options
    checkHost(serverUrl(url))
    return {
      ...options,
      // Kerberos would ask the KDCs that the DNS of the administrator's domain names, at any address.
      auth: { ...options.auth, type: signIn === 'auto' ? 'ntlm' : signIn },
      dispatcher: ({ factory, tls }) => new Agent({ factory, connect: { ...tls, lookup: lookupPublic } }),
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()))
    this.#clients.clear()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #clientOf(access: Access): EwsClient {
    const { impersonate: _, ...account } = access
    const identity = createHash('sha256')
      .update(JSON.stringify([account, account.password.reveal()]))
      .digest('base64url')
    const client = this.#clients.get(identity) ?? new EwsClient(this.optionsOf({ ...account, impersonate: undefined }))
    this.#clients.delete(identity)
    this.#clients.set(identity, client)
    const [[oldest, idle] = []] = this.#clients
    if (this.#clients.size > MOST_CLIENTS && oldest !== undefined && idle !== undefined) {
      this.#clients.delete(oldest)
      void idle.close()
    }
    return client
  }
}

/** What an administrator typed, as a URL: a host alone will do. */
export const serverUrl = (text: string): URL => new URL(/^https?:\/\//i.test(text) ? text : `https://${text}`)

/** The context in which a calendar's connection is sealed. */
export const connectionContext = (tenant: string, calendar: string) => ({
  tenant,
  table: 'calendars',
  column: 'connection',
  row: calendar,
})
