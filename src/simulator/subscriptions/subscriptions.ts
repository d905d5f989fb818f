import type { Account } from '../authentication/account'
import type { Mailbox } from '../mailbox/mailbox'
import { ServiceError } from '../soap/service-error'
import { type EndOfStream, Subscription, type SubscriptionTerms } from './subscription'
import { isSubscriptionId, subscriptionIdOf } from './subscription-id'

/** The most subscriptions to one mailbox, Exchange's EWSMaxSubscriptions (Microsoft, "EWS throttling in Exchange"). */
const MOST_OF_MAILBOX = 5000

/** The subscriptions of a server. As on Exchange, they are only in memory and end with the server. */
export class Subscriptions {
  readonly #now: () => Date
  readonly #byId = new Map<string, Subscription>()
  #count = 0

  /** @param now the server's clock, by which subscriptions end */
  constructor(now: () => Date) {
    this.#now = now
  }

  /** @throws ServiceError ErrorExceededSubscriptionCount */
  create({ username }: Account, mailbox: Mailbox, terms: SubscriptionTerms): Subscription {
    for (const each of this.#byId.values()) if (this.#isOver(each)) this.#end(each, 'lost')
    const ofMailbox = [...this.#byId.values()].filter((each) => each.mailbox === mailbox)
    if (ofMailbox.length >= MOST_OF_MAILBOX) {
      throw new ServiceError(
        'ErrorExceededSubscriptionCount',
        'You have exceeded the available subscriptions for your account. Remove unnecessary subscriptions and try your request again.',
      )
    }
    const id = subscriptionIdOf(mailbox.ids.guid, this.#count++, this.#now())
    const subscription = new Subscription(id, username, mailbox, terms)
    this.#byId.set(subscription.id, subscription)
    this.renew(subscription)
    return subscription
  }

  /**
   * Finds a subscription for the account that created it.
   *
   * @throws ServiceError ErrorInvalidSubscription, ErrorSubscriptionNotFound, ErrorSubscriptionAccessDenied
   */
  find(id: string, { username }: Account): Subscription {
    if (!isSubscriptionId(id)) throw new ServiceError('ErrorInvalidSubscription', 'The subscription id is invalid.')
    const subscription = this.#byId.get(id)
    if (subscription === undefined || this.#isOver(subscription)) {
      throw new ServiceError('ErrorSubscriptionNotFound', 'The specified subscription was not found.')
    }
    if (subscription.owner === username) return subscription
    throw new ServiceError('ErrorSubscriptionAccessDenied', 'You do not have access to this subscription.')
  }

  /** Restarts the time after which a subscription ends. */
  renew(subscription: Subscription): void {
    subscription.expiresAt = this.#now().getTime() + subscription.terms.timeoutMs
  }

  /** Ends a subscription at its client's request. */
  remove(subscription: Subscription): void {
    this.#end(subscription, 'unsubscribed')
  }

  /** Loses all subscriptions, like a server that restarts. Connections that wait for events break. */
  clear(): void {
    for (const subscription of this.#byId.values()) this.#end(subscription, 'lost')
  }

  #end(subscription: Subscription, reason: EndOfStream) {
    this.#byId.delete(subscription.id)
    subscription.disconnect(reason)
  }

  #isOver({ expiresAt, isConnected }: Subscription): boolean {
    return !isConnected && expiresAt <= this.#now().getTime()
  }
}
