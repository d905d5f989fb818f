import { EwsRequestError } from '../errors'
import { isFieldValue } from './request-headers'

/** The cookie by which a balancer finds the server again (Microsoft, "How to: Maintain affinity between a group of subscriptions and ..."). */
const COOKIE = /(?:^|,\s*)X-BackEndOverrideCookie=([^;,\s]+)/i

/**
 * Keeps the subscriptions of several mailboxes on one server, so that one stream reports the events of all of them. Pass the same object to
 * `subscribe` for each mailbox, to `getStreamingEvents` and to `unsubscribe`, and to nothing else.
 *
 * @example
 * const affinity = new ServerAffinity('dr.meier@example.com')
 * await client.subscribe(request, { affinity })
 */
export class ServerAffinity {
  readonly #anchor: string
  #cookie: string | undefined

  /**
   * @param anchorMailbox the SMTP address of one of the mailboxes, whose server has the subscriptions of all
   * @throws EwsRequestError if it isn't a string
   */
  constructor(anchorMailbox: string) {
    if (typeof anchorMailbox !== 'string') throw noAnchor()
    this.#anchor = anchorMailbox
  }

  /** @internal The headers of a request. */
  get headers(): Readonly<Record<string, string>> {
    return {
      ...(isFieldValue(this.#anchor) && { 'x-anchormailbox': this.#anchor }),
      'x-preferserveraffinity': 'true',
      ...(this.#cookie !== undefined && { cookie: `X-BackEndOverrideCookie=${this.#cookie}` }),
    }
  }

  /** @internal Keeps the cookie of an answer, if it has one. */
  take(setCookie: string): void {
    this.#cookie = COOKIE.exec(setCookie)?.[1] ?? this.#cookie
  }
}

const noAnchor = () =>
  new EwsRequestError({
    message: 'ServerAffinity: anchorMailbox must be a string',
    hint: "Pass the SMTP address of one of the mailboxes: new ServerAffinity('dr.meier@example.com').",
    path: 'anchorMailbox',
  })
