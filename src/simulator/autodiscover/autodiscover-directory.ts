import type { Mailbox } from '../mailbox/mailbox'
import type { MailboxStore } from '../mailbox/mailbox-store'

/** How Autodiscover answers for some addresses. */
export interface AutodiscoverOptions {
  /**
   * Where it sends clients that ask for an address: to another address, or to the URL of another server's Autodiscover. Defaults to
   * nowhere.
   */
  readonly redirects?: Readonly<Record<string, string>> | undefined
  /** The address of EWS that it announces. Defaults to the simulator's own. */
  readonly ewsUrl?: string | undefined
  /** Whether it also speaks SOAP (`autodiscover.svc`), and says so in the header `X-SOAP-Enabled`. Defaults to true. */
  readonly soap?: boolean | undefined
}

/** What is known of an address. */
export type Discovered =
  | { readonly kind: 'mailbox'; readonly mailbox: Mailbox; readonly ewsUrl: string }
  | { readonly kind: 'redirectAddress'; readonly target: string }
  | { readonly kind: 'redirectUrl'; readonly target: string }
  | { readonly kind: 'unknown' }

/** Finds what Autodiscover says of an address, in XML as well as in SOAP. */
export class AutodiscoverDirectory {
  readonly #store: MailboxStore
  readonly #options: AutodiscoverOptions
  readonly #ownUrl: () => string
  readonly #redirects: ReadonlyMap<string, string>

  constructor(store: MailboxStore, options: AutodiscoverOptions, ownUrl: () => string) {
    this.#store = store
    this.#options = options
    this.#ownUrl = ownUrl
    const redirects = Object.entries(options.redirects ?? {})
    this.#redirects = new Map(redirects.map(([address, target]) => [address.toLowerCase(), target]))
  }

  find(address: string): Discovered {
    const target = this.#redirects.get(address.toLowerCase())
    if (target !== undefined) return { kind: /^https?:/i.test(target) ? 'redirectUrl' : 'redirectAddress', target }
    const mailbox = this.#store.find(address)
    if (mailbox === undefined) return { kind: 'unknown' }
    return { kind: 'mailbox', mailbox, ewsUrl: this.#options.ewsUrl ?? this.#ownUrl() }
  }
}
