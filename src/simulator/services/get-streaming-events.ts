import { GetStreamingEvents, type GetStreamingEventsRequest } from '../../operations'
import { ServiceError } from '../soap/service-error'
import { eventStream, refusalAnswer, statusAnswer } from '../subscriptions/event-stream'
import type { Subscription } from '../subscriptions/subscription'
import { ResponseStream, type ServiceContext, streamingService } from './service'

const MINUTE_MS = 60_000
const MOST_SUBSCRIPTIONS = 200

/**
 * MS-OXWSNTIF, GetStreamingEvents. If any of the subscriptions is refused, the connection stays open but doesn't report events of the
 * others either, as clients have observed with Exchange.
 */
export const getStreamingEvents = streamingService(GetStreamingEvents, (request, context) => {
  const [answer] = context.answerEach(
    [request],
    () => connection(request, context),
    (message) => new ResponseStream({ responseMessages: [message] }),
  )
  return answer ?? new ResponseStream(statusAnswer('Closed'))
})

function connection({ subscriptionIds, connectionTimeout }: GetStreamingEventsRequest, context: ServiceContext) {
  if (subscriptionIds.length > MOST_SUBSCRIPTIONS) {
    throw new ServiceError('ErrorInvalidRequest', `A request can have at most ${MOST_SUBSCRIPTIONS} subscriptions.`)
  }
  const { subscriptions, sleep } = context
  const found = subscriptionIds.map((id) => foundOrRefused(id, context))
  const accepted = found.flatMap(({ subscription }) => subscription ?? [])
  const refused = found.flatMap(({ id, error }) => (error === undefined ? [] : { id, error }))
  const [first] = refused
  const isOpen = accepted.length > 0
  const reported = first === undefined ? [...new Set(accepted)] : []
  const follow = (gone: AbortSignal) =>
    eventStream(reported, {
      timeoutMs: connectionTimeout * MINUTE_MS,
      sleep,
      gone,
      renew: (subscription) => subscriptions.renew(subscription),
    })
  if (first === undefined) return new ResponseStream(statusAnswer('OK'), follow)
  const ids = refused.map(({ id }) => id)
  return new ResponseStream(refusalAnswer(first.error, ids, isOpen ? 'OK' : 'Closed'), isOpen ? follow : undefined)
}

interface Found {
  readonly id: string
  readonly subscription?: Subscription
  readonly error?: ServiceError
}

function foundOrRefused(
  id: string,
  { caller, subscriptions }: Pick<ServiceContext, 'caller' | 'subscriptions'>,
): Found {
  try {
    const subscription = subscriptions.find(id, caller.account)
    if (subscription.terms.kind === 'streaming') return { id, subscription }
    return { id, error: new ServiceError('ErrorInvalidSubscription', 'The subscription is not a streaming one.') }
  } catch (error) {
    if (error instanceof ServiceError) return { id, error }
    throw error
  }
}
