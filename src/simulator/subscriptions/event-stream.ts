import type { GetStreamingEventsResponse } from '../../operations'
import type { Sleep } from '../http/http-answer'
import { errorMessage, noError } from '../soap/response-message'
import { ServiceError } from '../soap/service-error'
import { eventElement } from './notification'
import type { EndOfStream, Subscription } from './subscription'

type Message = GetStreamingEventsResponse['responseMessages'][number]

/** How often Exchange signals that a connection is alive. Microsoft's EWS Managed API expects it within 45 seconds. */
const HEARTBEAT_MS = 45_000

/** The settings of a connection. */
export interface ConnectionTerms {
  /** The number of milliseconds after which it is closed. */
  readonly timeoutMs: number
  readonly sleep: Sleep
  /** Aborts when the client is gone. */
  readonly gone: AbortSignal
  /** Restarts the time after which a subscription without a connection ends. */
  readonly renew: (subscription: Subscription) => void
}

/** The server lost its subscriptions. The connection breaks. */
export class LostSubscriptions extends Error {
  override readonly name = 'LostSubscriptions'
}

/** Wakes a waiting connection: for an event, for the end of a subscription, or because a time is up. */
interface Alarm {
  /** Resolves when something has happened since the last call. */
  wait(): Promise<void>
  ring(): void
}

function newAlarm(): Alarm {
  let resolve = () => {}
  let rung = new Promise<void>((ring) => {
    resolve = ring
  })
  return {
    async wait() {
      await rung
      rung = new Promise((ring) => {
        resolve = ring
      })
    },
    ring: () => resolve(),
  }
}

const answerOf = (message: Message): GetStreamingEventsResponse => ({ responseMessages: [message] })

/** Says that the connection is alive, or closed. Exchange sends this apart from events. */
export const statusAnswer = (connectionStatus: 'OK' | 'Closed') => answerOf({ ...noError, connectionStatus })

/** The refusal of some subscriptions. If all are refused, the connection closes. */
export const refusalAnswer = (error: ServiceError, ids: readonly string[], connectionStatus: 'OK' | 'Closed') =>
  answerOf({ ...errorMessage(error), errorSubscriptionIds: ids, connectionStatus })

/** The error that tells a client about the end of a subscription. */
const endErrors = {
  taken: new ServiceError(
    'ErrorNewEventStreamConnectionOpened',
    'A new connection has been opened for the subscription, so this one is closed.',
  ),
  unsubscribed: new ServiceError('ErrorSubscriptionUnsubsribed', 'The subscription has been unsubscribed.'),
} as const

/**
 * The answers on a connection after the first one: the events since the last connection, then events as they happen, with heartbeats in
 * between, and finally the notice that the connection is closed (MS-OXWSNTIF, GetStreamingEvents).
 *
 * @throws LostSubscriptions
 */
export async function* eventStream(
  subscriptions: readonly Subscription[],
  { timeoutMs, sleep, gone, renew }: ConnectionTerms,
): AsyncGenerator<GetStreamingEventsResponse> {
  const over = new AbortController()
  const alarm = newAlarm()
  const ends = new Map<Subscription, EndOfStream>()
  const left = new Set(subscriptions)
  const due = { close: false, heartbeat: false }
  const undo = subscriptions.flatMap((subscription) => [
    subscription.connect((reason) => {
      ends.set(subscription, reason)
      alarm.ring()
    }),
    subscription.mailbox.events.onEvent(alarm.ring),
  ])
  const after = (ms: number, act: () => void) =>
    sleep(ms, over.signal).then(
      () => {
        act()
        alarm.ring()
      },
      () => undefined,
    )
  const beat = () =>
    after(HEARTBEAT_MS, () => {
      due.heartbeat = true
    })
  gone.addEventListener('abort', alarm.ring, { once: true })
  beat()
  after(timeoutMs, () => {
    due.close = true
  })
  alarm.ring()
  try {
    for (;;) {
      await alarm.wait()
      if (gone.aborted) return
      for (const [subscription, reason] of ends) {
        left.delete(subscription)
        ends.delete(subscription)
        if (reason === 'lost') throw new LostSubscriptions('The server has lost its subscriptions')
        yield refusalAnswer(endErrors[reason], [subscription.id], left.size === 0 ? 'Closed' : 'OK')
      }
      if (left.size === 0 && subscriptions.length > 0) return
      for (const message of newsOf([...left])) yield answerOf(message)
      if (due.close) {
        yield statusAnswer('Closed')
        return
      }
      if (!due.heartbeat) continue
      yield statusAnswer('OK')
      due.heartbeat = false
      beat()
    }
  } finally {
    over.abort()
    gone.removeEventListener('abort', alarm.ring)
    for (const step of undo) step()
    for (const subscription of left) renew(subscription)
  }
}

/** The unreported events of all subscriptions. A subscription that has missed events gets an error and continues. */
function newsOf(subscriptions: readonly Subscription[]): Message[] {
  const messages: Message[] = []
  for (let isComplete = false; !isComplete; ) {
    isComplete = true
    const notifications = subscriptions.flatMap((subscription) => {
      const found = subscription.since(subscription.position)
      subscription.position = found?.position ?? subscription.mailbox.events.position
      if (found === undefined) messages.push(missed(subscription))
      isComplete &&= found?.isComplete ?? true
      const events = found?.events.map((event) => eventElement(event, undefined)) ?? []
      return events.length === 0 ? [] : [{ subscriptionId: subscription.id, events }]
    })
    if (notifications.length > 0) messages.push({ ...noError, notifications })
  }
  return messages
}

const missed = ({ id }: Subscription): Message => ({
  ...errorMessage(new ServiceError('ErrorMissedNotificationEvents', 'Notification events have been missed.')),
  errorSubscriptionIds: [id],
})
